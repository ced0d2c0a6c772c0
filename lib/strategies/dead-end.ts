import "server-only";
import { findOwner, isForeign, listIdentifiers } from "@/lib/users/identifiers";
import { destinationOf, stageOf } from "./stage";
import type { Attempt } from "./strategy";

/**
 * Whether a code or link for this attempt would lead nowhere. Its recipient gets a notice in its place: one message
 * either way, so that the screen and its timing tell a stranger nothing (EN-01).
 * @returns "taken" for an identifier somebody has proved already; "unknown" for one nobody has, the attempt's
 * person no longer has, or an account names without ever having proved it; null when all is well.
 */
export async function deadEnd(attempt: Attempt): Promise<"taken" | "unknown" | null> {
  const { flow, userId } = attempt;
  const destination = destinationOf(attempt);
  if (!destination) return "unknown";
  const { kind, value } = destination;
  const stage = stageOf(attempt);
  if (stage === "second-factor") return null;
  if (stage === "enrolment") {
    const owner = await findOwner(destination);
    return owner?.verified && owner.userId !== userId ? "taken" : null;
  }
  // Who comes from a provider proves the address first, and then is told that it has an account already.
  if (flow === "sign-up" && attempt.data.link) return null;
  if (flow === "sign-up" || flow === "add-identifier") {
    return (await findOwner({ kind, value }))?.verified ? "taken" : null;
  }
  const own = userId ? await listIdentifiers(userId) : [];
  const isHeld = own.some((one) => one.kind === kind && one.value === value);
  return isHeld && !isForeign({ kind, value }, own) ? null : "unknown";
}
