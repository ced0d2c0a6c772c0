import "server-only";
import { findOwner } from "@/lib/users/identifiers";
import type { Attempt } from "./strategy";

/**
 * Whether a code or link for this attempt would lead nowhere. Its recipient gets a notice in its place: one message
 * either way, so that the screen and its timing tell a stranger nothing (EN-01).
 * @returns "taken" for an identifier somebody has proved already, "unknown" for one nobody has; null when all is well.
 */
export async function deadEnd(attempt: Attempt): Promise<"taken" | "unknown" | null> {
  const { flow, userId, identifierKind: kind, identifierValue: value } = attempt;
  if (flow !== "sign-up" && flow !== "add-identifier") return userId ? null : "unknown";
  const owner = kind && value ? await findOwner({ kind, value }) : null;
  return owner?.verified ? "taken" : null;
}
