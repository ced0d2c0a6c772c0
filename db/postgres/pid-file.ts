import { spawnSync } from "node:child_process";
import { readFileSync, rmSync } from "node:fs";
import path from "node:path";

/** What Postgres itself notes about the server of a data directory. It outlives a crash. */
export interface PidFile {
  pid: number;
  port: number;
  ready: boolean;
}

const pidFile = (dataDir: string) => path.join(dataDir, "postmaster.pid");

function readText(file: string): string | undefined {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return undefined;
  }
}

/** @returns undefined when no server runs on the directory and the last one ended properly. */
export function readPidFile(dataDir: string): PidFile | undefined {
  const lines = readText(pidFile(dataDir))?.split("\n");
  if (!lines) return undefined;
  return { pid: Number(lines[0]), port: Number(lines[3]), ready: lines[7]?.trim() === "ready" };
}

/**
 * @returns whether a server runs on `dataDir`, also one that is just starting or stopping. A note whose process number
 * now belongs to another program, as happens after a reboot and in restarted containers, is removed: Postgres would
 * take that program for a server and not start.
 */
export function serverRuns(dataDir: string): boolean {
  const noted = readPidFile(dataDir);
  const command = noted && commandOf(noted.pid);
  if (command === undefined) return false;
  if (command.includes(` -D ${dataDir} `)) return true;
  if (readPidFile(dataDir)?.pid === noted?.pid) rmSync(pidFile(dataDir), { force: true });
  return false;
}

/** The command line of a running process; undefined when there is none, or none can be had. */
function commandOf(pid: number): string | undefined {
  // There Postgres itself tells its processes from others.
  if (process.platform === "win32") return undefined;
  if (process.platform === "linux") return readText(`/proc/${pid}/cmdline`)?.replaceAll("\0", " ");
  const { status, stdout } = spawnSync("ps", ["-ww", "-o", "args=", "-p", String(pid)], { encoding: "utf8" });
  return status === 0 ? stdout : undefined;
}
