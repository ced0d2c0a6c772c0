import "server-only";
import { db, type Executor } from "@/db/client";
import { clearTries } from "@/lib/access/lockout";
import { fail, ok, type Result } from "@/lib/errors";
import { audit } from "@/lib/security/audit";
import { sameOriginPath } from "@/lib/security/origin";
import { setCookie } from "@/lib/sessions/cookie";
import { renewSession } from "@/lib/sessions/create";
import type { Session } from "@/lib/sessions/read";
import { isFresh } from "@/lib/sessions/recency";
import { enabledStrategy } from "@/lib/strategies";
import { stageOf } from "@/lib/strategies/stage";
import type { Attempt } from "@/lib/strategies/strategy";
import { lockSecondFactors } from "@/lib/users/second-factors";
import type { Visit } from "@/lib/visit";
import { forgetAttempt, spendAttempt } from "./attempt";
import { startMethod } from "./method";
import { HOME_PATH, type NextStep } from "./next-step";
import { awaitLastStep } from "./owed";
import { nameIdentifier } from "./proofs";
import { prove } from "./prove";
import { chooseMethod, startSecondFactor } from "./second-factor-methods";
import { notifyBackupCodeUsed } from "./second-factor-notices";
import { requireStanding } from "./standing";
import { openStepUp } from "./step-up-journey";
import { stepUpMethods } from "./step-up-methods";
import { transact } from "./transact";

/** Its page shows whatever is due. */
const onward: Result<NextStep> = ok({ step: "verify", flow: "step-up" });
const done = (redirectTo = HOME_PATH): Result<NextStep> => ok({ step: "done", redirectTo });

/**
 * Chooses how to confirm, and sends the code or link where that is the way; also sends it again.
 * @param input.method a first factor, or an id of `secondFactorMethods`: whichever level is due.
 */
export async function chooseStepUpMethod(
  visit: Visit,
  session: Session,
  input: { method: unknown; redirectUrl?: string },
): Promise<Result<NextStep>> {
  const attempt = await openStepUp(visit, session, input.redirectUrl);
  if (!attempt) return done(sameOriginPath(input.redirectUrl));
  if (attempt.awaits) {
    const chosen = await chooseMethod(visit, attempt, input.method);
    return chosen.ok ? onward : chosen;
  }
  const method = (await stepUpMethods(session.user.id, visit.settings)).find(({ id }) => id === input.method);
  if (!method) return fail("strategy_unavailable");
  const named = await nameIdentifier(attempt, method.identifier);
  return named ? startMethod(visit, named, method.id) : onward;
}

/**
 * One proof of the level that is due.
 * @returns on to the next level, or done. It makes no session and raises no rights: the one there is gets fresh times.
 */
export async function verifyStepUp(
  visit: Visit,
  session: Session,
  input: { strategy: unknown; redirectUrl?: string },
  proof: unknown,
): Promise<Result<NextStep>> {
  const attempt = await openStepUp(visit, session, input.redirectUrl);
  if (!attempt) return done(sameOriginPath(input.redirectUrl));
  // The form of another level: that one was proved meanwhile, or has grown old.
  if (!enabledStrategy(input.strategy, visit.settings, attempt)) return fail("strategy_unavailable");
  const proved = await prove(visit, attempt, input.strategy, proof);
  if (!proved.ok) {
    // Its codes are worth nothing any more; what follows is a new journey, under the same lockout.
    if (proved.error.code === "too_many_tries") forgetAttempt(visit, "step-up");
    return proved;
  }
  if (input.strategy === "backup-code") visit.later(() => notifyBackupCodeUsed(visit, session.user.id));
  const { attempt: shown } = proved.data;
  // A passkey is a device and the person who opened it: both levels at once (P23).
  const isBoth = input.strategy === "passkey" && visit.settings.passkey.satisfiesSecondFactor;
  return finishStepUp(visit, session, isBoth ? { ...shown, secondFactorAt: visit.now } : shown);
}

/** From a proved level to the next one, or to the end. @param attempt this person's, with its proof written down. */
export async function finishStepUp(visit: Visit, session: Session, attempt: Attempt): Promise<Result<NextStep>> {
  if (attempt.userId !== session.user.id || attempt.amr.length === 0) return fail("attempt_missing");
  if (attempt.awaits && !attempt.secondFactorAt) return onward;
  const passed = await transact((tx) => pass(tx, visit, session, attempt));
  if (!passed.ok) return passed;
  const { renewed, awaiting, isWhole } = passed.data;
  setCookie(visit.cookies, "session", renewed.token, renewed.absoluteExpires);
  if (awaiting) {
    await startSecondFactor(visit, awaiting);
    return onward;
  }
  if (isWhole) await clearTries(db, session.user.id);
  forgetAttempt(visit, "step-up");
  return done(attempt.data.redirectTo);
}

const later = (one: Date, other: Date) => (one > other ? one : other);

/** Gives the session a new token and the time of the proof, and moves the journey on (SE-03). */
async function pass(tx: Executor, visit: Visit, session: Session, attempt: Attempt) {
  const { client, now, settings } = visit;
  const { amr, identifierProvedAt, secondFactorAt } = attempt;
  const userId = session.user.id;
  const level = stageOf(attempt);
  // The person before the attempt and the session, in that order everywhere.
  const factors = await lockSecondFactors(tx, userId);
  if (!(await spendAttempt(tx, attempt, now))) return fail("attempt_missing");
  const standing = await requireStanding(tx, visit, attempt, userId);
  if (!standing.ok) return standing;
  const owes = !secondFactorAt && factors.length > 0 && !isFresh(session.secondFactorAt, settings, now);
  const awaiting = owes ? await awaitLastStep(tx, attempt, "second-factor", userId) : null;
  if (owes && !awaiting) return fail("attempt_missing");
  const renewed = await renewSession(tx, session.id, {
    amr: [...new Set([...session.amr, ...amr])],
    // A link may have been opened some time before its waiting tab goes on.
    ...(secondFactorAt ? { secondFactorAt } : {}),
    ...(level === "first-factor" ? { firstFactorAt: later(session.firstFactorAt, identifierProvedAt ?? now) } : {}),
  });
  if (!renewed) return fail("unauthenticated");
  await audit(tx, { type: "step-up", actorId: userId, method: amr.at(-1), client, now, data: { level } });
  // Whoever has a second factor ends the row of failures with it, never with the first one alone.
  return ok({ renewed, awaiting, isWhole: secondFactorAt !== null || factors.length === 0 });
}
