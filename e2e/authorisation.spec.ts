import { expect, newNumber, test } from "./fixtures";
import { insertConnection } from "./support/connections";
import { protect } from "./support/protected-people";
import { RawClient, type RawForm } from "./support/raw-forms";
import { followLink } from "./support/raw-pages";
import { seal } from "./support/seal";
import { everythingOn } from "./support/settings";
import { actionRules } from "./support/walk-actions";
import { privatePagesOf } from "./support/walk-pages";

test("[AZ-02 FW-04] an admin's forms, right as they are, save nothing for anybody else, nor for an admin whose proof is old", async ({
  server,
  clientAddress,
  createUser,
  signIn,
  newBrowser,
  db,
}) => {
  const boss = await createUser({ role: "admin" });
  const person = await createUser();
  const fresh = await signIn(await newBrowser(), boss);
  const old = await signIn(await newBrowser(), boss, { at: new Date(Date.now() - 11 * 60_000) });
  const plain = await signIn(await newBrowser(), person);
  const source = new RawClient(server.url, clientAddress);
  source.cookies.set("session", fresh);
  const pages = ["/admin/authentication", "/admin/sms", "/admin/social/google", "/admin/wallets"];
  const found = [];
  for (const path of pages) found.push(...(await source.forms(path)));
  const forms = found.filter(({ fields }) => fields.size > 0);
  const saves = Object.values(actionRules)
    .flatMap(Object.keys)
    .filter((name) => name.startsWith("save"));
  expect(forms).toHaveLength(saves.length);

  for (const form of forms) {
    // The page that follows the action refuses too, each in its own way; what counts is that none of them saves.
    for (const [who, token] of [
      ["nobody"],
      ["a made-up cookie", "A".repeat(43)],
      ["a person", plain],
      ["an old proof", old],
    ]) {
      const client = new RawClient(server.url, clientAddress);
      if (token) client.cookies.set("session", token);
      const answer = await client.submit(form, valid(form));
      expect([who, answer.status >= 300, answer.status < 500]).toEqual([who, true, true]);
    }
  }
  expect(await db`SELECT 1 FROM settings`).toHaveLength(0);
  // The very same posts, from who may.
  for (const form of forms) expect((await source.submit(form, valid(form))).status).toBe(200);
  // The forms of one page of wallets write parts of one section.
  const sections = new Set(forms.map((form) => (form.url === "/admin/wallets" ? form.url : form)));
  expect(await db`SELECT 1 FROM settings`).toHaveLength(sections.size);
});

/** What an admin could save: every box ticked, every choice its first, every number in range. */
function valid(form: RawForm): Record<string, string> {
  const first: Record<string, string> = {
    enumeration: "bulk",
    appName: "Taken over",
    relatedOrigins: "",
    allowed: "",
    blocked: "",
  };
  const boxes = [...form.fields].map(([name, value]) => [name, first[name] ?? (value || "on")]);
  // The countries are many boxes of one name, each with a value of its own.
  return Object.fromEntries(form.url === "/admin/sms" && form.fields.size === 1 ? [["enabled", "DE"]] : boxes);
}

test("[AZ-03] nobody touches what is somebody else's", async ({
  server,
  clientAddress,
  createUser,
  signIn,
  newBrowser,
  db,
}) => {
  const [one, other] = [await createUser(), await createUser()];
  const token = await signIn(await newBrowser(), one);
  await signIn(await newBrowser(), one);
  await signIn(await newBrowser(), other);
  const client = new RawClient(server.url, clientAddress);
  client.cookies.set("session", token);
  const [theirs] = await db`SELECT id FROM sessions WHERE user_id = ${other.id}`;
  const form = await client.form("/profile/security", "id");
  for (const [id, expected] of [
    [theirs?.id, 404],
    ["00000000-0000-4000-8000-000000000000", 404],
    ["1", 422],
    ["' OR 1=1 --", 422],
  ]) {
    expect([id, (await client.submit(form, { id })).status]).toEqual([id, expected]);
  }
  expect(await db`SELECT 1 FROM sessions WHERE user_id = ${other.id}`).toHaveLength(1);
  expect((await client.submit(form)).status).toBe(200);
  expect(await db`SELECT 1 FROM sessions WHERE user_id = ${one.id}`).toHaveLength(1);
});

