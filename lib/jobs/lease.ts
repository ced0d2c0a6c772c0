import "server-only";
import { and, eq, sql } from "drizzle-orm";
import { db, type Executor } from "@/db/client";
import { jobs } from "@/db/schema";

/** Longer than any step takes. If its runner dies, the job is taken over after this long. */
export const LEASE_MS = 60_000;

/** One job in the hands of one run. */
export interface Lease {
  job: string;
  holder: string;
  /** How it went before. */
  failures: number;
  failingSince: Date | null;
}

type Change = Partial<typeof jobs.$inferInsert>;

/** Makes sure every job has a row. A new job is due immediately. */
export async function registerJobs(names: string[], now: Date): Promise<void> {
  const known = await db.select({ name: jobs.name }).from(jobs);
  const missing = names.filter((name) => !known.some((row) => row.name === name));
  if (missing.length === 0) return;
  const rows = missing.map((name) => ({ name, dueAt: now }));
  await db.insert(jobs).values(rows).onConflictDoNothing();
}

/**
 * Takes the lease of a job that is due and that nobody has, in one statement: of many runs at once one gets it. The one that
 * was started longest ago comes first, so that none with endless work keeps the others waiting.
 * @returns undefined when there is none.
 */
export async function claimJob(names: string[], holder: string, now: Date): Promise<Lease | undefined> {
  const at = sql`${now.toISOString()}::timestamptz`;
  const next = sql`(
    SELECT name FROM jobs
    WHERE name IN ${names} AND due_at <= ${at} AND (leased_until IS NULL OR leased_until <= ${at})
    ORDER BY started_at NULLS FIRST, name LIMIT 1 FOR UPDATE SKIP LOCKED)`;
  const [claimed] = await db
    .update(jobs)
    .set({ holder, leasedUntil: endOfLease(now), startedAt: now })
    .where(eq(jobs.name, next))
    .returning({ job: jobs.name, failures: jobs.failures, failingSince: jobs.failingSince });
  return claimed && { ...claimed, holder };
}

/** Makes the lease last longer. Until `tx` ends, nobody else can take it. @returns whether it was still held. */
export const renewLease = (tx: Executor, lease: Lease, now: Date): Promise<boolean> =>
  write(tx, lease, { leasedUntil: endOfLease(now) });

/** Gives the lease back. @param change what else becomes of the row. @returns false when it was lost: nothing is written. */
export const endLease = (lease: Lease, change: Change): Promise<boolean> =>
  write(db, lease, { ...change, holder: null, leasedUntil: null });

async function write(executor: Executor, { job, holder }: Lease, change: Change): Promise<boolean> {
  const written = await executor
    .update(jobs)
    .set(change)
    .where(and(eq(jobs.name, job), eq(jobs.holder, holder)))
    .returning({ name: jobs.name });
  return written.length > 0;
}

const endOfLease = (now: Date) => new Date(now.getTime() + LEASE_MS);
