import "server-only";
import { and, gt, inArray, lt, or } from "drizzle-orm";
import { db } from "@/db/client";
import { jobs } from "@/db/schema";
import { env, isVercel } from "@/lib/env";
import type { Job } from "./job";
import { registry } from "./registry";

/** A timer looks every minute. Vercel's free plan asks once a day, at any minute of an hour. */
const LATE_AFTER_MS = isVercel ? 26 * 3_600_000 : 15 * 60_000;

/** A job that needs an admin's attention. */
export interface TroubledJob {
  title: string;
  state: "failing" | "late";
  since: Date;
  /** In a row. */
  failures: number;
  /** Code of the last failure. */
  error: string | null;
  /** When it is tried again, for one that fails. */
  dueAt: Date;
  finishedAt: Date | null;
}

/** @returns the jobs that fail or should have run long ago, in the order of the registry. */
export async function readTroubledJobs(now: Date, list: readonly Job[] = registry): Promise<TroubledJob[]> {
  const names = list.map(({ name }) => name);
  const isLate = lt(jobs.dueAt, new Date(now.getTime() - LATE_AFTER_MS));
  const rows = await db
    .select()
    .from(jobs)
    .where(and(inArray(jobs.name, names), or(gt(jobs.failures, 0), isLate)));
  return list.flatMap(({ name, title }) => {
    const row = rows.find((one) => one.name === name);
    if (!row) return [];
    const { failures, failingSince, error, dueAt, finishedAt } = row;
    return [
      {
        title,
        state: failingSince ? "failing" : "late",
        since: failingSince ?? dueAt,
        failures,
        error,
        dueAt,
        finishedAt,
      },
    ];
  });
}

/** Where jobs come from, for who has to mend it. */
export type Scheduler = "timer" | "vercel" | "vercel-without-secret";
export const scheduler: Scheduler = !isVercel ? "timer" : env.CRON_SECRET ? "vercel" : "vercel-without-secret";
