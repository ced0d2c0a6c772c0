import "server-only";
import { eq, inArray, lt, sql } from "drizzle-orm";
import { db, type Executor } from "@/db/client";
import { deleteBatch } from "@/db/delete-batch";
import { guesses } from "@/db/schema";

const YEAR_SECONDS = 365 * 86_400;

/**
 * Of what a year may add up to, half can be used at once; the other half comes back over the year. So no 365 days see
 * more than the whole, whenever they begin.
 */
const BURST = 1 / 2;

/** @returns the name of the ceiling of one of an account's proofs. */
export const ceilingOf = (userId: string, proof: string) => `user:${userId}:${proof}`;

/** What is still counted of earlier guesses. */
const remaining = (perYear: number, now: Date) => {
  const seconds = sql`greatest(extract(epoch FROM ${now.toISOString()}::timestamptz - ${guesses.updatedAt}), 0)`;
  return sql<number>`greatest(${guesses.chance} - ${seconds} * ${(perYear * (1 - BURST)) / YEAR_SECONDS}::float8, 0)`;
};

/**
 * Adds the chance of one try before it is looked at, in one statement: however many arrive at once, what is evaluated
 * stays below the ceiling.
 * @param perYear what all tries of a year may add up to. @returns whether there was room for it.
 */
export async function takeGuess(subject: string, chance: number, perYear: number, now: Date): Promise<boolean> {
  const sum = sql`${remaining(perYear, now)} + ${chance}::float8`;
  const taken = await db
    .insert(guesses)
    .values({ subject, chance, updatedAt: now })
    .onConflictDoUpdate({
      target: guesses.subject,
      set: { chance: sum, updatedAt: now },
      setWhere: sql`${sum} <= ${perYear * BURST}::float8`,
    })
    .returning({ subject: guesses.subject });
  return taken.length > 0;
}

/** Takes a try back: it was right, or could not be looked at. */
export async function returnGuess(subject: string, chance: number): Promise<void> {
  await db
    .update(guesses)
    .set({ chance: sql`greatest(${guesses.chance} - ${chance}::float8, 0)` })
    .where(eq(guesses.subject, subject));
}

/** @returns when there is room for tries of this chance; now or earlier where there is. */
export async function roomAt(subject: string, chance: number, perYear: number, now: Date): Promise<Date> {
  const [row] = await db
    .select({ chance: remaining(perYear, now) })
    .from(guesses)
    .where(eq(guesses.subject, subject));
  const over = Number(row?.chance ?? 0) + chance - perYear * BURST;
  return new Date(now.getTime() + (over / (perYear * (1 - BURST))) * YEAR_SECONDS * 1000);
}

/** Forgets what was guessed at these subjects. */
export async function forgetGuesses(executor: Executor, subjects: string[]): Promise<void> {
  await executor.delete(guesses).where(inArray(guesses.subject, subjects));
}

/** Forgets a batch of what has drained whatever it was. @returns whether it was the last. */
export const purgeGuesses = (tx: Executor, now: Date): Promise<boolean> =>
  deleteBatch(tx, guesses, [guesses.subject], lt(guesses.updatedAt, new Date(now.getTime() - YEAR_SECONDS * 1000)));
