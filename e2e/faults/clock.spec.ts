import { expect } from "../fixtures";
import {
  clientOf,
  isSignedIn,
  post,
  signInByPassword,
  startSignIn,
  startSignInByCode,
} from "../support/instances-steps";
import { createPerson } from "../support/people";
import { test } from "./arena";

/* What a step of the clock makes of what runs out. That nobody notices it otherwise is one of `faults.ts`. */

test.afterEach(({ arena }) => arena.setClock(0));

test("[B32 EM-01] a code that ran out by a step of the clock signs nobody in; the next one does, and sessions live on", async ({
  arena: { server, postgres, setClock },
  inbox,
}) => {
  const person = await postgres.with((sql) => createPerson(sql, {}));
  const before = clientOf(server.url);
  await signInByPassword(before, person);
  const client = clientOf(server.url);
  const code = await startSignInByCode(client, inbox, person.email);

  await setClock(11);
  const late = await post(client, "/sign-in/verify", "code", code);
  expect([late.status, client.cookies.has("session")]).toEqual([422, false]);
  const next = clientOf(server.url);
  const fresh = await startSignInByCode(next, inbox, person.email);
  expect((await post(next, "/sign-in/verify", "code", fresh)).status).toBe(303);

  await setClock(-60);
  for (const browser of [before, next]) expect(await isSignedIn(browser)).toBe(true);
  const again = clientOf(server.url);
  const code3 = await startSignInByCode(again, inbox, person.email);
  expect((await post(again, "/sign-in/verify", "code", code3)).status).toBe(303);
});

test("[B32 RL-01] what a clock that was ahead has locked opens in its time, and locks nobody else", async ({
  arena: { server, postgres, setClock },
}) => {
  const [person, other] = await postgres.with((sql) => Promise.all([createPerson(sql, {}), createPerson(sql, {})]));
  await setClock(60);
  const stranger = clientOf(server.url);
  await startSignIn(stranger, person.email);
  for (let wrong = 0; wrong < 10; wrong++) await post(stranger, "/sign-in/verify", "password", "wrong horse");
  const locked = clientOf(server.url);
  await startSignIn(locked, person.email);
  expect((await post(locked, "/sign-in/verify", "password", person.password ?? "")).status).not.toBe(303);

  await setClock(0);
  await signInByPassword(clientOf(server.url), other);
  // An hour of the lock, and the hour the clock was ahead.
  await setClock(121);
  await signInByPassword(clientOf(server.url), person);
});
