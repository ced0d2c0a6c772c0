import "server-only";
import { and, eq, isNull } from "drizzle-orm";
import type { Executor } from "@/db/client";
import { attempts } from "@/db/schema";
import { epochOf, isNotVoid } from "@/lib/access/void-attempts";
import { readCookie } from "@/lib/sessions/cookie";
import { isTrusted } from "@/lib/sessions/trusted-browsers";
import type { Attempt } from "@/lib/strategies/strategy";
import { hasSecondFactor } from "@/lib/users/second-factors";
import type { Visit } from "@/lib/visit";

/**
 * @returns what somebody whose first factor is right still owes before a session (P44): their second factor, or, where
 * settings ask everybody for one, to set one up. Null when it is done, or this browser is trusted; a reset asks anyway.
 */
export async function owedBy(tx: Executor, visit: Visit, attempt: Attempt, userId: string): Promise<Attempt["awaits"]> {
  if (attempt.secondFactorAt || attempt.data.exemptsSecondFactor) return null;
  const { mfa } = visit.settings;
  if (await hasSecondFactor(tx, userId)) {
    const mayTrust = mfa.trustBrowser && attempt.flow === "sign-in";
    const trusted = mayTrust && (await isTrusted(tx, userId, readCookie(visit.cookies, "device"), visit.now));
    return trusted ? null : "second-factor";
  }
  return mfa.required ? "enrolment" : null;
}

/**
 * Puts a journey that was about to end before its last step, once: from here on no first factor is looked at, and the
 * tries are counted anew.
 * @returns the attempt as it is now, or null when another request has moved or finished it.
 */
export async function awaitLastStep(
  tx: Executor,
  attempt: Attempt,
  awaits: NonNullable<Attempt["awaits"]>,
  userId: string,
): Promise<Attempt | null> {
  const [moved] = await tx
    .update(attempts)
    .set({
      userId,
      epoch: epochOf(userId),
      amr: attempt.amr,
      awaits,
      completedAt: null,
      strategy: null,
      sentAt: null,
      sentBy: null,
      tries: 0,
    })
    .where(and(eq(attempts.id, attempt.id), isNull(attempts.awaits), isNotVoid))
    .returning();
  return moved ?? null;
}
