import { createHash } from "node:crypto";
import type { Sql } from "postgres";

/** Everything in a database: the text of every column of every row of every table, each once. */
export async function readDump(db: Sql): Promise<string[]> {
  const columns = await db<{ schema: string; table: string; column: string }[]>`
    SELECT table_schema AS schema, table_name AS table, column_name AS column
    FROM information_schema.columns JOIN information_schema.tables USING (table_schema, table_name)
    WHERE table_type = 'BASE TABLE' AND table_schema NOT IN ('pg_catalog', 'information_schema')`;
  const values = new Set<string>();
  for (const { schema, table, column } of columns) {
    const rows = await db<{ value: string | null }[]>`
      SELECT DISTINCT ${db(column)}::text AS value FROM ${db(schema)}.${db(table)}`;
    for (const { value } of rows) if (value) values.add(value);
  }
  return [...values];
}

const HASH = /^[0-9a-f]{64}$/;
const CODE = /^\d{6}$/;
const DATE = /^\d{4}-\d\d-\d\d[ T]/;
/** Shorter texts hold less than a secret needs; codes are the exception. */
const SECRET_MIN = 16;

/**
 * What a thief with the dump would try: each value as it stands and trimmed, its parts (of a JSON, an array, a key), and
 * each hash in the shape our tokens have. Dates are left out.
 */
export function credentialsIn(dump: string[]): string[] {
  const tried = new Set<string>();
  for (const value of dump) {
    for (const part of [value, value.trim(), ...value.split(/[\s:,;{}[\]"$/=+]+/)]) {
      if (CODE.test(part) || (part.length >= SECRET_MIN && !DATE.test(part))) tried.add(part);
      if (HASH.test(part)) tried.add(Buffer.from(part, "hex").toString("base64url"));
    }
  }
  return [...tried];
}

const digest = (algorithm: string, text: string) => createHash(algorithm).update(text).digest();

/** @returns the name under which a token rests. */
export const tokenHash = (token: string) => digest("sha256", token).toString("hex");

/** @returns every way to write a token down that gives the token back. */
export function spellingsOf(token: string): string[] {
  const [text, bytes] = [Buffer.from(token), Buffer.from(token, "base64url")];
  return [
    token,
    ...[text, bytes].flatMap((buffer) => [
      buffer.toString("base64").replace(/=+$/, ""),
      buffer.toString("base64url"),
      buffer.toString("hex"),
    ]),
  ];
}

/** @returns what would give a six-digit code away: itself, coded, or under a hash that a million tries undo. */
export function tracesOf(code: string): string[] {
  const text = Buffer.from(code);
  const hashes = ["md5", "sha1", "sha256", "sha512"].map((algorithm) => digest(algorithm, code));
  return [
    text.toString("base64"),
    text.toString("hex"),
    ...hashes.flatMap((hash) => [hash.toString("hex"), hash.toString("base64"), hash.toString("base64url")]),
  ];
}

/** @returns whether the code stands in the text by itself; within a hash the same digits mean nothing. */
export const standsIn = (text: string, code: string) => new RegExp(`(?<![0-9a-z])${code}(?![0-9a-z])`, "i").test(text);

/** Does the work for all of them, a few at a time. */
export async function forEach<T>(all: T[], work: (one: T) => Promise<void>): Promise<void> {
  const left = [...all];
  const next = async (): Promise<void> => {
    const one = left.pop();
    if (one === undefined) return;
    await work(one);
    await next();
  };
  await Promise.all(Array.from({ length: 8 }, next));
}
