import { execFile } from "node:child_process";
import { randomBytes } from "node:crypto";
import { fileURLToPath } from "node:url";
import postgres from "postgres";
import type { TestDatabase } from "../../db/test-database";
import { testEnvironment } from "../../scripts/test/environment";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));

/** How a server ended that should not have started. */
export interface Ended {
  /** Its exit code; null when it ran on and had to be killed. */
  code: number | null;
  output: string;
}

/**
 * Starts the production server with these variables of the app and no others, and waits for its end.
 * @param withinMs how long it may take; then it is killed.
 */
export function startUntilItEnds(env: Record<string, string>, withinMs: number): Promise<Ended> {
  return new Promise((resolve) => {
    const args = ["node_modules/next/dist/bin/next", "start", "-H", "localhost", "-p", "0"];
    const options = { cwd: ROOT, env: testEnvironment(env), timeout: withinMs, killSignal: "SIGKILL" as const };
    const child = execFile(process.execPath, args, options, (_error, stdout, stderr) =>
      resolve({ code: child.exitCode, output: stdout + stderr }),
    );
  });
}

/** @returns a database without a single table, on the server of another database. */
export async function createEmptyDatabase(beside: string): Promise<TestDatabase> {
  const name = `test_${Date.now()}_${randomBytes(4).toString("hex")}`;
  const sql = postgres(beside, { max: 1, onnotice: () => {} });
  await sql`CREATE DATABASE ${sql(name)}`;
  const url = new URL(beside);
  url.pathname = `/${name}`;
  return {
    url: url.href,
    async drop() {
      await sql`DROP DATABASE IF EXISTS ${sql(name)} WITH (FORCE)`;
      await sql.end({ timeout: 5 });
    },
  };
}
