import { randomBytes } from "node:crypto";
import type { Sql } from "postgres";
import { expect } from "../fixtures";
import { insertConnection } from "./connections";
import { anyAddress, clientOf, post, startSignIn } from "./instances-steps";
import { createPerson, insertSession, newNumber, type Person } from "./people";
import { RawClient } from "./raw-forms";
import { admins, VISITORS, type VisitorName } from "./walk-rule";

export interface Visitor {
  name: VisitorName;
  /** Who they are, or say they are. */
  person: Person;
  /** Found in nothing that the app writes by itself, so an answer that has it has read it from this person's row. */
  firstName: string;
  /** The id of somebody else, whom they ask about. */
  otherId: string;
  /** What their browser brings. */
  cookies: Record<string, string>;
  clientAddress: string;
}

/** Has the shape of a session's token, and is nobody's. */
const MADE_UP = "A".repeat(43);
const LONG_AGO_MS = 11 * 60_000;

/** @returns one visitor of each name, each a person of their own. The settings ask for a second factor by now. */
export async function gatherVisitors(at: { db: Sql; url: string }): Promise<Visitor[]> {
  const { id: otherId } = await createPerson(at.db, {});
  await insertConnection(at.db, { id: otherId });
  return Promise.all(VISITORS.map((name) => createVisitor(at, name, otherId)));
}

async function createVisitor(at: { db: Sql; url: string }, name: VisitorName, otherId: string): Promise<Visitor> {
  const firstName = `Walker ${randomBytes(6).toString("hex")}`;
  const role = name in admins(true) ? "admin" : "user";
  const person = await createPerson(at.db, { firstName, role, phone: newNumber() });
  const cookies = await cookiesOf(at, name, person);
  if (name === "banned") await at.db`UPDATE users SET banned_at = now() WHERE id = ${person.id}`;
  return { name, person, firstName, otherId, cookies, clientAddress: anyAddress() };
}

async function cookiesOf(
  { db, url }: { db: Sql; url: string },
  name: VisitorName,
  person: Person,
): Promise<Record<string, string>> {
  if (name === "anonymous") return {};
  if (name === "enrolling") return signInHalfway(clientOf(url), person, "/second-factor/sign-in/enrol");
  if (name === "pending") {
    await db`
      INSERT INTO second_factors (user_id, strategy, identifier_id, is_default, created_at)
      SELECT user_id, 'phone-code', id, true, now() FROM identifiers WHERE user_id = ${person.id} AND kind = 'phone'`;
    return signInHalfway(clientOf(url), person, "/second-factor/sign-in");
  }
  const at = name.startsWith("stale") ? new Date(Date.now() - LONG_AGO_MS) : undefined;
  return { session: await insertSession(db, person, { at }) };
}

/** Signs in on the pages, up to the last step. */
async function signInHalfway(browser: RawClient, person: Person, lastStep: string): Promise<Record<string, string>> {
  await startSignIn(browser, person.email);
  const answer = await post(browser, "/sign-in/verify", "password", person.password ?? "");
  expect(answer.headers.get("location")).toBe(lastStep);
  return Object.fromEntries(browser.cookies);
}

/**
 * @param pastMiddleware the middleware sends away whoever has no session cookie, and looks at nothing but its name: with
 * a made-up one they get as far as the lock itself.
 * @returns a browser of this visitor, as it was when they came.
 */
export function browserOf({ clientAddress, cookies }: Visitor, url: string, pastMiddleware = false): RawClient {
  const client = new RawClient(url, clientAddress);
  const brought = pastMiddleware ? { session: MADE_UP, ...cookies } : cookies;
  for (const [name, value] of Object.entries(brought)) client.cookies.set(name, value);
  return client;
}
