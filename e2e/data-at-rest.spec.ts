import postgres, { type Sql } from "postgres";
import { test as base, expect } from "./fixtures";
import { type RunningServer, startServer } from "./server";
import {
  credentialsIn,
  forEach,
  readDump,
  spellingsOf,
  standsIn,
  tokenHash,
  tracesOf,
} from "./support/data-at-rest-dump";
import { gatherTreasure } from "./support/data-at-rest-people";
import { clientOf, isSignedIn, post, signInByPassword } from "./support/instances-steps";
import { createPerson } from "./support/people";
import type { RawClient } from "./support/raw-forms";

/** A server with a database of its own: all of it is read, and every value tried. */
const test = base.extend<{ own: RunningServer & { sql: Sql } }>({
  own: async ({ server }, use, { testId }) => {
    const own = await startServer({ name: `data-at-rest-${testId}`, smtpUrl: server.smtpUrl });
    const sql = postgres(own.databaseUrl, { max: 2, onnotice: () => {} });
    await use({ ...own, sql });
    await sql.end({ timeout: 5 });
    await own.stop();
  },
});

const FLOWS = ["sign-in", "sign-up", "reset-password"];

/** A browser of the thief: this value in these cookies, besides those it has by right. */
function thief(origin: string, value: string, cookies: string[], byRight?: RawClient): RawClient {
  const client = clientOf(origin, byRight);
  for (const name of cookies) client.cookies.set(name, encodeURIComponent(value));
  return client;
}

test("[DA-01 SE-01] a copy of the database, without the key of its server, opens nothing", async ({ own, inbox }) => {
  // Every value there is, in every place it could fit.
  test.setTimeout(180_000);
  const people = [await createPerson(own.sql, {}), await createPerson(own.sql, {})] as const;
  const treasure = await gatherTreasure({ origin: own.url, inbox, db: own.sql }, [...people]);
  const { client, pending, locked } = treasure;
  const session = client.cookies.get("session") ?? "";
  const dump = await readDump(own.sql);
  const all = dump.join("\n");

  await test.step("no secret is in it; of tokens there is a hash", async () => {
    expect(treasure.tokens.length).toBeGreaterThanOrEqual(10);
    for (const token of treasure.tokens) {
      expect(token).toMatch(/^[\w-]{43}$/);
      expect(dump).toContain(tokenHash(token));
      for (const spelling of spellingsOf(token)) expect(all).not.toContain(spelling);
    }
    for (const code of treasure.codes) {
      expect(standsIn(all, code)).toBe(false);
      for (const trace of tracesOf(code)) expect(all).not.toContain(trace);
    }
    for (const password of treasure.passwords) expect(all).not.toContain(password);
    expect(all).not.toContain(own.secret);
  });

  const tried = credentialsIn(dump);
  expect(tried).toEqual(expect.arrayContaining([tokenHash(session), people[0].id]));

  await test.step("no value in it is a session, a journey or a device", async () => {
    const form = await locked.stranger.form("/sign-in/verify", "password");
    const right = { password: locked.person.password ?? "" };
    const signedInOnly = clientOf(own.url);
    signedInOnly.cookies.set("session", session);
    const real = thief(own.url, session, ["session"]);
    expect((await real.send("/sign-in/verify")).headers.get("location")).toBe("/dashboard");
    await forEach(tried, async (value) => {
      const bare = thief(own.url, value, ["session", ...FLOWS.map((flow) => `${flow}-attempt`)]);
      for (const flow of FLOWS) {
        // With a journey it would show the code's form, with a session alone it would lead to the dashboard.
        const { status, headers } = await bare.send(`/${flow}/verify`);
        expect([value, status, headers.get("location")]).toEqual([value, 307, `/${flow}?lost`]);
      }
      const inside = thief(own.url, value, ["add-identifier-attempt", "step-up-attempt"], signedInOnly);
      expect([value, (await inside.send("/profile/verify")).status]).toEqual([value, 307]);
      expect(await (await inside.send("/step-up")).text()).not.toContain("We sent a 6-digit code");
      // Who knows the password and nothing else stays locked out; a browser of the owner's would get in.
      const outside = thief(own.url, value, ["device"], locked.stranger);
      expect([value, (await outside.submit(form, right)).status]).toEqual([value, 429]);
    });
  });

  await test.step("none unlocks an account, none is a code", async () => {
    const [unlock] = await clientOf(own.url).forms("/unlock");
    if (!unlock) throw new Error("no form to unlock");
    await forEach(tried, async (token) => {
      const { status } = await clientOf(own.url).submit(unlock, { token });
      expect([token, [404, 422].includes(status)]).toEqual([token, true]);
    });
    const digits = tried.filter((value) => /^\d{6}$/.test(value));
    expect(digits).toEqual([]);
  });

  await test.step("codes are worth nothing under another AUTH_SECRET", async () => {
    const stolen = await startServer({
      name: `data-at-rest-other-secret-${test.info().testId}`,
      smtpUrl: own.smtpUrl,
      sharing: { databaseUrl: own.databaseUrl, secret: own.secret.split("").reverse().join("") },
    });
    for (const { path, client: waiting, code } of pending) {
      const copy = clientOf(stolen.url, waiting);
      expect([path, (await post(copy, path, "code", code)).status]).toEqual([path, 422]);
    }
    await stolen.stop();
  });

  await test.step("and all the while the real ones were good", async () => {
    expect(await isSignedIn(client)).toBe(true);
    for (const { path, client: waiting, code } of pending) {
      expect([path, (await post(waiting, path, "code", code)).status]).toEqual([path, 303]);
    }
    const known = thief(own.url, locked.device, ["device"]);
    await signInByPassword(known, locked.person);
    const [unlock] = await clientOf(own.url).forms("/unlock");
    if (!unlock) throw new Error("no form to unlock");
    expect((await clientOf(own.url).submit(unlock, { token: locked.unlockToken })).status).toBe(200);
  });
});

