import "server-only";
import { db } from "@/db/client";
import { clearTries, issueUnlockToken, lockoutSubject, returnTry, takeTry } from "@/lib/access/lockout";
import { fail, type Result, statusOf } from "@/lib/errors";
import { audit } from "@/lib/security/audit";
import { consume } from "@/lib/security/rate-limits";
import { readCookie } from "@/lib/sessions/cookie";
import { findDevice } from "@/lib/sessions/devices";
import { enabledStrategy } from "@/lib/strategies";
import { stageOf } from "@/lib/strategies/stage";
import type { Attempt, Context, Strategy, Verified } from "@/lib/strategies/strategy";
import type { Visit } from "@/lib/visit";
import { knowsBrowser } from "./known-browser";
import { takeNetworkTry } from "./network-tries";
import { notifyLocked } from "./notices";
import { recordProof } from "./proofs";
import { notifyGuessing } from "./second-factor-notices";

/** A proof that held: the attempt with it written down, and whom it showed. */
export interface Proved {
  attempt: Attempt;
  verified: Verified;
}

export const contextOf = (visit: Visit, attempt: Attempt): Context => ({
  now: visit.now,
  settings: visit.settings,
  client: visit.client,
  attempt,
  knowsBrowser: () => knowsBrowser(visit, attempt),
});

/**
 * Verifies one proof under every limit: the network's, the account's lockout (shared by all kinds of proof), and what
 * the strategy counts itself. A try is taken before the proof is looked at and given back when it was right.
 * @param strategyId whatever the browser sent. @param input the submitted fields.
 */
export async function prove(
  visit: Visit,
  attempt: Attempt,
  strategyId: unknown,
  input: unknown,
): Promise<Result<Proved>> {
  const strategy = enabledStrategy(strategyId, visit.settings, attempt);
  if (!strategy) return fail("strategy_unavailable");
  const parsed = strategy.proof.safeParse(input);
  if (!parsed.success) {
    return fail("invalid_input", {
      fields: Object.fromEntries(parsed.error.issues.map((issue) => [String(issue.path[0] ?? "code"), issue.message])),
    });
  }

  const network = await takeNetworkTry(visit, strategy.id, await knowsBrowser(visit, attempt));
  if (!network.ok) return network;
  const stage = stageOf(attempt);
  const subject = await subjectOf(visit, attempt);
  const turn = await takeTry(subject, visit.settings.protection, visit.now);
  if (!turn.ok) return turn;

  const verified = await strategy.verify(contextOf(visit, attempt), parsed.data);
  // What could not be looked at was no wrong proof.
  await network.data(verified.ok || statusOf(verified.error.code) >= 500);
  if (!verified.ok) {
    await auditProof(visit, attempt, strategy, "failure", { code: verified.error.code });
    if (statusOf(verified.error.code) >= 500) await returnTry(subject, turn.data);
    else if (turn.data.locks) await lock(visit, attempt, subject);
    else if (stage === "second-factor") await countWrongSecondFactor(visit, attempt);
    return verified;
  }
  // Only where nobody has a second factor to guess does a right first one end the row of failures.
  if (attempt.userId) await returnTry(subject, turn.data);
  else await clearTries(db, subject);
  const { identifierProvedAt, secondFactorAt } = attempt;
  const provesIdentifier = strategy.provesIdentifier && stage === "first-factor";
  const proved = await recordProof(attempt, {
    amr: [...attempt.amr, strategy.id],
    identifierProvedAt: provesIdentifier ? visit.now : identifierProvedAt,
    secondFactorAt: stage === "second-factor" ? visit.now : secondFactorAt,
  });
  return proved ? { ok: true, data: { attempt: proved, verified: verified.data } } : fail("attempt_missing");
}

/** Somebody who has the first factor is guessing the second one: at the third wrong one the owner is told. */
async function countWrongSecondFactor(visit: Visit, { userId }: Attempt): Promise<void> {
  if (!userId || (await consume("second-factor:wrong", userId)).ok) return;
  if ((await consume("second-factor:told", userId)).ok) visit.later(() => notifyGuessing(visit, userId));
}

/** @returns whose failures this journey adds to. */
export async function subjectOf(visit: Visit, attempt: Attempt): Promise<string> {
  const { userId, identifierKind, identifierValue } = attempt;
  const token = userId ? readCookie(visit.cookies, "device") : undefined;
  return lockoutSubject({
    userId,
    deviceId: userId && token ? await findDevice(userId, token) : null,
    kind: identifierKind ?? "",
    value: identifierValue ?? attempt.id,
  });
}

async function lock(visit: Visit, attempt: Attempt, subject: string): Promise<void> {
  await audit(db, { type: "lockout", actorId: null, subjectId: attempt.userId, client: visit.client, now: visit.now });
  const { userId } = attempt;
  if (userId) visit.later(async () => notifyLocked(visit, userId, await issueUnlockToken(subject)));
}

const auditProof = (
  visit: Visit,
  attempt: Attempt,
  strategy: Strategy,
  result: "success" | "failure",
  data: Record<string, unknown>,
) =>
  audit(db, {
    type: "proof",
    result,
    actorId: null,
    subjectId: attempt.userId,
    method: strategy.id,
    client: visit.client,
    now: visit.now,
    data: { flow: attempt.flow, ...data },
  });
