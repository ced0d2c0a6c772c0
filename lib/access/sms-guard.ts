import "server-only";
import { and, eq, isNull, lt } from "drizzle-orm";
import { db, type Executor } from "@/db/client";
import { deleteBatch } from "@/db/delete-batch";
import { smsSends } from "@/db/schema";
import { ok, type Result } from "@/lib/errors";
import { audit } from "@/lib/security/audit";
import { askerOf } from "@/lib/security/client-address";
import { keyedHash } from "@/lib/security/keys";
import type { LimitName } from "@/lib/security/limits";
import { consume, consumeFirst, giveBackAll, type Use } from "@/lib/security/rate-limits";
import type { Settings } from "@/lib/settings/schema";
import { checkCountry } from "./sms-countries";
import { checkStopped } from "./sms-stops";

export { readSmsMeter } from "./sms-meter";
export { resumeCountry } from "./sms-stops";

const COST_CAPS = new Set<string>(["sms:prefix", "sms:country", "sms:all"]);
const KEPT_MS = 30 * 86_400_000;

export interface SmsClaim {
  /** E.164. */
  to: string;
  /** Whom it is about; null for nobody known. */
  userId: string | null;
  ip: string;
  attemptId: string | null;
  purpose: "code" | "notice";
  /** Somebody the number's own account knows asks for it. */
  isKnown: boolean;
  settings: Settings;
  now: Date;
}

/**
 * Takes the right to send one text message (B07, SM-03). Without it nothing is sent; each cap is counted in one
 * statement, so it holds however many ask at once and on however many instances.
 * @returns what `releaseSms` wants; `country_not_allowed`, `sms_stopped`, or `too_many_requests` with the moment it may be
 * tried again.
 */
export async function claimSms(claim: SmsClaim): Promise<Result<Use[]>> {
  const { to, attemptId, purpose, settings, now } = claim;
  const allowed = checkCountry(to, settings);
  if (!allowed.ok) return allowed;
  const country = allowed.data;
  const running = await checkStopped(country, claim);
  if (!running.ok) return running;
  const within = await checkCaps(claim, country);
  if (!within.ok) return within;
  await db.insert(smsSends).values({ country, numberHash: hashOf(to), purpose, attemptId, sentAt: now });
  return within;
}

/**
 * Gives a claim back when nothing could be sent: it does not count as a code that was never entered, and a second try
 * neither waits nor has one fewer. The caps against cost keep it: a service that timed out may have sent all the same.
 * @param counted as `claimSms` has answered.
 */
export async function releaseSms({ to, now }: Pick<SmsClaim, "to" | "now">, counted: Use[]): Promise<void> {
  await db.delete(smsSends).where(and(eq(smsSends.numberHash, hashOf(to)), eq(smsSends.sentAt, now)));
  await giveBackAll(counted.filter(({ name }) => !COST_CAPS.has(name)));
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

/** Forgets a batch of messages that are older than a month. @returns whether it was the last. */
export const purgeSmsSends = (tx: Executor, now: Date): Promise<boolean> =>
  deleteBatch(tx, smsSends, [smsSends.id], lt(smsSends.sentAt, new Date(now.getTime() - KEPT_MS)));

/** The number itself is not kept. */
const hashOf = (e164: string) => keyedHash("phone-number", e164);

/**
 * From the narrowest cap to the widest; what one refuses is counted by none. Up to the caps against cost, whom the account
 * knows is counted apart from strangers, so that no stranger uses up what is theirs. @returns what was counted.
 */
async function checkCaps(claim: SmsClaim, country: string): Promise<Result<Use[]>> {
  const counted: Use[] = [];
  for (const cap of capsOf(claim, country)) {
    const within = await consumeFirst(cap);
    if (!within.ok) {
      await giveBackAll(counted);
      for (const { name, points } of cap) await tellCeiling(claim, name, country, points);
      return within;
    }
    counted.push(...within.data);
  }
  return ok(counted);
}

/** @returns every cap of a message, each with what it may be counted by instead where it has none left. */
function capsOf({ to, userId, ip, purpose, isKnown, settings }: SmsClaim, country: string): Use[][] {
  const { networkTexts } = settings.protection;
  const apart = (by: string) => (isKnown ? `${by} known` : by);
  const asked: Use[][] = isKnown
    ? [[{ name: "sms:known:network", by: ip }]]
    : [[{ name: "sms:asker", by: askerOf(to, ip) }], [{ name: "sms:network", by: ip, points: networkTexts }]];
  const toAnybody: Use = { name: "sms:unknown", by: to };
  return [
    ...(purpose === "code" ? [...asked, [{ name: "sms:pause" as const, by: apart(to) }]] : []),
    isKnown ? [{ name: "sms:known", by: to }, toAnybody] : [toAnybody],
    ...(userId ? [[{ name: "sms:user" as const, by: apart(userId) }]] : []),
    // Neighboring numbers, +…00 to +…99, are one.
    [{ name: "sms:prefix", by: apart(to.slice(0, -2)) }],
    [{ name: "sms:country", by: country, points: settings.sms.perCountryDaily }],
    [{ name: "sms:all", by: "all", points: settings.sms.perDay }],
  ];
}

/** The alarm of a ceiling that is reached, once a day for each: refusals come by the thousand. */
async function tellCeiling({ ip, now }: SmsClaim, name: LimitName, country: string, ceiling = 0): Promise<void> {
  if (name !== "sms:country" && name !== "sms:all") return;
  const data = name === "sms:country" ? { country, ceiling } : { ceiling };
  const first = await consume("sms:ceiling-told", `${name} ${data.country ?? ""}`);
  if (first.ok) await audit(db, { type: "sms.ceiling", actorId: null, client: { ip, userAgent: "" }, now, data });
}
