import "server-only";
import { and, asc, desc, type SQL, sql } from "drizzle-orm";
import { db } from "@/db/client";
import { users } from "@/db/schema";
import { isLocked } from "@/lib/access/lockout";
import { currentEnsName } from "./ens-name";
import { type Cursor, placeOf } from "./people-cursor";
import { searchFor } from "./people-search";

const PAGE_SIZE = 25;

/** One person in the list: nothing secret. */
export interface PersonRow {
  id: string;
  name: string | null;
  /** The identifier that stands for them. */
  identifier: string | null;
  /** What their primary wallet calls itself. */
  ensName: string | null;
  role: "user" | "admin";
  bannedAt: Date | null;
  createdAt: Date;
  lastSignInAt: Date | null;
  hasSecondFactor: boolean;
  /** Some proof of theirs is locked, somewhere. */
  isLocked: boolean;
}

export interface PeoplePage {
  people: PersonRow[];
  /** Places to go on from, see `cursorFrom`; null at an end of the list. */
  older: string | null;
  newer: string | null;
  /** More match than are looked at. */
  isCut: boolean;
}

const NOBODY: PeoplePage = { people: [], older: null, newer: null, isCut: false };

interface Question {
  /** As typed; empty for everybody. */
  search: string;
  at: Cursor | null;
  /** Of numbers typed without a country code. */
  defaultCountry: string;
}

/** @returns one page of people, newest first. Going back ends at the whole first page. */
export async function listPeople({ search, at, defaultCountry }: Question): Promise<PeoplePage> {
  const text = search.trim();
  const found = text ? searchFor(text, defaultCountry) : undefined;
  if (found === null) return NOBODY;
  // As an array: however many there seem to be, people are then read by their keys.
  const matching = found && sql`${users.id} = ANY (ARRAY(${found.ids}))`;
  const [rows, isCut] = await Promise.all([
    readRows(and(matching, beyond(at)), at?.side),
    found && isTrue(found.isCut),
  ]);
  const hasMore = rows.length > PAGE_SIZE;
  if (at && (at.side === "newer" ? !hasMore : rows.length === 0)) {
    return listPeople({ search, at: null, defaultCountry });
  }
  const page = rows.slice(0, PAGE_SIZE);
  if (at?.side === "newer") page.reverse();
  const [first, last] = [page.at(0), page.at(-1)];
  return {
    people: page.map(({ micros: _, ...person }) => ({ ...person, ensName: currentEnsName(person.ensName) })),
    older: last && (hasMore || at?.side === "newer") ? placeOf(last) : null,
    newer: first && at ? placeOf(first) : null,
    isCut: isCut ?? false,
  };
}

/** @returns who stands beyond a place, in the list's own order. */
function beyond(at: Cursor | null): SQL | undefined {
  if (!at) return undefined;
  const place = sql`(timestamptz 'epoch' + ${at.micros}::bigint * interval '1 microsecond', ${at.id}::uuid)`;
  const own = sql`(${users.createdAt}, ${users.id})`;
  return at.side === "older" ? sql`${own} < ${place}` : sql`${own} > ${place}`;
}

const readRows = (where: SQL | undefined, side: Cursor["side"] = "older") =>
  db
    .select({
      id: users.id,
      name: users.name,
      identifier: users.identifier,
      ensName: users.ensName,
      role: users.role,
      bannedAt: users.bannedAt,
      createdAt: users.createdAt,
      micros: sql<string>`(extract(epoch FROM created_at) * 1000000)::bigint::text`,
      lastSignInAt: users.lastSignInAt,
      // As a value: for EXISTS the planner hashes the whole table first, a page of people or not.
      hasSecondFactor: sql<boolean>`coalesce((SELECT true FROM second_factors WHERE user_id = users.id LIMIT 1), false)`,
      isLocked: isLocked(new Date()),
    })
    .from(users)
    .where(where)
    .orderBy(...[users.createdAt, users.id].map((column) => (side === "older" ? desc(column) : asc(column))))
    .limit(PAGE_SIZE + 1);

async function isTrue(condition: SQL<boolean>): Promise<boolean> {
  const [row] = await db.execute<{ holds: boolean }>(sql`SELECT ${condition} AS holds`);
  return row?.holds ?? false;
}
