import "server-only";
import { db } from "@/db/client";
import { wasVoidedSince } from "@/lib/access/void-attempts";
import { fail, ok, type Result } from "@/lib/errors";
import type { Attempt, Verified } from "@/lib/strategies/strategy";
import type { Visit } from "@/lib/visit";
import { findAttempt, forgetAttempt, requireAttempt, spendAttempt, startAttempt } from "./attempt";
import { prove } from "./prove";

/** A way to sign in that asks for no identifier: who it is shows in the answer. */
type Ceremony = "passkey" | "wallet";

/** @returns this browser's open ceremony, or a new one. */
export async function openCeremony(visit: Visit, strategy: Ceremony): Promise<Attempt> {
  const flow = `${strategy}-sign-in` as const;
  const open = await findAttempt(visit.cookies, flow, visit.now);
  return open ?? startAttempt(visit, { flow, userId: null, identifier: null, strategy });
}

/**
 * Ends a ceremony by its answer; what was proved goes on in a journey of its own.
 * @returns who it is; `attempt_missing` for another browser's ceremony, or one that has ended; why the proof is none.
 */
export async function finishCeremony(visit: Visit, strategy: Ceremony, proof: unknown): Promise<Result<Verified>> {
  const flow = `${strategy}-sign-in` as const;
  const found = await requireAttempt(visit, flow);
  if (!found.ok) return found;
  const proved = await prove(visit, found.data, strategy, proof);
  if (!proved.ok) return proved;
  const { attempt, verified } = proved.data;
  if (!(await spendAttempt(db, attempt, visit.now))) return fail("attempt_missing");
  forgetAttempt(visit, flow);
  const isVoid = "userId" in verified && (await wasVoidedSince(verified.userId, attempt.createdAt));
  return isVoid ? fail("attempt_missing") : ok(verified);
}
