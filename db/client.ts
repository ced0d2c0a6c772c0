import { drizzle, type PostgresJsDatabase } from "drizzle-orm/postgres-js";
import postgres from "postgres";
import { env } from "../lib/env";
import * as schema from "./schema";

export type Db = PostgresJsDatabase<typeof schema> & { $client: postgres.Sql };
/** The database or an open transaction on it. */
export type Executor = Db | Parameters<Parameters<Db["transaction"]>[0]>[0];

const kept = globalThis as typeof globalThis & { signInStarterDb?: Db };

/** Nothing connects before the first statement, so importing this (as a build does) opens no database. */
function connect(): Db {
  const url = env.DATABASE_URL ?? "postgres://database-url-is-not-set.invalid/app";
  const client = postgres(url, { prepare: env.DATABASE_PREPARE === "true", connect_timeout: 5, onnotice: () => {} });
  return drizzle(client, { schema });
}

/** The one connection pool of this process; kept on `globalThis` so that hot reloads share it. */
kept.signInStarterDb ??= connect();
export const db: Db = kept.signInStarterDb;
