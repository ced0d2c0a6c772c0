import { readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import postgres, { type Sql } from "postgres";
import { expect, test } from "./fixtures";
import { clientOf, post, startSignIn } from "./support/instances-steps";
import { keepDiary } from "./support/logs-journey";
import { postOverSocket } from "./support/logs-raw-request";
import { startRefusingSmtp } from "./support/logs-refusing-smtp";
import { newAddress, newPassword } from "./support/people";
import type { Slot } from "./support/slot";

/** What every server of this run has written so far, by file. */
const outputOf = (server: Slot): Map<string, string> => {
  const directory = dirname(server.stdout);
  return new Map(readdirSync(directory).map((file) => [file, readFileSync(join(directory, file), "utf8")]));
};

/** The audit as text: a line an event, with all its columns. */
const auditOf = async (db: Sql): Promise<string> =>
  (await db`SELECT a::text AS event FROM audit_events a ORDER BY id`).map(({ event }) => event).join("\n");

/** Shapes of what tests use as secrets, whoever made them up. */
const SECRETS: [what: string, shape: RegExp][] = [
  ["an address of a person", /person-[0-9a-f]{12}(@|%40)/i],
  ["a password", new RegExp(newPassword().replace(/^[\w-]+/, "[\\w-]{12}"))],
  ["a token", /(?<![\w-])[\w-]{43}(?![\w-])/],
  ["a code", /code\W{1,20}\d{6}(?!\d)/i],
  ["a control character", /[^\P{Cc}\n\t]/u],
];

test("[LG-01 LG-02] the audit tells every event of a journey; neither it nor any log tells a secret", async ({
  server,
  db,
  inbox,
}) => {
  const diary = await keepDiary(server.url, inbox, db);
  const audit = await auditOf(db);
  const outputs = [...outputOf(server), ["audit", audit] as const];
  expect(outputs.length).toBeGreaterThanOrEqual(3);
  for (const [file, text] of outputs) {
    for (const secret of diary.secrets()) expect([file, text.includes(secret)]).toEqual([file, false]);
    for (const code of diary.codes) {
      expect([file, new RegExp(`code.{0,40}(?<!\\d)${code}(?!\\d)|"${code}"`, "i").test(text)]).toEqual([file, false]);
    }
  }
  expect(diary.tokens.size).toBeGreaterThan(10);
  expect(diary.codes).toHaveLength(5);

  for (const [id, expected] of diary.events) {
    const events = await db`
      SELECT type, result, at, ip, user_agent FROM audit_events WHERE ${id} IN (actor_id::text, subject_id::text)`;
    expect([...new Set(events.map(({ type }) => type))].sort()).toEqual(expect.arrayContaining([...expected].sort()));
    for (const { type, result, at, ip, user_agent } of events) {
      expect([type, ip, user_agent]).toEqual([type, expect.stringMatching(/^10\./), expect.stringMatching(/./)]);
      expect([type, result]).toEqual([type, ["proof", "authorisation.denied"].includes(type) ? "failure" : "success"]);
      expect(Date.now() - at.getTime()).toBeLessThan(120_000);
    }
  }
});

test("[LG-02 LG-03] nothing that any test of this run used as a secret stands in a log or an audit", async ({
  server,
}) => {
  for (const [file, text] of outputOf(server)) {
    for (const [what, shape] of SECRETS) expect([file, what, shape.exec(text)?.[0]]).toEqual([file, what, undefined]);
  }
  for (const slot of JSON.parse(process.env.E2E_SLOTS ?? "[]") as Slot[]) {
    const db = postgres(slot.databaseUrl, { max: 1 });
    const audit = await auditOf(db);
    await db.end();
    expect(audit).not.toContain(slot.secret);
    for (const [what, shape] of SECRETS) expect([what, shape.exec(audit)?.[0]]).toEqual([what, undefined]);
  }
});

test("[LG-02 LG-03] a mail or a statement that fails is written down without what was in it", async ({
  startInstance,
  createUser,
  db,
}) => {
  const smtp = await startRefusingSmtp();
  const instance = await startInstance({ SMTP_URL: smtp.url });
  const [reader, newcomer] = [await createUser(), newAddress()];
  const client = clientOf(instance.url);
  await startSignIn(client, reader.email);
  expect((await post(client, "/sign-in/verify", "strategy", "email-code")).status).toBe(502);
  await smtp.stop();
  const code = /^Subject: (\d{6}) /m.exec(smtp.refused.join())?.[1];
  expect(code).toMatch(/^\d{6}$/);

  await db`ALTER TABLE attempts ADD CONSTRAINT e2e CHECK (identifier_value <> ${db.unsafe(`'${newcomer}'`)}) NOT VALID`;
  const answer = await post(client, "/sign-up", "email", newcomer);
  await db`ALTER TABLE attempts DROP CONSTRAINT e2e`;
  expect(answer.status).toBe(500);
  expect(await answer.text()).not.toMatch(/attempts|constraint|23514/);

  const said = readFileSync(instance.stderr, "utf8");
  expect(said).toContain("A mail was not sent.");
  expect(said).toContain("database error 23514");
  for (const secret of [reader.email, newcomer, code ?? "", "\x1b"]) expect(said).not.toContain(secret);
  for (const token of client.cookies.values()) expect(said).not.toContain(token);
});

test("[LG-03] what a client calls itself is cut, and its control characters are gone", async ({
  server,
  createUser,
  db,
}) => {
  const person = await createUser();
  const client = clientOf(server.url);
  await startSignIn(client, person.email);
  const form = await client.form("/sign-in/verify", "password");
  const say = (password: string | null, agent: string) =>
    postOverSocket(client, form, { password: password ?? "" }, { "User-Agent": agent });

  // Escape, line feed and NUL are no part of a header at all; an 8-bit terminal has other bytes for the same.
  for (const char of ["\x1b", "\n", "\r", "\0", "\x7f"]) {
    expect(await say(newPassword(), `Mozilla/5.0 ${char}[31m2026-01-01 sign-in of admin`)).toBe(400);
  }
  const long = `Mozilla/5.0 \x9b31m\x85\tforged: line \x9d${"x".repeat(10_000)}`;
  expect(await say(newPassword(), long)).toBe(422);
  expect(await say(person.password, long)).toBe(303);

  const agents = await db`
    SELECT user_agent AS agent FROM sessions WHERE user_id = ${person.id} UNION ALL
    SELECT user_agent FROM audit_events WHERE ${person.id} IN (actor_id, subject_id)`;
  const odd = agents.filter(({ agent }) => agent.includes("forged"));
  expect(odd.length).toBeGreaterThanOrEqual(3);
  for (const { agent } of agents) {
    expect(agent).not.toMatch(/\p{Cc}/u);
    expect(agent.length).toBeLessThanOrEqual(512);
  }
});
