import "server-only";
import { and, count, eq, gt, isNotNull, isNull, lte, sql } from "drizzle-orm";
import { db, type Executor } from "@/db/client";
import { smsSends, smsStops } from "@/db/schema";
import { fail, ok, type Result } from "@/lib/errors";
import { audit } from "@/lib/security/audit";
import type { Settings } from "@/lib/settings/schema";
import { countryName } from "@/lib/users/phone-number";

const DAY_MS = 24 * 60 * 60_000;
/** For as long as a code can be entered, its message says nothing about the country. */
const CODE_LIVES_MS = 10 * 60_000;

/**
 * Asked before every message: is the country stopped, or does it have to be (B07)? Codes that nobody enters are how
 * traffic is pumped to numbers that pay for it.
 * @returns `sms_stopped` with the country's name. Nothing goes out once the condition holds, however many ask at once.
 */
export async function checkStopped(
  country: string,
  { settings, ip, now }: { settings: Settings; ip: string; now: Date },
): Promise<Result> {
  const { unverifiedPercent, unverifiedSample } = settings.sms;
  const stopped = fail("sms_stopped", { details: { country: countryName(country) } });
  const [stop] = await db.select().from(smsStops).where(eq(smsStops.country, country));
  if (stop?.stoppedAt) return stopped;

  const { sent, unverified } = await readCodes(country, stop?.resumedAt ?? null, now);
  if (sent < unverifiedSample || unverified * 100 <= unverifiedPercent * sent) return ok();
  await db.transaction(async (tx) => {
    const [first] = await tx
      .insert(smsStops)
      .values({ country, stoppedAt: now })
      .onConflictDoUpdate({
        target: smsStops.country,
        set: { stoppedAt: now },
        // Whoever counted before an admin resumed the country does not stop it again.
        setWhere: sql`${smsStops.stoppedAt} IS NULL AND ${smsStops.resumedAt} IS NOT DISTINCT FROM ${sql.param(stop?.resumedAt ?? null, smsStops.resumedAt)}`,
      })
      .returning();
    if (!first) return;
    const data = { country, sent, unverified, percent: unverifiedPercent };
    await audit(tx, { type: "sms.stopped", actorId: null, client: { ip, userAgent: "" }, now, data });
  });
  return stopped;
}

/** @returns the codes of the last day that are too old to be entered, and those of them that never were. */
async function readCodes(country: string, resumedAt: Date | null, now: Date) {
  const since = new Date(Math.max(now.getTime() - DAY_MS, resumedAt?.getTime() ?? 0));
  const [codes] = await db
    .select({
      sent: count(),
      unverified: sql<number>`count(*) FILTER (WHERE ${isNull(smsSends.verifiedAt)})`.mapWith(Number),
    })
    .from(smsSends)
    .where(
      and(
        eq(smsSends.country, country),
        eq(smsSends.purpose, "code"),
        gt(smsSends.sentAt, since),
        lte(smsSends.sentAt, new Date(now.getTime() - CODE_LIVES_MS)),
      ),
    );
  return codes ?? { sent: 0, unverified: 0 };
}

/** Lets messages go to a country again; what was sent so far no longer counts. @returns whether it was stopped. */
export async function resumeCountry(executor: Executor, country: string, now: Date): Promise<boolean> {
  const resumed = await executor
    .update(smsStops)
    .set({ stoppedAt: null, resumedAt: now })
    .where(and(eq(smsStops.country, country), isNotNull(smsStops.stoppedAt)))
    .returning({ country: smsStops.country });
  return resumed.length > 0;
}
