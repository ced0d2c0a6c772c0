import { createHash } from "node:crypto";
import type { Sql } from "postgres";
import type { Mail } from "../peers/smtp";
import type { Diary, Event } from "./diary";

/*
 * What may be unknown, and nothing else: a post that was answered with a 5xx, or whose answer never came whole. Its
 * statement may have been carried out with the answer lost on the way back, so it counts as done or as not done; but what
 * belongs together in it is there together or not at all. Every post that was told is there, exactly once.
 */

/** How often something may have happened. */
interface Range {
  told: number;
  most: number;
}

const isCode = ({ subject }: Mail) => /^\d{6} /.test(subject);
const hashOf = (token: string) => createHash("sha256").update(token).digest("hex");

/**
 * Compares what people were told with the rows and the mails there are. Nothing may be under way.
 * @returns each disagreement, in words; none is what should be.
 */
export async function sumsAgree(sql: Sql, diary: Diary, mails: Mail[]): Promise<string[]> {
  return [
    ...(await nothingByHalf(sql)),
    ...(await signUpsAgree(sql, diary)),
    ...(await sessionsAgree(sql, diary)),
    ...(await namesAgree(sql, diary)),
    ...(await codesAgree(sql, diary, mails)),
  ];
}

/** What one transaction writes is there whole, whoever wrote it. */
async function nothingByHalf(sql: Sql): Promise<string[]> {
  const bare = await sql`SELECT id FROM users u WHERE NOT EXISTS (SELECT FROM identifiers i WHERE i.user_id = u.id)`;
  // A session is opened with its event; one that another replaced is gone, and none was signed out of.
  const unequal = await sql`
    SELECT u.id, s.count AS sessions, e.count AS events FROM users u,
      LATERAL (SELECT count(*)::int FROM sessions WHERE user_id = u.id) s,
      LATERAL (SELECT count(*)::int FROM audit_events
        WHERE subject_id = u.id AND type IN ('sign-in', 'sign-up') AND result = 'success') e
    WHERE s.count <> e.count`;
  // A sign-up that is over has made somebody, and somebody who signed up has spent the journey.
  const spent = await sql`
    SELECT a.identifier_value AS value FROM attempts a WHERE flow = 'sign-up' AND completed_at IS NOT NULL
      AND NOT EXISTS (SELECT FROM identifiers i WHERE i.value = a.identifier_value AND i.verified_at IS NOT NULL)`;
  const unspent = await sql`
    SELECT e.subject_id AS id FROM audit_events e JOIN identifiers i ON i.user_id = e.subject_id
    WHERE e.type = 'sign-up' AND NOT EXISTS (SELECT FROM attempts a
      WHERE a.flow = 'sign-up' AND a.completed_at IS NOT NULL AND a.identifier_value = i.value)`;
  // Whoever signed up here chose a password and has it.
  const open = await sql`
    SELECT e.subject_id AS id FROM audit_events e
    WHERE e.type = 'sign-up' AND NOT EXISTS (SELECT FROM passwords p WHERE p.user_id = e.subject_id)`;
  return [
    ...bare.map(({ id }) => `user ${id} has no identifier`),
    ...unequal.map(({ id, sessions, events }) => `user ${id} has ${sessions} sessions and ${events} events of them`),
    ...spent.map(({ value }) => `the sign-up of ${value} is over, and nobody has the address`),
    ...unspent.map(({ id }) => `user ${id} signed up in a journey that is still open`),
    ...open.map(({ id }) => `user ${id} signed up without the password they chose`),
  ];
}

async function signUpsAgree(sql: Sql, { events, people }: Diary): Promise<string[]> {
  const rows = await sql<{ value: string; users: number; events: number }[]>`
    SELECT i.value, count(DISTINCT i.user_id)::int AS users,
      count(e.id) FILTER (WHERE e.type = 'sign-up')::int AS events
    FROM identifiers i LEFT JOIN audit_events e ON e.subject_id = i.user_id
    WHERE i.kind = 'email' AND i.verified_at IS NOT NULL GROUP BY i.value`;
  const found = new Map(rows.map((row) => [row.value, row]));
  const known = new Set(people.map(({ email }) => email));
  const asked = [...new Set(events.map(({ email }) => email))].filter((email) => !known.has(email));
  return asked.flatMap((email) => {
    const { told, most } = rangeOf(events, (one) => one.what === "sign-up" && one.email === email);
    const { users = 0, events: written = 0 } = found.get(email) ?? {};
    const agree = users >= told && users <= most && written === users;
    return agree ? [] : [`${email} signed up ${told} to ${most} times: ${users} users, ${written} events`];
  });
}

