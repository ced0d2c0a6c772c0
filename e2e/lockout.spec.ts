import { codeIn, expect, expectAccessible, newNumber, test } from "./fixtures";
import { appCode } from "./support/authenticator";
import { lockOut, unlockTokenFor } from "./support/data-at-rest-people";
import {
  clientOf,
  isSignedIn,
  post,
  proveByCode,
  signInByPassword,
  startReset,
  startSignInByCode,
  startSignIn as startSignInRaw,
} from "./support/instances-steps";
import { newPassword } from "./support/people";
import type { RawClient } from "./support/raw-forms";
import { postCode } from "./support/second-factor-raw";
import { enterPassword, startSignIn } from "./support/steps";

test("[RL-01 RL-04 EM-11] ten wrong passwords lock an account for strangers; its owner's link opens it at once", async ({
  page,
  createUser,
  inbox,
}) => {
  const person = await createUser();
  await startSignIn(page, person.email);
  for (let tries = 0; tries < 10; tries++) {
    const answered = page.waitForResponse((response) => response.request().method() === "POST");
    await enterPassword(page, "wrong horse");
    expect((await answered).status()).toBe(422);
    await expect(page.getByText("doesn't match this account")).toBeVisible();
  }
  const refused = page.waitForResponse((response) => response.request().method() === "POST");
  await enterPassword(page, person.password ?? "");
  expect((await refused).status()).toBe(429);
  await expect(page.getByText("Too many failed attempts, so this is blocked in new browsers for now.")).toBeVisible();
  await expect(page.getByRole("timer")).toHaveText(/Try again in (60:00|59:\d\d)/);

  const { text } = await inbox.waitForMail(person.email, { about: /locked/i });
  const link = /http\S+\/unlock#([\w-]{43})/.exec(text);
  const sent: string[] = [];
  page.on("request", (request) => sent.push(request.url() + JSON.stringify(request.headers())));
  await page.goto(link?.[0] ?? "");
  // Looking at the link spends nothing.
  await page.reload();
  expect(sent.length).toBeGreaterThan(2);
  for (const request of sent) expect(request).not.toContain(link?.[1]);
  await page.getByRole("button", { name: "Unlock this browser" }).click();
  await expect(page.getByText("This browser is unlocked.")).toBeVisible();
  await startSignIn(page, person.email);
  await enterPassword(page, person.password ?? "");
  await page.waitForURL("/dashboard");
});

test("[RL-04 RL-01] with a stranger failing at every door of two instances, the owner comes in by each proof", async ({
  server,
  startInstance,
  createUser,
  changeSettings,
  secondFactors,
  inbox,
  db,
}) => {
  await changeSettings({ mfa: { totp: true } });
  const urls = [server.url, (await startInstance()).url];
  const person = await createUser();
  const known = clientOf(server.url);
  await signInByPassword(known, person);
  known.cookies.delete("session");

  // What the stranger has asked for before: asking without pause is another promise (EM-07).
  const waiting: { client: RawClient; path: string }[] = [];
  for (const origin of urls) {
    const [signIn, reset] = [clientOf(origin), clientOf(origin)];
    await startSignInByCode(signIn, inbox, person.email);
    await startReset(reset, inbox, person.email);
    waiting.push({ client: signIn, path: "/sign-in/verify" }, { client: reset, path: "/reset-password/verify" });
  }
  // The stranger goes on for as long as the owner is at it, from ever new addresses.
  let isOver = false;
  let failures = 0;
  const fail = async (client: RawClient, path: string, field: string, wrong: string) => {
    const form = (await client.forms(path).catch(() => [])).find(({ fields }) => fields.has(field));
    if (!form) return;
    // What the stranger had begun is void once the password is a new one: back to the start.
    expect([307, 422, 429]).toContain((await client.submit(form, { [field]: wrong })).status);
    failures++;
  };
  const stranger = async (origin: string) => {
    while (!isOver) {
      const client = clientOf(origin);
      await startSignInRaw(client, person.email);
      for (let tries = 0; tries < 3; tries++) await fail(client, "/sign-in/verify", "password", newPassword());
      for (const { client: asked, path } of waiting) await fail(asked, path, "code", "000000");
    }
  };
  await lockOut(clientOf(server.url), person);
  const token = await unlockTokenFor(inbox, person.email);
  const strangers = urls.map(stranger);
  const again = () => db`DELETE FROM rate_limits`;
  const begun = Date.now();
  try {
    const fresh = clientOf(urls[1] ?? "");
    await startSignInRaw(fresh, person.email);
    expect((await post(fresh, "/sign-in/verify", "password", person.password ?? "")).status).toBe(429);
    const [form] = await fresh.forms("/unlock");
    if (!form) throw new Error("no form");
    expect((await fresh.submit({ ...form, fields: new Map([["token", token]]) }, { token })).status).toBe(200);
    expect(await isSignedIn(fresh)).toBe(false);
    await signInByPassword(fresh, person);
    await again();

    await signInByPassword(known, person);
    await again();

    const byCode = clientOf(server.url);
    const code = await startSignInByCode(byCode, inbox, person.email);
    await post(byCode, "/sign-in/verify", "code", code);
    expect(await isSignedIn(byCode)).toBe(true);
    await again();

    const byReset = clientOf(urls[1] ?? "");
    await proveByCode(byReset, "/reset-password", await startReset(byReset, inbox, person.email));
    const ended = await byReset.form("/reset-password/new", "password");
    await byReset.submit(ended, { password: newPassword(), signOutOthers: undefined });
    expect(await isSignedIn(byReset)).toBe(true);
    await again();

    const seed = await secondFactors.app(person);
    const byApp = clientOf(server.url);
    await post(byApp, "/sign-in", "identifier", person.email);
    await post(byApp, "/sign-in/verify", "strategy", "email-code");
    const next = codeIn(await inbox.waitForMail(person.email, { about: /^\d{6} / }));
    await post(byApp, "/sign-in/verify", "code", next);
    await postCode(byApp, appCode(seed));
    expect(await isSignedIn(byApp)).toBe(true);
  } finally {
    isOver = true;
    await Promise.all(strangers);
  }
  test.info().annotations.push({ type: "wrong tries", description: `${failures} in ${Date.now() - begun} ms` });
  expect(failures).toBeGreaterThan(5);
});

