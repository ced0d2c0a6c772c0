import "server-only";
import { and, eq, isNull, lt } from "drizzle-orm";
import { db, type Executor } from "@/db/client";
import { smsSends } from "@/db/schema";
import { ok, type Result } from "@/lib/errors";
import { audit } from "@/lib/security/audit";
import { keyedHash } from "@/lib/security/keys";
import { consume, forgetUses, giveBack, type LimitName } from "@/lib/security/rate-limits";
import type { Settings } from "@/lib/settings/schema";
import { checkCountry } from "./sms-countries";
import { checkStopped } from "./sms-stops";

export { readSmsMeter } from "./sms-meter";
export { resumeCountry } from "./sms-stops";

const KEPT_MS = 30 * 86_400_000;

export interface SmsClaim {
  /** E.164. */
  to: string;
  /** Whom it is about; null for nobody known. */
  userId: string | null;
  ip: string;
  attemptId: string | null;
  purpose: "code" | "notice";
  settings: Settings;
  now: Date;
}

/**
 * Takes the right to send one text message (B07, SM-03). Without it nothing is sent; each cap is counted in one
 * statement, so it holds however many ask at once and on however many instances.
 * @returns `country_not_allowed`, `sms_stopped`, or `too_many_requests` with the moment it may be tried again.
 */
export async function claimSms(claim: SmsClaim): Promise<Result> {
  const { to, attemptId, purpose, settings, now } = claim;
  const allowed = checkCountry(to, settings);
  if (!allowed.ok) return allowed;
  const country = allowed.data;
  const running = await checkStopped(country, claim);
  if (!running.ok) return running;
  const within = await checkCaps(claim, country);
  if (!within.ok) return within;
  await db.insert(smsSends).values({ country, numberHash: hashOf(to), purpose, attemptId, sentAt: now });
  return ok();
}

/**
 * Gives a claim back when nothing could be sent: it does not count as a code that was never entered, and a second try
 * need not wait. The caps keep it, because a service that timed out may have sent all the same.
 */
export async function releaseSms({ to, now }: Pick<SmsClaim, "to" | "now">): Promise<void> {
  await db.delete(smsSends).where(and(eq(smsSends.numberHash, hashOf(to)), eq(smsSends.sentAt, now)));
  await forgetUses("sms:pause", to);
}

/** Notes that a code in an attempt's messages to this number was entered. */
export async function markSmsVerified(
  executor: Executor,
  { attemptId, to, now }: { attemptId: string; to: string; now: Date },
): Promise<void> {
  await executor
    .update(smsSends)
    .set({ verifiedAt: now })
    .where(and(eq(smsSends.attemptId, attemptId), eq(smsSends.numberHash, hashOf(to)), isNull(smsSends.verifiedAt)));
}

/** Forgets messages after a month. */
export async function purgeSmsSends(now: Date): Promise<void> {
  await db.delete(smsSends).where(lt(smsSends.sentAt, new Date(now.getTime() - KEPT_MS)));
}

/** The number itself is not kept. */
const hashOf = (e164: string) => keyedHash("phone-number", e164);

/** From the narrowest cap to the widest, so that what one person may not send is not counted for all. */
async function checkCaps(claim: SmsClaim, country: string): Promise<Result> {
  const { to, userId, ip, purpose, settings } = claim;
  const isCode = purpose === "code";
  const caps: [LimitName, by: string | null, points?: number][] = [
    ["sms:pause", isCode ? to : null],
    ["sms:number", to],
    ["sms:user", userId],
    ["sms:network", isCode ? ip : null],
    // Neighbouring numbers, +…00 to +…99, are one.
    ["sms:prefix", to.slice(0, -2)],
    ["sms:country", country, settings.sms.perCountryDaily],
    ["sms:all", "all", settings.sms.perDay],
  ];
  for (const [name, by, points] of caps) {
    const within = by === null ? ok() : await consume(name, by, points);
    if (within.ok) continue;
    // What the installation as a whole may not send is not counted against the country.
    if (name === "sms:all") await giveBack("sms:country", country);
    if (points !== undefined) await tellCeiling(claim, name, country, points);
    return within;
  }
  return ok();
}

/** The alarm of a ceiling that is reached, once a day for each: refusals come by the thousand. */
async function tellCeiling({ ip, now }: SmsClaim, name: LimitName, country: string, ceiling: number): Promise<void> {
  const data = name === "sms:country" ? { country, ceiling } : { ceiling };
  const first = await consume("sms:ceiling-told", `${name} ${data.country ?? ""}`);
  if (first.ok) await audit(db, { type: "sms.ceiling", actorId: null, client: { ip, userAgent: "" }, now, data });
}
