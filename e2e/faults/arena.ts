// biome-ignore-all lint/correctness/noEmptyPattern: Playwright reads from the pattern which fixtures a function needs.
import { execFileSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test as base } from "../fixtures";
import { type FaultProxy, startFaultProxy } from "../peers/fault-proxy";
import { type OwnPostgres, startOwnPostgres } from "../peers/postgres";
import { LOGS, type RunningServer, startServer } from "../server";
import { shiftedClock } from "../support/clock";

/** A production server, on a database of its own behind a line of its own. */
export interface Arena {
  server: RunningServer;
  postgres: OwnPostgres;
  /** Between the two. */
  line: FaultProxy;
  /** Where its data lies, when that is a small disk of its own. */
  disk?: string;
  /** Sets the server's clock (not the database's) to so many minutes from the true time. */
  setClock(minutes: number): Promise<void>;
}

/** Enough for one pool and a few half-open connections; a leak shows. */
const SETTINGS = { max_connections: "40" };

export const test = base.extend<object, { arena: Arena; diskMegabytes: number }>({
  /** The size of a disk of its own for the database; 0 for none. */
  diskMegabytes: [0, { option: true, scope: "worker" }],
  arena: [
    async ({ server: { smtpUrl, twilioUrl, breachedPasswordsUrl }, diskMegabytes }, use, worker) => {
      const disk = diskMegabytes > 0 ? mountDisk(diskMegabytes) : undefined;
      const name = `faults-${worker.workerIndex}`;
      mkdirSync(LOGS, { recursive: true });
      const postgres = await startOwnPostgres({
        log: join(LOGS, `${name}.postgres.log`),
        parent: disk,
        settings: SETTINGS,
      });
      const line = await startFaultProxy(postgres.url);
      const sharing = { databaseUrl: line.url, secret: randomBytes(33).toString("base64url") };
      const { env, set: setClock } = shiftedClock(join(LOGS, `${name}.clock`));
      const server = await startServer({ name, smtpUrl, twilioUrl, breachedPasswordsUrl, sharing, env });
      await use({ server, postgres, line, disk, setClock });
      await server.stop();
      await line.stop();
      await postgres.remove();
      if (disk) unmount(disk);
    },
    { scope: "worker" },
  ],
});

/** @returns why there can be no small disk here; undefined when there can. */
export function whyNoDisk(): string | undefined {
  try {
    unmount(mountDisk(1));
    return undefined;
  } catch {
    return "Only root may mount a small disk, and not in every container.";
  }
}

function mountDisk(megabytes: number): string {
  const directory = mkdtempSync(join(tmpdir(), "disk-of-a-test-"));
  execFileSync("/bin/mount", ["-t", "tmpfs", "-o", `size=${megabytes}m,mode=0755`, "tmpfs", directory], {
    stdio: "ignore",
  });
  return directory;
}

function unmount(directory: string): void {
  execFileSync("/bin/umount", [directory]);
  rmSync(directory, { recursive: true });
}
