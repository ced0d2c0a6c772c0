import "server-only";
import { and, eq, gt, gte, isNotNull, like, lt, or, type SQL, sql } from "drizzle-orm";
import { db, type Executor } from "@/db/client";
import { deleteBatch } from "@/db/delete-batch";
import { lockouts, users } from "@/db/schema";
import { fail, ok, type Result } from "@/lib/errors";
import { keyedHash } from "@/lib/security/keys";
import type { Settings } from "@/lib/settings/schema";

/** NIST SP 800-63B-4 §3.2.2: after this many failures in a row the proof rests until its owner has come in some other way. */
export const FAILURES_EVER = 100;

/** Who tries one kind of proof, and from where. */
export interface Guesser {
  /** The strategy. */
  proof: string;
  userId: string | null;
  /** Set in a browser the account knows. */
  deviceId: string | null;
  /** What was typed, while nothing is proved yet. */
  typed: { kind: string; value: string } | null;
}

/** One counter. */
export interface Counter {
  subject: string;
  userId: string | null;
  proof: string;
}

/**
 * What a try counts on.
 * - A browser the account knows has a counter of its own: nobody else's failures bar it.
 * - A stranger sees the counter of the identifier they type, which is there whether anybody has it or not. That of the
 *   account, over all its identifiers, shows only to whoever has proved something: to others it would tell which
 *   identifiers belong together.
 * @returns null where there is nobody whose proof could be guessed.
 */
export function countersOf({ proof, userId, deviceId, typed }: Guesser): { seen: Counter; whole?: Counter } | null {
  const counter = (subject: string): Counter => ({ subject: `${subject}:${proof}`, userId, proof });
  const account = userId ? counter(`user:${userId}`) : undefined;
  if (userId && deviceId) return { seen: counter(`user:${userId}:device:${deviceId}`) };
  if (!typed) return account ? { seen: account } : null;
  const seen = `identifier:${keyedHash("identifier", typed.kind, typed.value)}`;
  // Of nobody there is as much to count, so that it takes as long.
  return { seen: counter(seen), whole: account ?? counter(`${seen}:whole`) };
}

const isTyped = ({ subject }: Counter) => subject.startsWith("identifier:");

/** A try that was taken. `locks`: it is the last one before the lock. */
export interface Try {
  counter: Counter;
  locks: boolean;
}

/**
 * Takes one try before the proof is looked at, in one statement: however many arrive at once, no more are evaluated
 * than the limit (RL-02).
 * @returns `locked` once it is shut: evaluate nothing.
 */
export async function takeTry(
  counter: Counter,
  { lockoutFailures, lockoutMinutes }: Settings["protection"],
  now: Date,
): Promise<Result<Try>> {
  const until = new Date(now.getTime() + lockoutMinutes * 60_000);
  const count = sql`${lockouts.failures} + 1`;
  const [row] = await db
    .insert(lockouts)
    .values({ ...counter, failures: 1, updatedAt: now })
    .onConflictDoUpdate({
      target: lockouts.subject,
      set: {
        failures: count,
        userId: counter.userId,
        lockedUntil: sql`CASE WHEN (${count}) % ${lockoutFailures} = 0 THEN ${until.toISOString()}::timestamptz END`,
        updatedAt: now,
      },
      setWhere: sql`NOT (${isShut(now)})`,
    })
    .returning({ lockedUntil: lockouts.lockedUntil, failures: lockouts.failures });
  if (row)
    return ok({ counter, locks: row.lockedUntil !== null || (row.failures >= FAILURES_EVER && !isTyped(counter)) });

  const [locked] = await db
    .select({ failures: lockouts.failures, until: lockouts.lockedUntil })
    .from(lockouts)
    .where(eq(lockouts.subject, counter.subject));
  const rests = (locked?.failures ?? 0) >= FAILURES_EVER && !isTyped(counter);
  return fail("locked", { retryAt: (!rests && locked?.until) || undefined });
}

/**
 * Locked for now, or resting. What strangers see never rests: nothing tells when the owner of an identifier that nobody
 * has will come in.
 */
const isShut = (now: Date): SQL =>
  or(
    and(isNotNull(lockouts.lockedUntil), gt(lockouts.lockedUntil, now)),
    and(gte(lockouts.failures, FAILURES_EVER), sql`NOT starts_with(${lockouts.subject}, 'identifier:')`),
  ) ?? sql`false`;

/** Gives back the try of a right proof. The row of failures goes on: it ends when the whole journey has succeeded. */
export async function returnTry({ counter, locks }: Try): Promise<void> {
  await db
    .update(lockouts)
    .set({ failures: sql`greatest(${lockouts.failures} - 1, 0)`, ...(locks ? { lockedUntil: null } : {}) })
    .where(eq(lockouts.subject, counter.subject));
}

/** Opens every counter of a person: whoever has come in, or been let in by an admin, has ended the row of failures. */
export async function clearTries(executor: Executor, userId: string): Promise<void> {
  await executor.delete(lockouts).where(eq(lockouts.userId, userId));
}

/** A lock as an admin sees it. */
export interface Lock {
  proof: string;
  /** Null where the proof rests until its owner comes in. */
  until: Date | null;
  /** It is about one browser of theirs, not about those the account does not know. */
  isOwnBrowser: boolean;
}

/** Not what strangers see of an identifier. */
const isOfAccount = like(lockouts.subject, "user:%");

/** Whether the person of a row of `users` is locked. */
export const isLocked = (now: Date) => sql<boolean>`coalesce((SELECT true FROM ${lockouts}
  WHERE ${lockouts.userId} = ${users.id} AND ${isOfAccount} AND (${isShut(now)}) LIMIT 1), false)`;

/** @returns what of a person's proofs is locked now, and where. */
export async function listLocks(userId: string, now: Date): Promise<Lock[]> {
  const rows = await db
    .select()
    .from(lockouts)
    .where(and(eq(lockouts.userId, userId), isOfAccount, isShut(now)))
    .orderBy(lockouts.subject);
  return rows.map(({ subject, proof, failures, lockedUntil }) => ({
    proof,
    until: failures >= FAILURES_EVER ? null : lockedUntil,
    isOwnBrowser: subject.includes(":device:"),
  }));
}

/** Forgets a batch of failures nobody has added to for a month; what rests goes on resting. @returns whether it was the last. */
export function purgeLockouts(tx: Executor, now: Date): Promise<boolean> {
  const isOld = lt(lockouts.updatedAt, new Date(now.getTime() - 30 * 86_400_000));
  return deleteBatch(tx, lockouts, [lockouts.subject], sql`${isOld} AND NOT (${isShut(now)})`);
}
