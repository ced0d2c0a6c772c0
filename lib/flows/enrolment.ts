import "server-only";
import { and, eq } from "drizzle-orm";
import type { Executor } from "@/db/client";
import { attempts } from "@/db/schema";
import { fail, ok, type Result } from "@/lib/errors";
import { audit } from "@/lib/security/audit";
import { offeredSecondFactors } from "@/lib/strategies";
import { destinationOf, firstFactorPhone } from "@/lib/strategies/stage";
import type { Attempt } from "@/lib/strategies/strategy";
import { activateTotp, beginTotpEnrolment } from "@/lib/users/authenticator";
import { addIdentifier } from "@/lib/users/identifiers";
import { addPhoneFactor, lockSecondFactors } from "@/lib/users/second-factors";
import type { Visit } from "@/lib/visit";
import { updateAttempt } from "./attempt";
import { startMethod } from "./method";
import type { NextStep } from "./next-step";
import { prove } from "./prove";
import { proceed, requireLastStep, type SessionFlow } from "./second-factor";
import { BACKUP_CODES_PATH, endOtherWays, nameOf, needsOtherWayIn } from "./second-factor-change";
import { notifySecondFactorChanged } from "./second-factor-notices";
import { transact } from "./transact";

/**
 * Begins to set up the second factor everybody has to have here, as the last step of a journey (P39).
 * @param input.phone E.164, for a code by text message. @returns `second_factor_same_number` for the number that was the
 * first factor.
 */
export async function startEnrolment(
  visit: Visit,
  flow: SessionFlow,
  input: { strategy: "totp" | "phone-code"; phone?: string },
): Promise<Result<NextStep>> {
  const found = await requireLastStep(visit, flow, "enrolment");
  if (!found.ok) return found;
  const attempt = found.data;
  const { id: attemptId, userId } = attempt;
  if (!userId || !offeredSecondFactors(visit.settings).includes(input.strategy)) return fail("strategy_unavailable");
  if (input.strategy === "totp") {
    await beginTotpEnrolment({ attemptId, userId }, visit.now);
    await updateAttempt(attempt, { strategy: "totp", secondFactorPhone: null });
    return ok({ step: "enrolment", flow });
  }
  const phone = input.phone ?? null;
  if (phone && phone === firstFactorPhone(attempt)) return fail("second_factor_same_number");
  const moved = phone !== attempt.secondFactorPhone ? { sentAt: null, sentBy: null } : {};
  const named = await updateAttempt(attempt, { strategy: "phone-code", secondFactorPhone: phone, ...moved });
  // The screen asks for a number first.
  if (!phone) return ok({ step: "enrolment", flow });
  const started = await startMethod(visit, named, "phone-code");
  return started.ok ? ok({ step: "enrolment", flow }) : started;
}

/** The first right code: the person has a second factor from now on, and the journey goes on. */
export async function confirmEnrolment(visit: Visit, flow: SessionFlow, proof: unknown): Promise<Result<NextStep>> {
  const found = await requireLastStep(visit, flow, "enrolment");
  if (!found.ok) return found;
  const proved = await prove(visit, found.data, found.data.strategy, proof);
  if (!proved.ok) return proved;
  const enrolled = await transact((tx) => enrol(tx, visit, proved.data.attempt));
  if (!enrolled.ok) return enrolled;
  const { attempt, what } = enrolled.data;
  const { userId } = attempt;
  if (userId) visit.later(() => notifySecondFactorChanged(visit, userId, "added", what));
  const next = await proceed(visit, attempt);
  if (!next.ok || next.data.step !== "done" || !visit.settings.mfa.backupCodes) return next;
  return ok({
    step: "done",
    redirectTo: `${BACKUP_CODES_PATH}?redirect_url=${encodeURIComponent(next.data.redirectTo)}`,
  });
}

async function enrol(
  tx: Executor,
  visit: Visit,
  attempt: Attempt,
): Promise<Result<{ attempt: Attempt; what: string }>> {
  const { now, client, settings } = visit;
  const { id: attemptId, userId } = attempt;
  if (!userId) return fail("attempt_missing");
  // Somebody who has one by now proves it: a half signed-in journey never adds to it (SE-04).
  if ((await lockSecondFactors(tx, userId)).length > 0) return fail("attempt_missing");
  if (attempt.strategy === "totp") {
    if (!(await activateTotp(tx, { attemptId, userId }, now))) return fail("attempt_missing");
  } else {
    const number = destinationOf(attempt);
    if (!number) return fail("attempt_missing");
    const added = await addIdentifier(tx, userId, number, { verifiedAt: now, now });
    if (!added.ok) return added;
    const turnedOn = await addPhoneFactor(tx, userId, added.data.id, now);
    if (!turnedOn.ok) return turnedOn;
  }
  if (await needsOtherWayIn(tx, userId, settings)) return fail("second_factor_only_way_in");
  const [moved] = await tx
    .update(attempts)
    .set({ awaits: null, secondFactorAt: now })
    .where(and(eq(attempts.id, attemptId), eq(attempts.awaits, "enrolment")))
    .returning();
  if (!moved) return fail("attempt_missing");
  await endOtherWays(tx, userId, now, { attempt: moved });
  const [factor] = await lockSecondFactors(tx, userId);
  await audit(tx, { type: "second-factor.added", actorId: userId, method: factor?.strategy, client, now });
  return ok({ attempt: moved, what: factor ? nameOf(factor) : "" });
}
