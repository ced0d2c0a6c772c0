import "server-only";
import { and, eq, lt, ne } from "drizzle-orm";
import { db, type Executor } from "@/db/client";
import { deleteBatch } from "@/db/delete-batch";
import { sessions } from "@/db/schema";
import { hashToken } from "@/lib/security/keys";

/**
 * Ends the session of a token: its cookie is dead on every instance from the next request on (SE-05).
 * @returns whether there was one; of many at once, one ends it.
 */
export async function revokeByToken(token: string): Promise<boolean> {
  const ended = await db
    .delete(sessions)
    .where(eq(sessions.sessionToken, hashToken(token)))
    .returning({ id: sessions.id });
  return ended.length > 0;
}

/** Ends one session of a person. @returns the device it was on; undefined when it is not theirs or already gone (AZ-03). */
export async function revokeSession(
  tx: Executor,
  userId: string,
  id: string,
): Promise<{ deviceId: string | null } | undefined> {
  const [gone] = await tx
    .delete(sessions)
    .where(and(eq(sessions.id, id), eq(sessions.userId, userId)))
    .returning({ deviceId: sessions.deviceId });
  return gone;
}

/** Ends a person's sessions, all but one if named. @returns how many ended. */
export async function revokeSessions(tx: Executor, userId: string, except?: string): Promise<number> {
  const mine = eq(sessions.userId, userId);
  const gone = await tx
    .delete(sessions)
    .where(except ? and(mine, ne(sessions.id, except)) : mine)
    .returning({ id: sessions.id });
  return gone.length;
}

/** Deletes a batch of sessions that have expired. @returns whether it was the last. */
export const purgeSessions = (tx: Executor, now: Date): Promise<boolean> =>
  deleteBatch(tx, sessions, [sessions.sessionToken], lt(sessions.expires, now));
