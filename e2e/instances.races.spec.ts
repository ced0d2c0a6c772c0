import { expect, test } from "./fixtures";
import {
  clientOf,
  proveByCode,
  signInByPassword,
  startSignIn,
  startSignInByCode,
  startSignUp,
  tally,
} from "./support/instances-steps";
import { newAddress, newPassword } from "./support/people";
import type { RawClient } from "./support/raw-forms";

/* Many requests at once to two servers on one database: the database alone can order them. */

const MANY = 50;
const times = <T>(count: number, make: (index: number) => T) =>
  Array.from({ length: count }, (_, index) => make(index));

test("[RL-02] of 200 wrong passwords at once for one account exactly 10 are looked at", async ({
  server,
  startInstance,
  createUser,
  inbox,
  db,
}) => {
  const urls = [server.url, (await startInstance()).url];
  const person = await createUser();
  const journeys = times(10, (index) => clientOf(urls[index % 2] ?? ""));
  for (const journey of journeys) await startSignIn(journey, person.email);
  const form = await journeys[0]?.form("/sign-in/verify", "password");
  if (!form) throw new Error("no journey");

  const guesses = times(200, (index) => clientOf(urls[index % 2] ?? "", journeys[index % 10]));
  const answers = await Promise.all(guesses.map((guess) => guess.submit(form, { password: newPassword() })));
  expect(tally(answers)).toEqual({ 422: 10, 429: 190 });
  const events = await db`
    SELECT type, result, count(*)::int FROM audit_events WHERE subject_id = ${person.id} GROUP BY 1, 2 ORDER BY 1`;
  expect(events).toEqual([
    { type: "lockout", result: "success", count: 1 },
    { type: "proof", result: "failure", count: 10 },
  ]);
  // The right one comes too late on either instance; the owner is told once.
  for (const journey of journeys.slice(0, 2)) {
    expect((await journey.submit(form, { password: person.password ?? "" })).status).toBe(429);
  }
  await inbox.waitForMail(person.email, { about: /locked/ });
  expect(await inbox.mails(person.email)).toHaveLength(1);
  expect(await db`SELECT 1 FROM sessions WHERE user_id = ${person.id}`).toHaveLength(0);
});

test("[RC-01] of 50 right submissions at once, of a code or of a password, one gets a session", async ({
  server,
  startInstance,
  createUser,
  inbox,
  db,
}) => {
  const urls = [server.url, (await startInstance()).url];
  const byCode = async (client: RawClient, email: string) => ({ code: await startSignInByCode(client, inbox, email) });
  const byPassword = async (client: RawClient, email: string, password: string) => {
    await startSignIn(client, email);
    return { password };
  };
  for (const start of [byCode, byPassword]) {
    const person = await createUser();
    const journey = clientOf(server.url);
    const proof = await start(journey, person.email, person.password ?? "");
    const form = await journey.form("/sign-in/verify", Object.keys(proof)[0] ?? "");
    const copies = times(MANY, (index) => clientOf(urls[index % 2] ?? "", journey));
    const answers = await Promise.all(copies.map((copy) => copy.submit(form, proof)));

    expect(answers.filter(({ status }) => status >= 500)).toEqual([]);
    expect(tally(answers)[303]).toBe(1);
    expect(copies.filter(({ cookies }) => cookies.has("session"))).toHaveLength(1);
    expect(await db`SELECT 1 FROM sessions WHERE user_id = ${person.id}`).toHaveLength(1);
    expect(await db`SELECT 1 FROM audit_events WHERE actor_id = ${person.id} AND type = 'sign-in'`).toHaveLength(1);
  }
});

test("[RC-04] of 50 sign-ups of one address that end at once one makes a person", async ({
  server,
  startInstance,
  inbox,
  db,
}) => {
  const urls = [server.url, (await startInstance()).url];
  const email = newAddress();
  const journeys: RawClient[] = [];
  for (const index of times(MANY, Number)) {
    // Five codes an hour go to one address; the race is what is tested here.
    if (index % 5 === 0) await db`DELETE FROM rate_limits`;
    const journey = clientOf(urls[index % 2] ?? "");
    await proveByCode(journey, "/sign-up", await startSignUp(journey, inbox, email));
    journeys.push(journey);
  }
  const form = await journeys[0]?.form("/sign-up/continue", "password");
  if (!form) throw new Error("no journey");
  const [before] = await db`SELECT count(*)::int AS people FROM users`;
  const passwords = times(MANY, newPassword);
  const answers = await Promise.all(
    journeys.map((journey, index) => journey.submit(form, { password: passwords[index] ?? "" })),
  );

  expect(tally(answers)).toEqual({ 303: 1, 409: MANY - 1 });
  const [after] = await db`SELECT count(*)::int AS people FROM users`;
  expect(after?.people - before?.people).toBe(1);
  const [held] = await db<{ id: string }[]>`SELECT user_id AS id FROM identifiers WHERE value = ${email}`;
  expect(await db`SELECT 1 FROM sessions WHERE user_id = ${held?.id ?? null}`).toHaveLength(1);
  // The password of the one that won is the one that counts.
  const winner = answers.findIndex(({ status }) => status === 303);
  await signInByPassword(clientOf(server.url), { id: "", email, password: passwords[winner] ?? null });
});
