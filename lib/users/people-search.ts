import "server-only";
import { type SQL, sql } from "drizzle-orm";
import { identifiers, users } from "@/db/schema";
import { singleLine } from "@/lib/single-line";
import { normaliseEmail } from "./email-address";
import { phonePrefixes } from "./phone-number";
import { foldUsername } from "./username";

/** Of each kind of match so many are looked at, however many people there are: the first ones in the alphabet. */
const MATCHES_MAX = 1000;
/** How the address of a wallet begins, or both its ends as they are shown where there is little room. */
const WALLET_LIKE = /^(0x[0-9a-f]{0,40})(?:…([0-9a-f]{1,40}))?$/;
/** The longest address (RFC 5321 §4.5.3.1). */
const searchText = singleLine(254);

export interface Search {
  /** The ids of who is found. */
  ids: SQL;
  /** Whether there are more than are looked at. */
  isCut: SQL<boolean>;
}

/**
 * Looks people up by how their address, number, username, wallet, name or last name begins; each is read as at sign-in,
 * a wallet in any case.
 * @param typed not empty. @returns null for what nobody could be called.
 */
export function searchFor(typed: string, defaultCountry: string): Search | null {
  const text = searchText.safeParse(typed);
  if (!text.success) return null;
  const kinds = [
    ...identifierPrefixes(text.data, defaultCountry).map((prefix) => {
      const value = sql`${identifiers.value}`;
      return { id: identifiers.userId, table: identifiers, text: value, where: sql`${value} LIKE ${like(prefix)}` };
    }),
    ...wallets(text.data),
    ...[users.name, users.lastName].map((name) => {
      const value = sql`lower(${name})`;
      return { id: users.id, table: users, text: value, where: sql`${value} LIKE lower(${like(text.data)})` };
    }),
  ];
  const ids = kinds.map(
    ({ id, table, text, where }) =>
      // In the order of its index, so that the exact match is among them and the rest is never read.
      sql`(SELECT ${id} FROM ${table} WHERE ${where} ORDER BY ${text} USING ~<~ LIMIT ${MATCHES_MAX})`,
  );
  const cut = kinds.map(
    ({ table, text, where }) =>
      sql`EXISTS (SELECT 1 FROM ${table} WHERE ${where} ORDER BY ${text} USING ~<~ OFFSET ${MATCHES_MAX})`,
  );
  return { ids: sql.join(ids, sql` UNION ALL `), isCut: sql`(${sql.join(cut, sql` OR `)})` };
}

/** @returns the wallets somebody may mean, in the words of their own index, which is a partial one. */
function wallets(typed: string) {
  const [, first, last = ""] = WALLET_LIKE.exec(typed.toLowerCase()) ?? [];
  if (first === undefined) return [];
  const value = sql`lower(${identifiers.value})`;
  const where = sql`${value} LIKE ${like(first) + last} AND kind = 'wallet'`;
  return [{ id: identifiers.userId, table: identifiers, text: value, where }];
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
const like = (prefix: string): string => `${prefix.replace(/[\\%_]/g, "\\$&")}%`;
