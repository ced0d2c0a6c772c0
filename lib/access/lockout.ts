import "server-only";
import { eq, lt, sql } from "drizzle-orm";
import { db, type Executor } from "@/db/client";
import { lockouts } from "@/db/schema";
import { fail, ok, type Result } from "@/lib/errors";
import { hashToken, keyedHash, newToken } from "@/lib/security/keys";
import type { Settings } from "@/lib/settings/schema";

/** NIST SP 800-63B-4 §3.2.2: after this many failures in a row only the mailed link or a reset opens the account. */
const FAILURES_EVER = 100;
const FOREVER = new Date("9999-12-31T00:00:00Z");

/**
 * Whose failures are counted together: a person, over every identifier and kind of proof. A browser the person has
 * signed in from before has a counter of its own, so a stranger cannot lock them out of it (RL-04). An identifier that
 * belongs to nobody is counted too: it locks like any other.
 */
export function lockoutSubject(who: {
  userId: string | null;
  deviceId?: string | null;
  kind: string;
  value: string;
}): string {
  if (!who.userId) return `identifier:${keyedHash("unknown-identifier", who.kind, who.value)}`;
  return who.deviceId ? `user:${who.userId}:device:${who.deviceId}` : `user:${who.userId}`;
}

/**
 * Takes one try before the proof is looked at, in one statement: however many arrive at once, no more are evaluated
 * than the limit (RL-02).
 * @returns whether this try is the last before the lock; `locked` (evaluate nothing) once it is shut.
 */
export async function takeTry(
  subject: string,
  { lockoutFailures, lockoutMinutes }: Settings["protection"],
  now: Date,
): Promise<Result<{ locks: boolean }>> {
  const until = new Date(now.getTime() + lockoutMinutes * 60_000);
  const failures = sql`${lockouts.failures} + 1`;
  const lock = (count: typeof failures) => sql`CASE
    WHEN ${count} >= ${FAILURES_EVER} THEN ${FOREVER.toISOString()}::timestamptz
    WHEN (${count}) % ${lockoutFailures} = 0 THEN ${until.toISOString()}::timestamptz END`;
  const [row] = await db
    .insert(lockouts)
    .values({ subject, failures: 1, updatedAt: now })
    .onConflictDoUpdate({
      target: lockouts.subject,
      set: { failures, lockedUntil: lock(failures), updatedAt: now },
      setWhere: sql`${lockouts.lockedUntil} IS NULL OR ${lockouts.lockedUntil} <= ${sql.param(now, lockouts.lockedUntil)}`,
    })
    .returning({ lockedUntil: lockouts.lockedUntil });
  if (row) return ok({ locks: row.lockedUntil !== null });

  const [locked] = await db.select({ until: lockouts.lockedUntil }).from(lockouts).where(eq(lockouts.subject, subject));
  const retryAt = locked?.until && locked.until < FOREVER ? locked.until : undefined;
  return fail("locked", { retryAt });
}

/** Gives back the try of a right proof. The row of failures goes on: it ends when the whole journey has succeeded. */
export async function returnTry(subject: string, { locks }: { locks: boolean }): Promise<void> {
  await db
    .update(lockouts)
    .set({ failures: sql`greatest(${lockouts.failures} - 1, 0)`, ...(locks ? { lockedUntil: null } : {}) })
    .where(eq(lockouts.subject, subject));
}

/** A journey that has succeeded ends the row of failures. */
export async function clearTries(executor: Executor, subject: string): Promise<void> {
  await executor.delete(lockouts).where(eq(lockouts.subject, subject));
}

/** Opens every counter of a person: after a reset by code, or by an admin. */
export async function clearTriesOfUser(executor: Executor, userId: string): Promise<void> {
  await executor.delete(lockouts).where(sql`starts_with(${lockouts.subject}, ${`user:${userId}`})`);
}

/** @returns the token for the mailed unlock link of a subject that has just locked. */
export async function issueUnlockToken(subject: string): Promise<string> {
  const token = newToken();
  await db
    .update(lockouts)
    .set({ unlockHash: hashToken(token) })
    .where(eq(lockouts.subject, subject));
  return token;
}

/** Spends an unlock token. @returns the user it unlocked, or null for a token that is unknown or spent. */
export async function unlockByToken(executor: Executor, token: string): Promise<string | null> {
  const [row] = await executor
    .delete(lockouts)
    .where(eq(lockouts.unlockHash, hashToken(token)))
    .returning({ subject: lockouts.subject });
  return row?.subject.split(":")[1] ?? null;
}

/** Forgets failures nobody has added to for a month. */
export async function purgeLockouts(now: Date): Promise<void> {
  await db.delete(lockouts).where(lt(lockouts.updatedAt, new Date(now.getTime() - 30 * 86_400_000)));
}
