import "server-only";
import { fail, ok, type Result } from "@/lib/errors";
import type { Attempt, Flow } from "@/lib/strategies/strategy";
import type { Visit } from "@/lib/visit";
import { requireAttempt, updateAttempt } from "./attempt";
import { complete } from "./complete";
import type { NextStep } from "./next-step";
import { prove } from "./prove";
import { chooseMethod } from "./second-factor-methods";
import { notifyBackupCodeUsed } from "./second-factor-notices";

/** The journeys that can end in a session, and so have a last step. */
export const SESSION_FLOWS = ["sign-in", "sign-up", "reset-password"] as const satisfies Flow[];
export type SessionFlow = (typeof SESSION_FLOWS)[number];

/** @returns this browser's journey before its last step, or `attempt_missing`. */
export async function requireLastStep(
  visit: Visit,
  flow: SessionFlow,
  awaits: Attempt["awaits"],
): Promise<Result<Attempt>> {
  const attempt = await requireAttempt(visit, flow);
  return attempt.ok && attempt.data.awaits !== awaits ? fail("attempt_missing") : attempt;
}

/** "Use another method", and "send again". @param methodId of `secondFactorMethods`. */
export async function chooseSecondFactor(
  visit: Visit,
  flow: SessionFlow,
  methodId: unknown,
): Promise<Result<NextStep>> {
  const attempt = await requireLastStep(visit, flow, "second-factor");
  return attempt.ok ? chooseMethod(visit, attempt.data, methodId) : attempt;
}

/** The proof of the second factor. @returns signed in, or on to the new password of a reset. */
export async function verifySecondFactor(
  visit: Visit,
  flow: SessionFlow,
  input: { strategy: unknown; trustBrowser: boolean },
  proof: unknown,
): Promise<Result<NextStep>> {
  const found = await requireLastStep(visit, flow, "second-factor");
  if (!found.ok) return found;
  const proved = await prove(visit, found.data, input.strategy, proof);
  if (!proved.ok) return proved;
  const { attempt } = proved.data;
  const { userId } = attempt;
  if (input.strategy === "backup-code" && userId) visit.later(() => notifyBackupCodeUsed(visit, userId));
  return proceed(visit, { ...attempt, data: { ...attempt.data, trustBrowser: input.trustBrowser } });
}

/** From the last step to the end of the journey. @param attempt with its second factor proved. */
export async function proceed(visit: Visit, attempt: Attempt): Promise<Result<NextStep>> {
  const { userId } = attempt;
  if (!userId) return fail("attempt_missing");
  if (attempt.flow !== "reset-password") return complete(visit, attempt, async () => ok({ userId }));
  await updateAttempt(attempt, { awaits: null });
  return ok({ step: "new-password" });
}
