import "server-only";
import { db } from "@/db/client";
import { issueUnlockLink } from "@/lib/access/unlock-links";
import { fail, type Result, statusOf } from "@/lib/errors";
import { audit } from "@/lib/security/audit";
import { consume } from "@/lib/security/rate-limits";
import { readCookie } from "@/lib/sessions/cookie";
import { enabledStrategy } from "@/lib/strategies";
import { stageOf } from "@/lib/strategies/stage";
import type { Attempt, Context, Strategy, Verified } from "@/lib/strategies/strategy";
import type { Visit } from "@/lib/visit";
import { knowsBrowser } from "./known-browser";
import { takeNetworkTry } from "./network-tries";
import { notifyLocked } from "./notices";
import { recordProof } from "./proofs";
import { notifyGuessing } from "./second-factor-notices";
import { locks, returnTurn, takeTurn } from "./turn";

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
  deviceToken: readCookie(visit.cookies, "device"),
});

/**
 * Verifies one proof under every limit: the network's, the account's, and what the strategy counts itself. A try is
 * taken before the proof is looked at and given back when it was right.
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

  const context = contextOf(visit, attempt);
  const isGuessable = strategy.guessing !== undefined;
  const network = await takeNetworkTry(visit, { isGuessable, isKnown: await context.knowsBrowser() });
  if (!network.ok) return network;
  const stage = stageOf(attempt);
  const turn = await takeTurn(context, strategy);
  if (!turn.ok) {
    await network.data(false);
    return turn;
  }

  const { isBlind } = turn.data;
  const verified = await strategy.verify({ ...context, isBlind }, parsed.data);
  // What could not be looked at was no wrong proof.
  await network.data(verified.ok || statusOf(verified.error.code) >= 500);
  if (!verified.ok) {
    const { code } = verified.error;
    await auditProof(visit, attempt, strategy, "failure", isBlind ? { code, lookedAt: false } : { code });
    if (statusOf(code) >= 500) await returnTurn(turn.data);
    else if (locks(turn.data)) await lock(visit, attempt, strategy);
    else if (stage === "second-factor") await countWrongSecondFactor(visit, attempt);
    return verified;
  }
  // The row of failures goes on until nothing is left to guess: the end of the journey ends it.
  await returnTurn(turn.data);
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

async function lock(visit: Visit, attempt: Attempt, { id: method, guessing }: Strategy): Promise<void> {
  const { userId } = attempt;
  const { client, now } = visit;
  await audit(db, { type: "lockout", actorId: null, subjectId: userId, method, client, now });
  // However often strangers lock it, its owner hears of a few locks in a day; each link outlives that day.
  if (!userId || !guessing?.locksAs || !(await consume("lock:told", userId)).ok) return;
  const { locksAs } = guessing;
  visit.later(async () => notifyLocked(visit, userId, locksAs, await issueUnlockLink(userId, now)));
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