async function sessionsAgree(sql: Sql, { events }: Diary): Promise<string[]> {
  const rows = await sql<{ token: string; email: string }[]>`
    SELECT s.token_hash AS token, u.email FROM sessions s JOIN users u ON u.id = s.user_id`;
  const owners = new Map(rows.map(({ token, email }) => [token, email]));
  const counts = new Map<string, number>();
  for (const { email } of rows) counts.set(email, (counts.get(email) ?? 0) + 1);

  const opening = events.filter(({ what }) => what === "sign-in" || what === "sign-up");
  // A cookie that came with a 5xx opens a session or nothing.
  const strange = opening.flatMap(({ email, session, outcome }) => {
    if (!session) return outcome === "told" ? [`${email} was told of a session and got no cookie`] : [];
    const owner = owners.get(hashOf(session));
    return owner === email ? [] : [`the session cookie of ${email} belongs to ${owner ?? "no session"}`];
  });
  const emails = new Set(opening.map(({ email }) => email));
  const unequal = [...emails].flatMap((email) => {
    const { told, most } = rangeOf(opening, (one) => one.email === email);
    const there = counts.get(email) ?? 0;
    return there >= told && there <= most ? [] : [`${email} came in ${told} to ${most} times: ${there} sessions`];
  });
  return [...strange, ...unequal];
}

async function namesAgree(sql: Sql, { events, people }: Diary): Promise<string[]> {
  const rows = await sql<{ email: string; name: string | null; events: number }[]>`
    SELECT u.email, u.first_name AS name, count(e.id) FILTER (WHERE e.type = 'names.changed')::int AS events
    FROM users u LEFT JOIN audit_events e ON e.subject_id = u.id GROUP BY u.id`;
  const found = new Map(rows.map((row) => [row.email, row]));
  return people.flatMap(({ email }) => {
    const own = events.filter((one) => one.what === "name" && one.email === email);
    const { told, most } = rangeOf(own, () => true);
    const lastTold = own.findLastIndex(({ outcome }) => outcome === "told");
    const possible = own.slice(Math.max(0, lastTold)).map(({ name }) => name);
    const { name, events: written = 0 } = found.get(email) ?? {};
    const isKnown = possible.includes(name ?? undefined) || lastTold < 0;
    return isKnown && written >= told && written <= most
      ? []
      : [`${email} is called ${name}, not ${possible.join(" or ")}; ${written} changes of ${told} to ${most}`];
  });
}

/** A code that was told of is in the mailbox; none is there that nobody asked for. */
async function codesAgree(sql: Sql, { events }: Diary, mails: Mail[]): Promise<string[]> {
  const codes = mails.filter(isCode);
  const counts = new Map<string, number>();
  for (const to of codes.flatMap(({ recipients }) => recipients)) counts.set(to, (counts.get(to) ?? 0) + 1);
  const asked = events.filter(({ what }) => what === "code");
  const unequal = [...new Set(asked.map(({ email }) => email))].flatMap((email) => {
    const { told, most } = rangeOf(asked, (one) => one.email === email);
    const there = counts.get(email) ?? 0;
    return there >= told && there <= most ? [] : [`${email} was sent ${told} to ${most} codes: ${there} mails`];
  });
  const addresses = ["", ...asked.map(({ email }) => email)];
  const [written] = await sql<[{ count: number }]>`
    SELECT count(*)::int FROM audit_events e JOIN attempts a ON a.created_at = e.at AND a.flow = 'sign-up'
    WHERE e.type = 'code.sent' AND a.identifier_value IN ${sql(addresses)}`;
  const { told, most } = rangeOf(asked, () => true);
  const isWritten = written.count >= told && written.count <= most;
  return [...unequal, ...(isWritten ? [] : [`${told} to ${most} codes were sent, ${written.count} are written down`])];
}

function rangeOf(events: Event[], which: (event: Event) => boolean): Range {
  const chosen = events.filter(which);
  return { told: chosen.filter(({ outcome }) => outcome === "told").length, most: chosen.length };
}
