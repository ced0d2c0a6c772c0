import "server-only";
import { type SQL, sql } from "drizzle-orm";
import { identifiers, users } from "@/db/schema";
import { singleLine } from "@/lib/single-line";
import { normaliseEmail } from "./email-address";
import { phonePrefixes } from "./phone-number";
import { foldUsername } from "./username";

/** Of each kind of match so many are looked at, however many people there are: the first ones in the alphabet. */
const MATCHES_MAX = 1000;
/** The longest address (RFC 5321 §4.5.3.1). */
const searchText = singleLine(254);

export interface Search {
  /** The ids of who is found. */
  ids: SQL;
  /** Whether there are more than are looked at. */
  isCut: SQL<boolean>;
}

/**
 * Looks people up by how their address, number, username, name or last name begins; each is read as at sign-in.
 * @param typed not empty. @returns null for what nobody could be called.
 */
export function searchFor(typed: string, defaultCountry: string): Search | null {
  const text = searchText.safeParse(typed);
  if (!text.success) return null;
  const kinds = [
    ...identifierPrefixes(text.data, defaultCountry).map((prefix) => ({
      id: identifiers.userId,
      table: identifiers,
      text: sql`${identifiers.value}`,
      like: sql`${beginningWith(prefix)}`,
    })),
    ...[users.name, users.lastName].map((name) => ({
      id: users.id,
      table: users,
      text: sql`lower(${name})`,
      like: sql`lower(${beginningWith(text.data)})`,
    })),
  ];
  const ids = kinds.map(
    ({ id, table, text, like }) =>
      // In the order of its index, so that the exact match is among them and the rest is never read.
      sql`(SELECT ${id} FROM ${table} WHERE ${text} LIKE ${like} ORDER BY ${text} USING ~<~ LIMIT ${MATCHES_MAX})`,
  );
  const cut = kinds.map(
    ({ table, text, like }) =>
      sql`EXISTS (SELECT 1 FROM ${table} WHERE ${text} LIKE ${like} ORDER BY ${text} USING ~<~ OFFSET ${MATCHES_MAX})`,
  );
  return { ids: sql.join(ids, sql` UNION ALL `), isCut: sql`(${sql.join(cut, sql` OR `)})` };
}

/** @returns how the identifiers somebody may mean begin. */
const identifierPrefixes = (typed: string, defaultCountry: string): string[] => [
  ...new Set([
    normaliseEmail(typed) ?? typed.toLowerCase(),
    foldUsername(typed),
    ...phonePrefixes(typed, defaultCountry),
  ]),
];

/** @returns a pattern for LIKE: wildcards that were typed stand for themselves. */
const beginningWith = (prefix: string): string => `${prefix.replace(/[\\%_]/g, "\\$&")}%`;
