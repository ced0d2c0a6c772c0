import "server-only";
import { db } from "@/db/client";
import type { Settings } from "@/lib/settings/schema";
import { hasSecondFactor } from "@/lib/users/second-factors";
import type { Session } from "./read";

/** The two questions a confirmation can ask. */
export type Level = "first-factor" | "second-factor";

/** @returns whether a proof of that time is young enough for a sensitive change. */
export const isFresh = (provedAt: Date | null, { sessions }: Settings, now: Date): boolean =>
  provedAt !== null && now.getTime() - provedAt.getTime() <= sessions.recentAuthMinutes * 60_000;

/**
 * @returns what the person has to prove anew before a sensitive change, the first factor first; null when nothing is
 * stale. Nobody without a second factor is asked for one (SE-08).
 */
export async function staleLevel(session: Session, settings: Settings, now: Date): Promise<Level | null> {
  if (!isFresh(session.firstFactorAt, settings, now)) return "first-factor";
  if (isFresh(session.secondFactorAt, settings, now)) return null;
  return (await hasSecondFactor(db, session.user.id)) ? "second-factor" : null;
}
