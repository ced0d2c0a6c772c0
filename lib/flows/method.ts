import "server-only";
import { db } from "@/db/client";
import { fail, ok, type Result } from "@/lib/errors";
import { audit } from "@/lib/security/audit";
import { enabledStrategy } from "@/lib/strategies";
import type { Attempt } from "@/lib/strategies/strategy";
import type { Visit } from "@/lib/visit";
import { updateAttempt } from "./attempt";
import type { NextStep } from "./next-step";
import { contextOf } from "./prove";

/** Puts the journey on a method's screen and starts its challenge, if it has one. Also sends a code or link again. */
export async function startMethod(visit: Visit, attempt: Attempt, strategyId: unknown): Promise<Result<NextStep>> {
  const strategy = enabledStrategy(strategyId, visit.settings, attempt);
  if (!strategy) return fail("strategy_unavailable");
  const chosen = await updateAttempt(attempt, { strategy: strategy.id });
  if (strategy.start) {
    const started = await strategy.start(contextOf(visit, chosen));
    // Coming back to a screen whose message is still on its way is no failure.
    if (!started.ok && !(started.error.code === "resend_too_soon" && attempt.strategy !== strategy.id)) return started;
    if (started.ok) {
      await audit(db, {
        type: "code.sent",
        actorId: null,
        subjectId: attempt.userId,
        method: strategy.id,
        client: visit.client,
        now: visit.now,
        data: { flow: attempt.flow },
      });
    }
  }
  return ok({ step: "verify", flow: attempt.flow });
}