test("[AZ-06 SE-02] no page shows a hash, a token or a secret, not even to an admin", async ({
  server,
  clientAddress,
  createUser,
  signIn,
  page,
  db,
  changeSettings,
}) => {
  await changeSettings(everythingOn);
  const boss = await createUser({ role: "admin", phone: newNumber() });
  await protect(db, boss);
  await insertConnection(db, {
    id: boss.id,
    secret: seal(server.secret, "a secret of the provider", `enterprise:${boss.id}`),
  });
  const token = await signIn(page, boss);
  await db`UPDATE sessions SET second_factor_at = now() WHERE user_id = ${boss.id}`;
  const client = new RawClient(server.url, clientAddress);
  client.cookies.set("session", token);
  const rows = await db<{ secret: string }[]>`
    SELECT hash AS secret FROM passwords UNION SELECT token_hash FROM sessions UNION SELECT token_hash FROM devices
    UNION SELECT code_hash FROM backup_codes UNION SELECT client_secret FROM enterprise_connections WHERE client_secret IS NOT NULL UNION SELECT secret FROM second_factors WHERE secret IS NOT NULL`;
  const secrets = [...rows.map(({ secret }) => secret), "a secret of the provider", token, server.secret, "$argon2"];
  const answers = [client.send("/api/auth/session")];
  for (const path of privatePagesOf("admin", boss.id)) answers.push(client.send(path), followLink(client, path));
  for (const answer of await Promise.all(answers)) {
    expect([answer.url, answer.status]).toEqual([answer.url, 200]);
    const body = await answer.text();
    for (const secret of secrets) expect(body).not.toContain(secret);
  }
});

test("[WF-09] what nobody asked for is not taken", async ({ server, clientAddress, inbox, db }) => {
  const client = new RawClient(server.url, clientAddress);
  const extra = {
    role: "admin",
    emailVerified: "true",
    id: "00000000-0000-4000-8000-000000000000",
    userId: "1",
    bannedAt: "",
    firstName: "Eve",
  };
  const email = `eve-${Date.now()}@example.test`;
  await client.submit(await client.form("/sign-up", "email"), { email, ...extra });
  const { text } = await inbox.waitForMail(email);
  await client.submit(await client.form("/sign-up/verify", "code"), { code: /\d{6}/.exec(text)?.[0] ?? "", ...extra });
  const done = await client.submit(await client.form("/sign-up/continue", "password"), {
    password: "a fine long password",
    ...extra,
  });
  expect(done.headers.get("location")).toBe("/dashboard");
  const [user] = await db`SELECT role, id, banned_at FROM users WHERE email = ${email}`;
  expect(user).toMatchObject({ role: "user", banned_at: null });
  expect(user?.id).not.toBe(extra.id);
});

test("[SE-08] sensitive changes ask an old session for a fresh proof, on the page and in the action", async ({
  page,
  createUser,
  signIn,
  db,
}) => {
  const person = await createUser();
  await signIn(page, person, { at: new Date(Date.now() - 11 * 60_000) });
  await page.goto("/profile/security");
  await page.getByLabel("New password").fill("another fine password");
  await page.getByRole("button", { name: "Change password" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Close" }).click();
  await expect(page.getByText("Confirm that it is you, then try again.")).toBeVisible();
  await page.getByRole("link", { name: "Confirm it's you" }).click();
  await page.getByLabel("Password", { exact: true }).fill(person.password ?? "");
  await page.getByRole("button", { name: "Confirm" }).click();
  await page.waitForURL("/profile/security");
  await page.getByLabel("New password").fill("another fine password");
  await page.getByRole("button", { name: "Change password" }).click();
  await expect(page.getByText("Your password is saved.")).toBeVisible();
  const [event] = await db`SELECT 1 FROM audit_events WHERE type = 'password.set' AND actor_id = ${person.id}`;
  expect(event).toBeDefined();
});
