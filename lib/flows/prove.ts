import "server-only";
import { db } from "@/db/client";
import { clearTries, issueUnlockToken, lockoutSubject, takeTry } from "@/lib/access/lockout";
import { fail, type Result } from "@/lib/errors";
import { audit } from "@/lib/security/audit";
import { consume } from "@/lib/security/rate-limits";
import { readCookie } from "@/lib/sessions/cookie";
import { findDevice } from "@/lib/sessions/devices";
import { enabledStrategy } from "@/lib/strategies";
import type { Attempt, Context, Strategy, Verified } from "@/lib/strategies/strategy";
import type { Visit } from "@/lib/visit";
import { notifyLocked } from "./notices";
import { recordProof } from "./proofs";

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
  const strategy = enabledStrategy(strategyId, visit.settings, attempt.flow);
  if (!strategy) return fail("strategy_unavailable");
  const parsed = strategy.proof.safeParse(input);
  if (!parsed.success) {
    return fail("invalid_input", {
      fields: Object.fromEntries(parsed.error.issues.map((issue) => [String(issue.path[0] ?? "code"), issue.message])),
    });
  }

  const allowed = await consume("proof:network", visit.client.ip);
  if (!allowed.ok) return allowed;
  const subject = await subjectOf(visit, attempt);
  const turn = await takeTry(subject, visit.settings.protection, visit.now);
  if (!turn.ok) return turn;

  const verified = await strategy.verify(contextOf(visit, attempt), parsed.data);
  if (!verified.ok) {
    await auditProof(visit, attempt, strategy, "failure", { code: verified.error.code });
    if (turn.data.locks) await lock(visit, attempt, subject);
    return verified;
  }
  const proved = await recordProof(attempt, {
    amr: [...attempt.amr, strategy.id],
    identifierProvedAt: strategy.provesIdentifier ? visit.now : attempt.identifierProvedAt,
  });
  if (!proved) return fail("attempt_missing");
  await clearTries(db, subject);
  return { ok: true, data: { attempt: proved, verified: verified.data } };
}

async function subjectOf(visit: Visit, attempt: Attempt): Promise<string> {
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
