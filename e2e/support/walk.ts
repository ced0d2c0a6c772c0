import { isDeepStrictEqual } from "node:util";
import type { Sql } from "postgres";
import { insertSession } from "./people";
import type { RawClient } from "./raw-forms";
import { admins, signedIn } from "./walk-rule";
import { browserOf, type Visitor } from "./walk-visitors";

export interface Visit {
  visitor: Visitor;
  /** What is visited. */
  what: string;
  expected: unknown;
  /** The guard is to be met, not the middleware before it. */
  pastMiddleware?: boolean;
  /** It ends the visitor's session, as nothing else does: one of its own is opened for that. */
  endsSession?: boolean;
  /** @returns what the visitor saw, to compare with what was expected, and all that was written in it. */
  go(browser: RawClient): Promise<{ seen: unknown; text: string }>;
}

/** Whoever is not signed in sees nothing of anybody, not even of themselves. */
const mayRead = (reader: Visitor, other: Visitor) =>
  reader.name in admins(true) || (reader === other && reader.name in signedIn(true));

/**
 * @returns `make`, which makes a visit, and then looks whether the visitor came to a session by it or to somebody's data;
 * `complaints`, a line for whatever was not as it should be; and the number of `visits`.
 */
export function startWalk({ db, url }: { db: Sql; url: string }, visitors: Visitor[]) {
  const sessions = new Map(visitors.map((visitor) => [visitor, visitor.cookies.session ? 1 : 0]));
  const walk = { make, complaints: [] as string[], visits: 0 };

  async function make({ visitor, what, expected, pastMiddleware, endsSession, go }: Visit): Promise<void> {
    const complain = (words: string) => walk.complaints.push(`${visitor.name}, ${what}: ${words}`);
    const browser = browserOf(visitor, url, pastMiddleware);
    if (endsSession && visitor.cookies.session) {
      browser.cookies.set("session", await insertSession(db, visitor.person));
    }
    const brought = browser.cookies.get("session");
    const { seen, text } = await go(browser);
    walk.visits += 1;

    if (!isDeepStrictEqual(seen, expected)) complain(`${JSON.stringify(seen)}, not ${JSON.stringify(expected)}`);
    const handedOut = browser.cookies.get("session");
    if (handedOut !== undefined && handedOut !== brought) complain("was handed a session");
    const before = sessions.get(visitor);
    const after = (await db`SELECT 1 FROM sessions WHERE user_id = ${visitor.person.id}`).length;
    if (after !== before) complain(`sessions: ${after}, not ${before}`);
    sessions.set(visitor, after);
    for (const other of visitors) {
      const shown = text.includes(other.firstName) || text.includes(other.person.id);
      if (shown && !mayRead(visitor, other)) complain(`shows who ${other.name} is`);
    }
  }
  return walk;
}
