import { spawn } from "node:child_process";
import { once } from "node:events";
import { setImmediate } from "node:timers/promises";
import { eq, sql } from "drizzle-orm";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { db } from "@/db/client";
import { guesses, jobs } from "@/db/schema";
import { readTroubledJobs } from "./attention";
import type { Job } from "./job";
import { LEASE_MS } from "./lease";
import { runDueJobs } from "./runner";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const START = new Date("2031-05-01T12:20:00Z");

let clock: Date;
const now = () => clock;
const wait = (ms: number) => {
  clock = new Date(clock.getTime() + ms);
};
const job = (step: Job["step"], name = "a-job"): Job => ({ name, title: "Do something", everyMs: HOUR, step });
const run = (list: Job[], until?: Date) => runDueJobs(now, until, list);
const rowOf = async (name = "a-job") => (await db.select().from(jobs).where(eq(jobs.name, name)))[0];
const written = () => db.select().from(guesses);

beforeEach(async () => {
  clock = START;
  await db.delete(jobs);
  await db.delete(guesses);
});

/** Another instance: the same code once more, with a pool of its own. */
async function otherInstance(options = "") {
  vi.resetModules();
  vi.stubEnv("DATABASE_URL", process.env.DATABASE_URL + options);
  const kept = globalThis as typeof globalThis & { signInStarterDb?: unknown };
  const mine = kept.signInStarterDb;
  kept.signInStarterDb = undefined;
  const { runDueJobs } = await import("./runner");
  const { db } = await import("@/db/client");
  kept.signInStarterDb = mine;
  vi.unstubAllEnvs();
  return { run: (list: Job[]) => runDueJobs(now, undefined, list), db };
}

/** A process of its own with a job that writes a row a step, and never ends. */
function endlessRun() {
  const program = `
    import { sql } from "drizzle-orm";
    import { runDueJobs } from "./lib/jobs/runner.ts";
    const step = async (tx) => {
      await tx.execute(sql\`INSERT INTO guesses SELECT gen_random_uuid(), 0, now()\`);
      return false;
    };
    await runDueJobs(() => new Date("${START.toISOString()}"), undefined, [{ name: "a-job", title: "", everyMs: 1, step }]);`;
  const options = ["--conditions=react-server", "--import", "tsx", "--input-type=module", "--eval", program];
  return spawn(process.execPath, options, { stdio: ["ignore", "ignore", "inherit"] });
}

describe("a job", () => {
  it("is called until it says that it is done, and then at the marks of its schedule", async () => {
    let steps = 0;
    const list = [job(async () => ++steps % 3 === 0)];
    expect(await run(list)).toEqual([{ job: "a-job", outcome: "done" }]);
    expect(steps).toBe(3);
    const row = await rowOf();
    expect(row).toMatchObject({ holder: null, leasedUntil: null, startedAt: START, finishedAt: START, failures: 0 });
    expect(row?.dueAt).toEqual(new Date("2031-05-01T13:00:00Z"));

    wait(39 * MINUTE);
    expect(await run(list)).toEqual([]);
    // Late by hours: the next one is at its mark all the same.
    wait(3 * HOUR);
    expect(await run(list)).toEqual([{ job: "a-job", outcome: "done" }]);
    expect((await rowOf())?.dueAt).toEqual(new Date("2031-05-01T16:00:00Z"));
  });

  it("is with one of two instances that race for it, in 30 rounds", async () => {
    const other = await otherInstance();
    expect(other.db).not.toBe(db);
    let inside = 0;
    let most = 0;
    const runs: string[] = [];
    const names = ["one", "two", "three"];
    const listOf = (instance: string) =>
      names.map((name) =>
        job(async () => {
          if (name === "one") most = Math.max(most, ++inside);
          runs.push(`${instance} ${name}`);
          await setImmediate();
          if (name === "one") inside--;
          return true;
        }, name),
      );
    for (let round = 1; round <= 30; round++) {
      const lists = await Promise.all([
        run(listOf("a")),
        other.run(listOf("b")),
        run(listOf("a")),
        other.run(listOf("b")),
      ]);
      const outcomes = lists.flat().map(({ job, outcome }) => `${job} ${outcome}`);
      expect(outcomes.sort()).toEqual(["one done", "three done", "two done"]);
      expect(runs).toHaveLength(3 * round);
      wait(HOUR);
    }
    expect(most).toBe(1);
    // Both had a part in it: else nothing raced.
    expect(new Set(runs.map((one) => one[0]))).toEqual(new Set(["a", "b"]));
    await other.db.$client.end({ timeout: 5 });
  });

  it("that waits longest comes first, and one with endless work leaves time for the others", async () => {
    const endless = job(async () => {
      wait(MINUTE / 2);
      return false;
    }, "endless");
    const quick = job(async () => true, "quick");
    expect(await run([endless, quick], new Date(START.getTime() + 5 * MINUTE))).toEqual([
      { job: "endless", outcome: "unfinished" },
    ]);
    expect(await rowOf("endless")).toMatchObject({ holder: null, leasedUntil: null, dueAt: START, finishedAt: null });
    expect(await run([endless, quick], new Date(clock.getTime() + 5 * MINUTE))).toEqual([
      { job: "quick", outcome: "done" },
      { job: "endless", outcome: "unfinished" },
    ]);
  });
});

