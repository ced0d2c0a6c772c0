import "server-only";
import { randomUUID } from "node:crypto";
import { sql } from "drizzle-orm";
import { db } from "@/db/client";
import { codeOf } from "@/db/outage";
import type { Job } from "./job";
import { claimJob, endLease, LEASE_MS, type Lease, registerJobs, renewLease } from "./lease";
import { registry } from "./registry";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
/** A statement of a job that takes longer is broken off, and the job has failed. */
const STATEMENT_MS = 4_000;

/** What became of a job that was due. `unfinished`: time was up; `lost`: its lease had run out and another run has it. */
export interface Ran {
  job: string;
  outcome: "done" | "unfinished" | "lost" | "failed";
}

/**
 * Runs every job that is due, one after another, each under its lease: however many do this at once, on however many
 * instances, a job is with one of them.
 * @param now the clock, asked before each step. @param until when the last step may begin; without it all is done.
 * @returns what ran. @throws when the database can't be reached; what had begun is taken up when its lease has run out.
 */
export async function runDueJobs(now: () => Date, until?: Date, list: readonly Job[] = registry): Promise<Ran[]> {
  const holder = randomUUID();
  const names = list.map(({ name }) => name);
  await registerJobs(names, now());
  const ran: Ran[] = [];
  const isOver = () => until !== undefined && now() >= until;
  while (!isOver()) {
    const lease = await claimJob(names, holder, now());
    const job = list.find(({ name }) => name === lease?.job);
    if (!lease || !job) break;
    ran.push({ job: job.name, outcome: await runJob(job, lease, now, isOver) });
  }
  return ran;
}

async function runJob(job: Job, lease: Lease, now: () => Date, isOver: () => boolean): Promise<Ran["outcome"]> {
  try {
    while (!isOver()) {
      const step = await takeStep(job, lease, now());
      if (step === "lost") return "lost";
      if (step === "more") continue;
      const row = { finishedAt: now(), dueAt: nextDue(job, now()), failures: 0, failingSince: null, error: null };
      return (await endLease(lease, row)) ? "done" : "lost";
    }
  } catch (error) {
    console.error(`The job ${job.name} failed.`, error);
    return (await endLease(lease, failed(job, lease, error, now()))) ? "failed" : "lost";
  }
  return (await endLease(lease, {})) ? "unfinished" : "lost";
}

/** A step and the renewal of its lease are one transaction: whoever has lost the lease writes nothing. */
const takeStep = (job: Job, lease: Lease, now: Date): Promise<"done" | "more" | "lost"> =>
  db.transaction(async (tx) => {
    // A server that freezes in here has its transaction ended by the database, so that it bars nobody longer than its lease.
    await tx.execute(sql`SELECT set_config('statement_timeout', ${`${STATEMENT_MS}`}, true),
      set_config('idle_in_transaction_session_timeout', ${`${LEASE_MS}`}, true)`);
    if (!(await renewLease(tx, lease, now))) return "lost";
    return (await job.step(tx, now)) ? "done" : "more";
  });

/** On the marks of its own schedule, so that a late run makes the next one no later. */
const nextDue = ({ everyMs }: Job, now: Date) => new Date((Math.floor(now.getTime() / everyMs) + 1) * everyMs);

/** Tried again after one minute, two, four …, and from then on every hour, or when it is due more often. */
function failed({ everyMs }: Job, { failures, failingSince }: Lease, error: unknown, now: Date) {
  const pause = Math.min(MINUTE * 2 ** failures, HOUR, everyMs);
  return {
    dueAt: new Date(now.getTime() + pause),
    failures: failures + 1,
    failingSince: failingSince ?? now,
    error: causeOf(error),
  };
}

/** What may be kept of an error: its code or its class. A message may quote people's data. */
const causeOf = (error: unknown) => codeOf(error) ?? (error instanceof Error ? error.name : "unknown");
