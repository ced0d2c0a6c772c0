import "server-only";
import { clearTries } from "@/lib/access/lockout";
import { voidAttempts } from "@/lib/access/void-attempts";
import { fail, ok, type Result } from "@/lib/errors";
import { audit } from "@/lib/security/audit";
import { hashPassword } from "@/lib/security/password-hash";
import { consume } from "@/lib/security/rate-limits";
import { revokeSessions } from "@/lib/sessions/revoke";
import { distrustDevices } from "@/lib/sessions/trusted-browsers";
import { resetKinds, verifierOf } from "@/lib/strategies";
import type { Attempt } from "@/lib/strategies/strategy";
import { findOwner } from "@/lib/users/identifiers";
import { identify } from "@/lib/users/identify";
import { hasPassword, savePasswordHash } from "@/lib/users/passwords";
import { lockSecondFactors } from "@/lib/users/second-factors";
import type { Visit } from "@/lib/visit";
import { acceptNewPassword } from "./accept-new-password";
import { adoptProved } from "./adopt";
import { deleteAttempt, findAttempt, replaceOthers, requireAttempt, startAttempt } from "./attempt";
import { complete } from "./complete";
import { startMethod } from "./method";
import type { Leave, NextStep } from "./next-step";
import { notifyPasswordChanged } from "./notices";
import { awaitLastStep, owedBy } from "./owed";
import { prove } from "./prove";
import { startSecondFactor } from "./second-factor-methods";
import { startEnterprise } from "./sso-start";
import { transact } from "./transact";

/** Asks for a reset: the same answer for every address and number, a code only for one that has an account. */
export async function startReset(visit: Visit, input: { identifier: string }): Promise<Result<NextStep | Leave>> {
  const allowed = await consume("start:network", visit.client.ip);
  if (!allowed.ok) return allowed;
  const kinds = resetKinds(visit.settings);
  if (kinds.length === 0) return fail("strategy_unavailable");
  const identified = identify(input.identifier, visit.settings, kinds);
  if (!identified.ok) return identified;
  const identifier = identified.data;
  const away = identifier.kind === "email" ? await startEnterprise(visit, identifier.value, {}) : null;
  if (away) return away;
  const [owner, earlier] = await Promise.all([
    findOwner(identifier),
    findAttempt(visit.cookies, "reset-password", visit.now),
  ]);
  const attempt = await startAttempt(visit, {
    flow: "reset-password",
    userId: owner?.userId ?? null,
    identifier,
    strategy: null,
    data: { verified: owner?.verified },
  });
  const started = await startMethod(visit, attempt, verifierOf(identifier.kind, visit.settings, "reset-password"));
  // Of this browser only: whoever asks has proved nothing yet, so the other journeys go on.
  if (started.ok && earlier) await deleteAttempt(earlier);
  return started;
}

/** Sends the code again. */
export async function resendResetCode(visit: Visit): Promise<Result<NextStep>> {
  const attempt = await requireAttempt(visit, "reset-password");
  return attempt.ok ? startMethod(visit, attempt.data, attempt.data.strategy) : attempt;
}

/** The code from the message. It opens the page for a new password, after the second factor of whoever has one. */
export async function verifyReset(visit: Visit, proof: unknown): Promise<Result<NextStep>> {
  const attempt = await requireAttempt(visit, "reset-password");
  if (!attempt.ok) return attempt;
  const { identifierProvedAt, awaits, flow } = attempt.data;
  if (awaits) return ok({ step: awaits, flow });
  if (identifierProvedAt) return ok({ step: "new-password" });
  const proved = await prove(visit, attempt.data, attempt.data.strategy, proof);
  return proved.ok ? afterProof(visit, proved.data.attempt) : proved;
}

/** A mailbox or a number alone changes no password: what is owed comes first (P19). */
export async function afterProof(visit: Visit, attempt: Attempt): Promise<Result<NextStep>> {
  const { userId } = attempt;
  if (!userId) return ok({ step: "new-password" });
  const passed = await transact(async (tx) => {
    await lockSecondFactors(tx, userId);
    await replaceOthers(tx, userId, attempt);
    const adopted = await adoptProved(tx, visit, attempt);
    if (!adopted.ok) return adopted;
    const owed = await owedBy(tx, visit, attempt, userId);
    if (!owed) return ok(null);
    const awaiting = await awaitLastStep(tx, attempt, owed, userId);
    return awaiting ? ok(awaiting) : fail("attempt_missing");
  });
  if (!passed.ok) return passed;
  return passed.data ? startSecondFactor(visit, passed.data) : ok({ step: "new-password" });
}

/**
 * The new password: sets it, ends the other sessions if asked, voids every code under way, and signs in.
 * @returns `strategy_unavailable` where passwords are off and this person has none to replace.
 */
export async function finishReset(
  visit: Visit,
  input: { password: string; signOutOthers: boolean },
): Promise<Result<NextStep>> {
  const found = await requireAttempt(visit, "reset-password");
  if (!found.ok) return found;
  const { userId, identifierProvedAt } = found.data;
  if (!userId || !identifierProvedAt) return fail("attempt_missing");
  // Off means that nobody gets a first one (P18); only whoever has proved the address or number learns of it.
  if (!visit.settings.password.enabled && !(await hasPassword(userId))) return fail("strategy_unavailable");
  const fit = await acceptNewPassword(visit, userId, input.password);
  if (!fit.ok) return fit;
  const hash = await hashPassword(input.password);

  const done = await complete(visit, found.data, async (tx) => {
    await savePasswordHash(tx, userId, hash, visit.now);
    await distrustDevices(tx, userId);
    if (input.signOutOthers) await revokeSessions(tx, userId);
    await clearTries(tx, userId);
    await voidAttempts(tx, userId, visit.now);
    await audit(tx, {
      type: "password.reset",
      actorId: userId,
      method: found.data.amr.join("+"),
      client: visit.client,
      now: visit.now,
    });
    return ok({ userId });
  });
  if (done.ok) visit.later(() => notifyPasswordChanged(visit, userId));
  return done;
}
