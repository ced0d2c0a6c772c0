import { DrizzleQueryError } from "drizzle-orm";
import { drizzle, type PostgresJsDatabase } from "drizzle-orm/postgres-js";
import type { Sql } from "postgres";
import { env } from "../lib/env";
import { readConnectionString } from "./connection-string";
import { isOutage } from "./outage";
import { openPool } from "./pool";
import { createResilientClient } from "./resilient-client";
import * as schema from "./schema";

export type Db = PostgresJsDatabase<typeof schema> & { $client: Sql };
/** The database or an open transaction on it. */
export type Executor = Db | Parameters<Parameters<Db["transaction"]>[0]>[0];

const kept = globalThis as typeof globalThis & { signInStarterDb?: Db };

/** Nothing connects before the first statement, so importing this (as a build does) opens no database. */
function connect(): Db {
  const connection = readConnectionString(env.DATABASE_URL ?? "postgres://database-url-is-not-set.invalid/app");
  const { dropped } = connection;
  if (dropped.length > 0) console.warn(`DATABASE_URL: these mean nothing here: ${JSON.stringify(dropped)}`);
  const client = createResilientClient(async () => {
    const pool = await openPool(connection);
    // Said by the owner, who may know better: the newest poolers keep prepared statements.
    if (!env.DATABASE_PREPARE) return pool;
    const isPooled = env.DATABASE_PREPARE === "false";
    pool.sql.options.prepare = !isPooled;
    return { ...pool, isPooled };
  });
  return drizzle(client, { schema });
}

/** Next hands a page's error to the browser under this name: `app/error.tsx` tells of an outage, not of a fault of ours. */
Object.defineProperty(DrizzleQueryError.prototype, "digest", {
  configurable: true,
  get(this: Error) {
    return isOutage(this) ? "unavailable" : undefined;
  },
  set(this: Error, value: string) {
    Object.defineProperty(this, "digest", { value, writable: true });
  },
});

/** The one connection to the database of this process; kept on `globalThis` so that hot reloads share it. */
kept.signInStarterDb ??= connect();
export const db: Db = kept.signInStarterDb;