test("[LG-04] the audit log only grows, also for the database user of the app", async ({ db }) => {
  const type = `e2e-${Date.now()}`;
  const [event] = await db`
    INSERT INTO audit_events (at, type, result, actor_id, ip, user_agent, data)
    VALUES (now(), ${type}, 'success', gen_random_uuid(), '10.0.0.1', 'e2e', '{"a": 1}') RETURNING *`;
  const id = event?.id;
  const refused = [
    db`DELETE FROM audit_events WHERE id = ${id}`,
    db`DELETE FROM audit_events`,
    db`TRUNCATE audit_events`,
    db`UPDATE audit_events SET type = 'sign-in' WHERE id = ${id}`,
    db`UPDATE audit_events SET at = at - interval '1 day' WHERE id = ${id}`,
    db`UPDATE audit_events SET result = 'failure' WHERE id = ${id}`,
    db`UPDATE audit_events SET actor_id = NULL WHERE id = ${id}`,
    db`UPDATE audit_events SET ip = '10.0.0.2' WHERE id = ${id}`,
    db`UPDATE audit_events SET ip = NULL, user_agent = NULL, data = NULL, type = 'sign-in' WHERE id = ${id}`,
    db`UPDATE audit_events SET ip = NULL, user_agent = NULL, data = NULL, subject_id = gen_random_uuid() WHERE id = ${id}`,
  ];
  for (const change of refused) await expect(change).rejects.toThrow("append-only");
  expect(await db`SELECT * FROM audit_events WHERE id = ${id}`).toEqual([event]);

  // When a person is deleted, what is personal goes and the fact stays.
  await db`UPDATE audit_events SET ip = NULL, user_agent = NULL, data = NULL WHERE id = ${id}`;
  expect(await db`SELECT * FROM audit_events WHERE id = ${id}`).toEqual([
    { ...event, ip: null, user_agent: null, data: null },
  ]);
});