describe("the lease", () => {
  const steps = ["first", "second", "third"];
  /** Writes a row a step, and goes on from the rows there are. */
  const writing = (before: (step: string) => Promise<void>) =>
    job(async (tx, at) => {
      const subject = steps[await tx.$count(guesses)] ?? "too many";
      await before(subject);
      await tx.insert(guesses).values({ subject, chance: 0, updatedAt: at });
      return subject === "third";
    });

  it("of a process that is killed runs out; then the job is resumed where it was", async () => {
    const killed = endlessRun();
    await vi.waitFor(async () => expect((await written()).length).toBeGreaterThan(2), { timeout: 15_000 });
    killed.kill("SIGKILL");
    await once(killed, "exit");
    const before = (await written()).length;
    const row = await rowOf();
    expect(row).toMatchObject({ finishedAt: null, failures: 0, leasedUntil: new Date(START.getTime() + LEASE_MS) });
    expect(row?.holder).not.toBeNull();

    const rest = job(async (tx, at) => {
      await tx.insert(guesses).values({ subject: "the rest", chance: 0, updatedAt: at });
      return true;
    });
    wait(LEASE_MS - 1);
    expect(await run([rest])).toEqual([]);
    wait(1);
    // The database needs a moment to notice that the connection is gone.
    await vi.waitFor(async () => expect(await run([rest])).toEqual([{ job: "a-job", outcome: "done" }]));
    expect(await written()).toHaveLength(before + 1);
  });

  it("is renewed with every step, however long the whole job takes", async () => {
    const meanwhile: unknown[] = [];
    const slow = writing(async () => {
      wait(LEASE_MS - 1);
      meanwhile.push(await run([writing(async () => {})]));
    });
    expect(await run([slow])).toEqual([{ job: "a-job", outcome: "done" }]);
    expect(meanwhile).toEqual([[], [], []]);
    expect(await written()).toHaveLength(3);
  });

  it.each([
    ["the next step", false],
    ["the end of the job", true],
  ])("that was lost refuses %s", async (_, isLast) => {
    // It has one connection, and we take that between its first step and what follows.
    const stalled = await otherInstance("?max=1");
    let release = () => {};
    const released = new Promise<void>((resolve) => {
      release = resolve;
    });
    let isHeld = false;
    let holding: Promise<void> | undefined;
    const hold = async () => {
      isHeld = true;
      await released;
    };
    const outcome = stalled.run([
      job(async (tx, at) => {
        holding ??= stalled.db.transaction(hold);
        await tx.insert(guesses).values({ subject: `stalled ${await tx.$count(guesses)}`, chance: 0, updatedAt: at });
        return isLast;
      }),
    ]);
    await vi.waitFor(() => expect(isHeld).toBe(true));
    wait(LEASE_MS);
    expect(await run([job(async () => true)])).toEqual([{ job: "a-job", outcome: "done" }]);
    const row = await rowOf();
    wait(MINUTE);
    release();
    await holding;
    expect(await outcome).toEqual([{ job: "a-job", outcome: "lost" }]);
    expect(await written()).toHaveLength(1);
    expect(await rowOf()).toEqual(row);
    await stalled.db.$client.end({ timeout: 5 });
  });
});

