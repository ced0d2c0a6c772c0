import "server-only";
import { and, eq, gte, isNull, sql } from "drizzle-orm";
import { db, type Executor } from "@/db/client";
import { attempts, unlockLinks, users } from "@/db/schema";

/** The count a user's new attempt begins with, for the statement that writes it. @returns 0 while nobody is known. */
export const epochOf = (userId: string | null) =>
  userId === null ? 0 : sql<number>`(SELECT attempt_epoch FROM ${users} WHERE id = ${userId})`;

/** The condition that an attempt is not void: it is nobody's yet, or as old as its user's count. */
export const isNotVoid = sql<boolean>`(${attempts.userId} IS NULL
  OR ${attempts.epoch} = (SELECT attempt_epoch FROM ${users} WHERE id = ${attempts.userId}))`;

/** @returns whether an attempt that is spent already was not voided either; the caller holds its user's lock. */
export const isCurrent = async (tx: Executor, { id }: { id: string }): Promise<boolean> =>
  (await tx.$count(attempts, and(eq(attempts.id, id), isNotVoid))) > 0;

/**
 * Voids every attempt under way that could end in this account, with its codes and links, without looking for them:
 * called in the transaction of whatever takes a proof away. The user's row stays locked until it ends.
 * @param keep the attempt that made the change, and goes on.
 */
export async function voidAttempts(tx: Executor, userId: string, now: Date, keep?: { id: string }): Promise<void> {
  const [user] = await tx
    .update(users)
    .set({ attemptEpoch: sql`${users.attemptEpoch} + 1`, attemptsVoidedAt: now })
    .where(eq(users.id, userId))
    .returning({ epoch: users.attemptEpoch });
  // A link to unlock may lie in a mailbox that is no longer theirs.
  await tx.delete(unlockLinks).where(eq(unlockLinks.userId, userId));
  if (user && keep) await tx.update(attempts).set({ epoch: user.epoch }).where(eq(attempts.id, keep.id));
}

/**
 * For an attempt that began without knowing whom it is about (a passkey, a wallet, a provider).
 * @returns whether the attempts of the user it turned out to be were voided after it began. Not of a banned one: the
 * door tells them why they can't come in.
 */
export async function wasVoidedSince(userId: string, begunAt: Date): Promise<boolean> {
  const isVoid = and(eq(users.id, userId), gte(users.attemptsVoidedAt, begunAt), isNull(users.bannedAt));
  return (await db.$count(users, isVoid)) > 0;
}
