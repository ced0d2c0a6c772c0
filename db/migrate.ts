import { readFileSync } from "node:fs";
import path from "node:path";
import { drizzle } from "drizzle-orm/postgres-js";
import { migrate as applyPending } from "drizzle-orm/postgres-js/migrator";
import type { Sql } from "postgres";
import { readConnectionString } from "./connection-string";
import { openPool } from "./pool";

/** The advisory lock of all migrations of this app. */
const MIGRATING = 5_140_003;

/**
 * Brings the schema at `url` up to the committed migrations in `folder`, each applied once however many processes do this
 * at the same time. Where nothing is pending it only reads one row: no lock, no rights beyond reading.
 * @throws when the database cannot be reached or a migration fails; then none of the pending ones is applied.
 */
export async function migrate(url: string, folder = path.join(process.cwd(), "db/migrations")): Promise<void> {
  const newest = newestMigration(folder);
  const sql = await connect(url);
  try {
    if (await isApplied(sql, newest)) return;
    // Not a session's lock: behind a transaction pooler the next statement may run in another session. For the same
    // reason the migrations need a connection of their own while this transaction stays open.
    await sql.begin(async (lock) => {
      await lock`select set_config('statement_timeout', '0', true), set_config('lock_timeout', '0', true),
        set_config('idle_in_transaction_session_timeout', '0', true)`;
      await lock`select pg_advisory_xact_lock(${MIGRATING})`;
      await applyAll(url, folder);
    });
  } finally {
    // Without a limit postgres.js waits forever for the end of a connection that broke during a statement.
    await sql.end({ timeout: 5 });
  }
}

/** Without limits: a migration may have to wait for the one before, and takes as long as it takes. */
const NO_LIMITS = {};

async function connect(url: string): Promise<Sql> {
  return (await openPool({ ...readConnectionString(url), max: 1 }, NO_LIMITS)).sql;
}

async function applyAll(url: string, folder: string): Promise<void> {
  const sql = await connect(url);
  try {
    await applyPending(drizzle(sql), { migrationsFolder: folder });
  } finally {
    await sql.end({ timeout: 5 });
  }
}

/** When the last migration was generated: how Drizzle tells which ones a database has. */
function newestMigration(folder: string): number {
  const journal = JSON.parse(readFileSync(path.join(folder, "meta/_journal.json"), "utf8")) as {
    entries: { when: number }[];
  };
  return Math.max(0, ...journal.entries.map(({ when }) => when));
}

async function isApplied(sql: Sql, newest: number): Promise<boolean> {
  try {
    const found = await sql`select from drizzle.__drizzle_migrations where created_at >= ${newest} limit 1`;
    return found.length > 0;
  } catch (error) {
    const isEmptyDatabase = ["42P01", "3F000"].includes((error as { code?: string }).code ?? "");
    if (isEmptyDatabase) return false;
    throw error;
  }
}