test("[RL-04] the lock of an account without mail is announced by text message, with the link that opens it", async ({
  page,
  server,
  createUser,
  changeSettings,
  phone,
  db,
}) => {
  await changeSettings({ phone: { signIn: true, signUp: "optional" } });
  const number = newNumber();
  const person = await createUser({ phone: number });
  await db`DELETE FROM identifiers WHERE user_id = ${person.id} AND kind = 'email'`;
  await db`UPDATE users SET email = NULL, email_verified_at = NULL, identifier = ${number} WHERE id = ${person.id}`;
  const stranger = clientOf(server.url);
  await startSignInRaw(stranger, number);
  const form = await stranger.form("/sign-in/verify", "password");
  for (let tries = 0; tries < 10; tries++) await stranger.submit(form, { password: newPassword() });
  const { text } = await phone.waitForText(number);
  const [link = ""] = /http\S+\/unlock#[\w-]{43}/.exec(text) ?? [];
  await page.goto(link);
  await expectAccessible(page);
  await page.getByRole("button", { name: "Unlock this browser" }).click();
  await page.getByRole("link", { name: "Sign in" }).click();
  await page.getByLabel(/^Email/).fill(number);
  await page.getByRole("button", { name: "Continue", exact: true }).click();
  await enterPassword(page, person.password ?? "");
  await page.waitForURL("/dashboard");
});

test("[RL-01] an admin sees a lock, and lifts it", async ({ page, server, createUser, signIn, db }) => {
  const [person, admin] = [await createUser(), await createUser({ role: "admin" })];
  await lockOut(clientOf(server.url), person);
  await signIn(page, admin);
  await page.goto(`/admin/users?q=${encodeURIComponent(person.email)}`);
  const row = page.getByRole("list", { name: "People" }).getByRole("listitem");
  await expect(row.getByText("Locked", { exact: true })).toBeVisible();
  await row.getByRole("link").click();
  const card = page.getByRole("region", { name: "Locks" });
  await expect(card.getByText("password, in new browsers")).toBeVisible();
  await expect(card.getByText(/^until .* UTC$/)).toBeVisible();
  await expectAccessible(page);
  await card.getByRole("button", { name: "Lift the lock" }).click();
  await expect(card.getByText("The lock is lifted.")).toBeVisible();
  await expect(card.getByText("Nothing is locked.")).toBeVisible();
  await expect(page.getByText("Locked", { exact: true })).toBeHidden();
  await signInByPassword(clientOf(server.url), person);
  const events = await db`
    SELECT actor_id, method FROM audit_events WHERE type = 'unlock' AND subject_id = ${person.id}`;
  expect(events).toEqual([{ actor_id: admin.id, method: "admin" }]);
});

test("[RL-03] too many journeys from one network are told to wait", async ({ page, db }) => {
  await page.goto("/sign-in");
  await page.getByLabel("Email address").fill("somebody@example.test");
  await page.getByRole("button", { name: "Continue" }).click();
  await page.waitForURL("/sign-in/verify");
  await db`UPDATE rate_limits SET points = 1000000 WHERE key LIKE 'start:network:%'`;
  await page.goto("/sign-in");
  await page.getByLabel("Email address").fill("somebody@example.test");
  await page.getByRole("button", { name: "Continue" }).click();
  await expect(page.getByText("That was too often.")).toBeVisible();
  await expect(page.getByRole("timer")).toHaveText(/Try again in \d+:\d\d/);
});
