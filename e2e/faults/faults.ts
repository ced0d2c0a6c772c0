import { closeSync, openSync, rmSync, writeSync } from "node:fs";
import { join } from "node:path";
import type { Arena } from "./arena";
import type { Traffic } from "./traffic";

/** One way in which what the app rests on goes away. */
export interface Fault {
  name: string;
  /** How often it comes in the full run; once in the short one. Default 8. */
  rounds?: number;
  /** Nobody reaches the database meanwhile: `/readyz` has to say so. */
  isOutage: boolean;
  /** Nobody notices it: there is no reason for a single 503. */
  isHarmless?: boolean;
  /** Only on a small disk. */
  needsDisk?: boolean;
  /** Begins. @returns what ends it, and is done when the database is back as far as the database goes. */
  begin(arena: Arena, traffic: Traffic): Promise<() => Promise<void>>;
}

const MANY = 50;
/** Each way: of a database at the other end of a continent. */
const LATE_MS = 10;
/** More than the pool has connections. */
const CROWD = 40;
const CHUNK = Buffer.alloc(64 * 1024);

/** Every way in which the database goes away (B32); what must hold is the same in each, see `round.ts`. */
export const FAULTS: Fault[] = [
  {
    name: "the database is killed",
    rounds: MANY,
    isOutage: true,
    async begin({ postgres }) {
      await postgres.kill();
      return () => postgres.start();
    },
  },
  {
    name: "the database is frozen",
    rounds: MANY,
    isOutage: true,
    async begin({ postgres }) {
      postgres.freeze();
      return async () => postgres.thaw();
    },
  },
  {
    name: "the database is refused",
    rounds: MANY,
    isOutage: true,
    async begin({ line }) {
      await line.meet("refused");
      line.breakOff();
      return () => line.meet("through");
    },
  },
  ...(["request", "answer"] as const).map(
    (on): Fault => ({
      name: `connections are reset in mid-statement, with the ${on} lost`,
      isOutage: false,
      async begin({ line }) {
        line.breakNext(on);
        return async () => {};
      },
    }),
  ),
  ...(["closed", "reset", "unanswered", "broken in handshake"] as const).map(
    (how): Fault => ({
      name: `new connections are ${how}, the old ones are gone`,
      isOutage: true,
      async begin({ line }) {
        await line.meet(how);
        line.breakOff("reset");
        return async () => {
          await line.meet("through");
          line.forget();
        };
      },
    }),
  ),
  {
    name: "open connections fall silent, new ones work",
    isOutage: false,
    async begin({ line }) {
      line.silence();
      return async () => line.forget();
    },
  },
  {
    name: "open connections work, new ones are not answered",
    isOutage: false,
    async begin({ line }, traffic) {
      await line.meet("unanswered");
      traffic.crowd(CROWD);
      return async () => {
        await line.meet("through");
        line.forget();
      };
    },
  },
  {
    name: "everything falls silent, open connections and new ones",
    isOutage: true,
    async begin({ line }) {
      await line.meet("unanswered");
      line.silence();
      return async () => {
        await line.meet("through");
        line.forget();
      };
    },
  },
  ...[60, -60].map(
    (minutes): Fault => ({
      name: `the clock jumps ${minutes} minutes, and back`,
      isOutage: false,
      isHarmless: true,
      async begin({ setClock }, traffic) {
        // Nobody has a code from before: that those are refused is shown in `clock.spec.ts`.
        await traffic.pause();
        await setClock(minutes);
        traffic.resume();
        return () => setClock(0);
      },
    }),
  ),
  {
    name: "the database is slow",
    isOutage: false,
    isHarmless: true,
    async begin({ line }) {
      line.delay(LATE_MS);
      return async () => line.delay(0);
    },
  },
  {
    name: "the database comes back read-only",
    isOutage: true,
    async begin({ postgres }) {
      await postgres.shutDown();
      await postgres.start({ default_transaction_read_only: "on" });
      return async () => {
        await postgres.shutDown();
        await postgres.start();
      };
    },
  },
  {
    name: "slow statements use up every connection",
    isOutage: false,
    async begin({ postgres }, traffic) {
      let end = () => {};
      const held = new Promise<void>((resolve) => {
        end = resolve;
      });
      let done: Promise<unknown> = Promise.resolve();
      await new Promise<void>((locked, failed) => {
        done = postgres.with((sql) =>
          sql.begin(async (tx) => {
            await tx`LOCK TABLE sessions IN ACCESS EXCLUSIVE MODE`;
            locked();
            await held;
          }),
        );
        done.catch(failed);
      });
      traffic.crowd(CROWD);
      return async () => {
        end();
        await done;
      };
    },
  },
  {
    name: "the disk of the database is full",
    // Pages are shown as long as reading works, which a full disk does not always prevent.
    isOutage: false,
    needsDisk: true,
    async begin({ postgres, disk = "" }) {
      const filler = join(disk, "filler");
      fill(filler);
      // What is written down first is the log of changes. Where its next part finds no room the server gives up.
      await postgres.with((sql) => sql`SELECT pg_switch_wal()`).catch(() => {});
      return async () => {
        rmSync(filler);
        await postgres.start();
      };
    },
  },
];

function fill(path: string): void {
  const file = openSync(path, "w");
  try {
    for (;;) writeSync(file, CHUNK);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ENOSPC") throw error;
  } finally {
    closeSync(file);
  }
}
