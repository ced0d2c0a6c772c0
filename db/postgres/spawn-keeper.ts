import { spawn } from "node:child_process";
import { closeSync, fstatSync, ftruncateSync, mkdirSync, openSync, readFileSync, realpathSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

export interface Keeper {
  runs(): boolean;
  /** It ended because it could not start the server, not because another keeper did. */
  failed(): boolean;
  /** The end of what it and the server have said so far. */
  log(): string;
}

const PROGRAM = fileURLToPath(new URL("../keeper.ts", import.meta.url));
const LOG_LIMIT_BYTES = 1_000_000;
const LOG_TAIL_LINES = 15;

/** @returns `dataDir` as every process names it, its parent created. @throws when that is not allowed. */
export function dataDirectory(dataDir: string): string {
  const parent = path.resolve(dataDir, "..");
  mkdirSync(parent, { recursive: true, mode: 0o700 });
  return path.join(realpathSync(parent), path.basename(dataDir));
}

/** Starts db/keeper.ts so that it outlives this process and does not hear the Ctrl-C meant for it. */
export function spawnKeeper(dataDir: string, idleMs: number): Keeper {
  const logFile = `${dataDir}.log`;
  const log = openSync(logFile, "a", 0o600);
  if (fstatSync(log).size > LOG_LIMIT_BYTES) ftruncateSync(log);
  const logStart = fstatSync(log).size;

  const tsx = pathToFileURL(createRequire(import.meta.url).resolve("tsx")).href;
  const child = spawn(process.execPath, ["--import", tsx, PROGRAM, dataDir, String(idleMs)], {
    cwd: path.dirname(PROGRAM),
    // A debugger's port or a loader of ours is not for it.
    env: { ...process.env, NODE_OPTIONS: "" },
    stdio: ["ignore", log, log],
    detached: true,
    windowsHide: true,
  });
  closeSync(log);
  child.unref();
  return {
    runs: () => child.exitCode === null && child.signalCode === null,
    failed: () => child.signalCode !== null || (child.exitCode ?? 0) !== 0,
    log: () => readFileSync(logFile).subarray(logStart).toString().trim().split("\n").slice(-LOG_TAIL_LINES).join("\n"),
  };
}
