import { spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { type Account, giveTo } from "./account";
import type { Binaries } from "./binaries";

/** How to reach the server of a data directory: kept inside it, so that the two never part. */
export interface Access {
  /** The port it last had: taken again if free, so that an address once given stays right. */
  port?: number;
  password: string;
}

export const SUPERUSER = "postgres";

const accessFile = (dataDir: string) => path.join(dataDir, "access.json");

/** @returns undefined when the directory holds no complete cluster. */
export function readAccess(dataDir: string): Access | undefined {
  try {
    return JSON.parse(readFileSync(accessFile(dataDir), "utf8")) as Access;
  } catch (error) {
    if (["ENOENT", "ENOTDIR"].includes((error as NodeJS.ErrnoException).code ?? "")) return undefined;
    throw error;
  }
}

/** Replaces the file in one step: a reader sees the old or the new one. */
export function writeAccess(dataDir: string, access: Access, account: Account): void {
  const draft = `${accessFile(dataDir)}.${process.pid}`;
  writeFileSync(draft, JSON.stringify(access), { mode: 0o600 });
  giveTo(account, draft);
  renameSync(draft, accessFile(dataDir));
}

/**
 * Makes an empty cluster at `dataDir`, all or nothing: it is made beside and moved into place. Of several processes that
 * do so at once one wins; the others' work is thrown away. @throws when initdb fails, with what it said.
 */
export async function createCluster(dataDir: string, binaries: Binaries, account: Account): Promise<void> {
  const scratch = mkdtempSync(`${dataDir}-`);
  try {
    const draft = path.join(scratch, "data");
    const passwordFile = path.join(scratch, "password");
    const password = randomBytes(24).toString("base64url");
    mkdirSync(draft, { mode: 0o700 });
    writeFileSync(passwordFile, password, { mode: 0o600 });
    giveTo(account, scratch);
    await runPostgresTool(account, binaries, binaries.initdb, [
      ...["-D", draft, "-U", SUPERUSER, `--pwfile=${passwordFile}`, "--auth=scram-sha-256"],
      // Postgres' own C.UTF-8 is the same on every system, whatever locales that has.
      ...["--encoding=UTF8", "--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"],
      // An empty cluster is not worth waiting for the disk. The server itself always does.
      ...["--no-sync", "--no-instructions"],
    ]);
    writeAccess(draft, { password }, account);
    chmodSync(draft, 0o700);
    moveIntoPlace(draft, dataDir);
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

function moveIntoPlace(draft: string, dataDir: string): void {
  try {
    renameSync(draft, dataDir);
  } catch (error) {
    if (!readAccess(dataDir)) throw error;
  }
}

/** Runs initdb or pg_ctl to its end. @throws with its output when it fails. */
export async function runPostgresTool(
  account: Account,
  { env }: Binaries,
  tool: string,
  args: string[],
): Promise<void> {
  const [program = tool, ...rest] = [...account.command, tool, ...args];
  const child = spawn(program, rest, { env, stdio: ["ignore", "pipe", "pipe"], windowsHide: true });
  let output = "";
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk) => (output += chunk));
  const [code] = (await once(child, "close")) as [number | null];
  if (code !== 0) throw new Error(`${path.basename(tool)} failed:\n${output}`);
}
