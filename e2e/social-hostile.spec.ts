import { expect, newAddress, test } from "./fixtures";
import { ALTERED_ID_TOKENS } from "./peers/altered-id-tokens";
import { startLyingProvider } from "./peers/lying-provider";
import { clientOf, isSignedIn } from "./support/instances-steps";
import type { SettingsChange } from "./support/settings";
import { link } from "./support/social";
import {
  answerFor,
  connected,
  copiesOf,
  expectStopped,
  follow,
  leaveFor,
  NO_TRACE,
  throughProvider,
  tracesOf,
} from "./support/social-raw";

/* Answers of providers that must sign nobody in, though a browser brings them. */

test("[P28 OA-04] no altered ID token leads to a session, an account or a link; the honest one does", async ({
  server,
  db,
  changeSettings,
}) => {
  const provider = await startLyingProvider();
  await changeSettings(connected(server.secret, { tokens: provider }));
  const email = newAddress();
  provider.person = { sub: email, email, email_verified: true };
  expect(ALTERED_ID_TOKENS.length).toBeGreaterThanOrEqual(20);
  for (const { name, alter } of ALTERED_ID_TOKENS) {
    const client = clientOf(server.url);
    const path = await answerFor(client, "tokens");
    provider.idToken = alter;
    provider.asked = [];
    await expectStopped(client, path, /^sso_refused$/, name);
    expect([name, provider.asked]).toEqual([name, expect.arrayContaining(["POST /token"])]);
    expect([name, await tracesOf(db, "tokens")]).toEqual([name, NO_TRACE]);
  }
  expect(await db`SELECT 1 FROM identifiers WHERE value = ${email}`).toHaveLength(0);

  provider.tellTruth();
  const client = clientOf(server.url);
  expect((await follow(client, await answerFor(client, "tokens"))).pathname).toBe("/dashboard");
  expect(await isSignedIn(client)).toBe(true);
  expect(await tracesOf(db, "tokens")).toMatchObject({ links: 1, sessions: 1 });
  await provider.stop();
});

test("[OA-02 RC-01] twenty callbacks at once, of one code or of twenty, give one session", async ({
  server,
  db,
  createUser,
  changeSettings,
}) => {
  const provider = await startLyingProvider();
  await changeSettings(connected(server.secret, { once: provider }));
  for (const codes of ["one code", "twenty codes"]) {
    // Somebody known: of many who would become the same account, one does anyway.
    const person = await createUser();
    await link(db, person, { id: codes, email: person.email }, "once");
    provider.person = { sub: codes, email: person.email, email_verified: true };
    const client = clientOf(server.url);
    const url = await leaveFor(client, "once");
    // A provider that hands out many codes for one journey, so that it is not its own care that counts.
    const count = codes === "one code" ? 1 : 20;
    const paths = await Promise.all(Array.from({ length: count }, () => throughProvider(url)));
    const ends = await Promise.all(copiesOf(client, 20).map((copy, index) => follow(copy, paths[index % count] ?? "")));
    expect([codes, ends.filter(({ pathname }) => pathname === "/dashboard").length]).toEqual([codes, 1]);
    expect([codes, ends.filter(({ pathname }) => pathname === "/sso").length]).toEqual([codes, 19]);
    const sessions = await db`
      SELECT 1 FROM sessions JOIN accounts a USING (user_id) WHERE a.provider = 'once' AND provider_account_id = ${codes}`;
    expect([codes, sessions.length]).toEqual([codes, 1]);
  }
  await provider.stop();
});

test("[OA-02 WF-01] nobody is signed in as a stranger by the stranger's own answer, opened or posted", async ({
  page,
  server,
  db,
  createUser,
  signIn,
  changeSettings,
}) => {
  const provider = await startLyingProvider();
  await changeSettings(connected(server.secret, { csrf: provider }));
  const stranger = clientOf(server.url);
  const path = await answerFor(stranger, "csrf");

  await page.goto(path);
  await expect(page).toHaveURL(/\/sso\?problem=sso_refused/);
  await expect(page.getByRole("heading", { name: "That answer could not be trusted" })).toBeVisible();
  // While they are on their own way to the same provider.
  const victim = clientOf(server.url);
  await leaveFor(victim, "csrf");
  await expectStopped(victim, path, /^sso_refused$/, "opened");
  const [target = "", query = ""] = path.split("?");
  const posted = await victim.send(target, {
    method: "POST",
    body: new URLSearchParams(query),
    headers: { origin: provider.issuer },
  });
  expect(posted.status).toBe(303);
  expect(posted.headers.getSetCookie()).toEqual([]);
  await leaveFor(victim, "csrf");
  const { pathname, search } = new URL(posted.headers.get("location") ?? "");
  await expectStopped(victim, pathname + search, /^sso_refused$/, "posted");

  // Who is signed in stays who they are, and gets nothing connected.
  const person = await createUser();
  await signIn(page, person);
  await page.goto(path);
  await expect(page.getByRole("link", { name: "Back to your connected accounts" })).toBeVisible();
  await page.goto("/profile");
  await expect(page.getByText(person.email).first()).toBeVisible();
  expect(await tracesOf(db, "csrf")).toEqual(NO_TRACE);
  await provider.stop();
});

test("[OA-11] a connection that goes off, or away, between start and callback lets nobody in; nor does its start", async ({
  server,
  db,
  createUser,
  changeSettings,
}) => {
  const provider = await startLyingProvider();
  const on = connected(server.secret, { going: provider });
  const { going } = on.social?.connections ?? {};
  if (!going) throw new Error("no connection");
  const owner = await createUser();
  provider.person = { sub: owner.id, email: owner.email, email_verified: true };
  const gone: [what: string, change: SettingsChange][] = [
    ["off", { social: { connections: { going: { ...going, enabled: false } } } }],
    ["deleted", { social: { connections: {} } }],
    ["for connecting only", { social: { connections: { going: { ...going, use: "connect" } } } }],
  ];
  for (const [what, change] of gone) {
    await changeSettings(on);
    const client = clientOf(server.url);
    const form = await client.form("/sign-in", "connection");
    const path = await answerFor(client, "going");
    await changeSettings(change);
    await expectStopped(client, path, /^strategy_unavailable$/, what);
    const again = await client.submit(form, { connection: "going" });
    expect([what, again.status, again.headers.get("location")]).toEqual([what, 409, null]);
    expect([what, await tracesOf(db, "going")]).toEqual([what, NO_TRACE]);
  }
  expect(await db`SELECT 1 FROM sessions WHERE user_id = ${owner.id}`).toHaveLength(0);
  await provider.stop();
});