describe("a job that fails", () => {
  const problem = Object.assign(new Error("person@example.test"), { code: "ETOOHOT" });
  const failing = job(async (tx, at) => {
    await tx.insert(guesses).values({ subject: "undone", chance: 0, updatedAt: at });
    throw problem;
  });
  beforeEach(() => {
    vi.spyOn(console, "error").mockImplementation(() => {});
    return () => vi.restoreAllMocks();
  });

  it("is counted, undone and tried again after longer and longer pauses, and is well again with a success", async () => {
    for (const [failures, minutes] of [
      [1, 1],
      [2, 2],
      [3, 4],
      [4, 8],
      [5, 16],
      [6, 32],
      [7, 60],
      [8, 60],
    ] as const) {
      expect(await run([failing])).toEqual([{ job: "a-job", outcome: "failed" }]);
      const dueAt = new Date(clock.getTime() + minutes * MINUTE);
      const row = { failures, dueAt, failingSince: START, error: "ETOOHOT", holder: null, leasedUntil: null };
      expect(await rowOf()).toMatchObject({ ...row, finishedAt: null });
      wait(minutes * MINUTE - 1);
      expect(await run([failing])).toEqual([]);
      wait(1);
    }
    expect(await written()).toEqual([]);
    expect(console.error).toHaveBeenCalledTimes(8);
    expect(await run([job(async () => true)])).toEqual([{ job: "a-job", outcome: "done" }]);
    expect(await rowOf()).toMatchObject({ failures: 0, failingSince: null, error: null, finishedAt: clock });
  });

  it("keeps none of the others from running", async () => {
    expect(await run([failing, job(async () => true, "b-job")])).toEqual([
      { job: "a-job", outcome: "failed" },
      { job: "b-job", outcome: "done" },
    ]);
  });

  it("is broken off at a statement that takes too long", async () => {
    const slow = job(async (tx) => (await tx.execute(sql`SELECT pg_sleep(15)`)).length > 0);
    expect(await run([slow])).toEqual([{ job: "a-job", outcome: "failed" }]);
    expect(await rowOf()).toMatchObject({ failures: 1, error: "57014" });
  });
});

describe("whoever looks after it", () => {
  const list = [job(async () => true), job(async () => Promise.reject(new TypeError("person@example.test")), "b-job")];

  it("is told which job fails, since when and why, and nothing of one that is well", async () => {
    vi.spyOn(console, "error").mockImplementation(() => {});
    await run(list);
    wait(MINUTE);
    await run(list);
    expect(await readTroubledJobs(clock, list)).toEqual([
      {
        title: "Do something",
        state: "failing",
        since: START,
        failures: 2,
        error: "TypeError",
        dueAt: new Date(clock.getTime() + 2 * MINUTE),
        finishedAt: null,
      },
    ]);
    vi.restoreAllMocks();
  });

  it("is told which job is late: due for a quarter of an hour, and neither run nor finished", async () => {
    const [well] = list as [Job];
    await run([well]);
    const dueAt = new Date("2031-05-01T13:00:00Z");
    expect(await readTroubledJobs(new Date(dueAt.getTime() + 15 * MINUTE), [well])).toEqual([]);
    expect(await readTroubledJobs(new Date(dueAt.getTime() + 15 * MINUTE + 1), [well])).toEqual([
      { title: "Do something", state: "late", since: dueAt, failures: 0, error: null, dueAt, finishedAt: START },
    ]);
  });
});
