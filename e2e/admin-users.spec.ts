import { randomBytes } from "node:crypto";
import { expect, expectAccessible, newNumber, test } from "./fixtures";
import { protect, secondStepOf } from "./support/protected-people";
import { RawClient } from "./support/raw-forms";
import { enterPassword, expectSignedOut, startSignIn } from "./support/steps";

const REASON = "Lost the phone, showed a passport";
const NOBODY = "00000000-0000-4000-8000-000000000000";
const newName = () => `Name-${randomBytes(5).toString("hex")}`;

test("[P46 MF-09] an admin finds somebody and resets their second step: they are signed out, told, and get in by the first", async ({
  page,
  inbox,
  db,
  createUser,
  signIn,
  newBrowser,
}) => {
  const lastName = newName();
  const person = await createUser({ firstName: "Ada", lastName, phone: newNumber() });
  await protect(db, person);
  const theirs = await newBrowser();
  await signIn(theirs, person);
  await theirs.goto("/dashboard");
  const waiting = await newBrowser();
  await startSignIn(waiting, person.email);
  await enterPassword(waiting, person.password ?? "");
  await waiting.waitForURL("/second-factor/sign-in");

  const admin = await createUser({ role: "admin" });
  await signIn(page, admin);
  await page.goto("/admin");
  await page.getByRole("link", { name: "People", exact: true }).click();
  await expect(page.getByRole("heading", { name: "People" })).toBeVisible();
  await page.getByRole("searchbox", { name: "Search people" }).fill(person.email.toUpperCase());
  await page.getByRole("button", { name: "Search" }).click();
  await expect(page.getByRole("list", { name: "People" }).getByRole("listitem")).toHaveCount(1);
  await expect(page.getByText("Two-step", { exact: true })).toBeVisible();
  await expectAccessible(page);
  await page.getByRole("link", { name: `Ada ${lastName}` }).click();

  await expect(page.getByRole("heading", { name: `Ada ${lastName}` })).toBeVisible();
  await expect(page.getByLabel("Pages").getByRole("link", { name: "People" })).toHaveAttribute("aria-current", "true");
  await expect(page.getByText("Signed in on").locator("xpath=following-sibling::dd")).toHaveText("1 device");
  const card = page.getByRole("region", { name: "Two-step verification" });
  await expect(
    card.getByText("Removes text messages to 1 number, 7 backup codes and 1 trusted browser;"),
  ).toBeVisible();
  await expect(card.getByText(`signs Ada ${lastName} out everywhere. They sign in without`)).toBeVisible();
  await expectAccessible(page);
  const button = card.getByRole("button", { name: "Reset two-step verification" });
  await card.getByLabel("Reason").fill(" x ");
  await button.click();
  await expect(card.getByText("Say why, in a few words.")).toBeVisible();
  await expectAccessible(page);
  expect(await secondStepOf(db, person)).toEqual([1, 7, 1]);
  await card.getByLabel("Reason").fill(REASON);
  await button.click();
  await expect(card.getByText("Two-step verification is reset.")).toBeVisible();
  await expect(card.getByText("Off", { exact: true })).toBeVisible();
  await expect(button).toHaveCount(0);
  await expectAccessible(page);

  expect(await secondStepOf(db, person)).toEqual([0, 0, 0]);
  const mail = await inbox.waitForMail(person.email, { about: /two-step verification was reset/ });
  expect(mail.text).toContain("an administrator");
  expect(mail.text).not.toContain(REASON);
  await expectSignedOut(theirs);
  await waiting.reload();
  await expect(waiting).toHaveURL(/\/sign-in\?lost/);
  await startSignIn(theirs, person.email);
  await enterPassword(theirs, person.password ?? "");
  await theirs.waitForURL("/dashboard");
  const [event] = await db`
    SELECT actor_id, data FROM audit_events WHERE type = 'second-factor.reset' AND subject_id = ${person.id}`;
  expect(event).toMatchObject({ actor_id: admin.id, data: { reason: REASON, factors: 1 } });
});

test("[P46 P39] where everybody has to have a second step, whoever was reset sets one up at the next sign-in", async ({
  page,
  db,
  createUser,
  signIn,
  newBrowser,
  changeSettings,
}) => {
  await changeSettings({ mfa: { required: true, totp: true } });
  const person = await createUser({ phone: newNumber() });
  await protect(db, person);
  await signIn(page, await createUser({ role: "admin" }));
  await page.goto(`/admin/users/${person.id}`);
  await expect(page.getByText("They set up a new second step at the next sign-in: it is required here.")).toBeVisible();
  await page.getByLabel("Reason").fill(REASON);
  await page.getByRole("button", { name: "Reset two-step verification" }).click();
  await expect(page.getByText("Two-step verification is reset.")).toBeVisible();
  const theirs = await newBrowser();
  await startSignIn(theirs, person.email);
  await enterPassword(theirs, person.password ?? "");
  await theirs.waitForURL("/second-factor/sign-in/enrol");
  await expectSignedOut(theirs);
});

test("[P46] an admin who resets their own second step is told so, and signed out here too", async ({
  page,
  db,
  createUser,
  signIn,
}) => {
  const admin = await createUser({ role: "admin", phone: newNumber() });
  await protect(db, admin);
  await signIn(page, admin);
  await db`UPDATE sessions SET second_factor_at = now() WHERE user_id = ${admin.id}`;
  await page.goto(`/admin/users/${admin.id}`);
  await expect(page.getByText("signs you out everywhere, here too.")).toBeVisible();
  await page.getByLabel("Reason").fill(REASON);
  await page.getByRole("button", { name: "Reset two-step verification" }).click();
  await expect(page).toHaveURL(/\/sign-in/);
  expect(await secondStepOf(db, admin)).toEqual([0, 0, 0]);
  await expectSignedOut(page);
});

test("[SE-08] the page asks an old session for a fresh proof, and so does its form when time has passed on it", async ({
  page,
  db,
  createUser,
  signIn,
}) => {
  const person = await createUser({ phone: newNumber() });
  await protect(db, person);
  const admin = await createUser({ role: "admin" });
  await signIn(page, admin, { at: new Date(Date.now() - 11 * 60_000) });
  await page.goto("/admin/users");
  await expect(page.getByRole("heading", { name: "People" })).toBeVisible();
  await page.goto(`/admin/users/${person.id}`);
  await expect(page).toHaveURL(`/step-up?redirect_url=${encodeURIComponent(`/admin/users/${person.id}`)}`);
  await page.getByLabel("Password", { exact: true }).fill(admin.password ?? "");
  await page.getByRole("button", { name: "Confirm" }).click();
  await page.waitForURL(`/admin/users/${person.id}`);
  await db`UPDATE sessions SET first_factor_at = now() - interval '1 hour' WHERE user_id = ${admin.id}`;
  await page.getByLabel("Reason").fill(REASON);
  await page.getByRole("button", { name: "Reset two-step verification" }).click();
  const dialog = page.getByRole("dialog");
  await expect(dialog.getByRole("heading", { name: "Confirm it's you" })).toBeVisible();
  expect(await secondStepOf(db, person)).toEqual([1, 7, 1]);
  await dialog.getByLabel("Password", { exact: true }).fill(admin.password ?? "");
  await page.keyboard.press("Enter");
  await expect(page.getByText("Two-step verification is reset.")).toBeVisible();
  expect(await secondStepOf(db, person)).toEqual([0, 0, 0]);
});

test("[AZ-02 AZ-03 WF-08] nobody but an admin gets there, and an id of nobody leads nowhere", async ({
  server,
  clientAddress,
  db,
  createUser,
  signIn,
  newBrowser,
}) => {
  const as = (token?: string) => {
    const client = new RawClient(server.url, clientAddress);
    if (token) client.cookies.set("session", token);
    return client;
  };
  const person = await createUser({ phone: newNumber() });
  await protect(db, person);
  const path = `/admin/users/${person.id}`;
  const admin = as(await signIn(await newBrowser(), await createUser({ role: "admin" })));
  const old = as(
    await signIn(await newBrowser(), await createUser({ role: "admin" }), { at: new Date(Date.now() - 11 * 60_000) }),
  );
  const plain = as(await signIn(await newBrowser(), await createUser()));
  const own = as(await signIn(await newBrowser(), person));
  const form = await admin.form(path, "reason");

  for (const [client, status] of [
    [as(), 307],
    [plain, 404],
    [own, 404],
  ] as const) {
    expect((await client.send(path)).status).toBe(status);
    expect((await client.send("/admin/users")).status).toBe(status);
  }
  for (const client of [as(), as("A".repeat(43)), plain, own, old]) {
    const { status } = await client.submit(form, { reason: REASON });
    expect([status >= 300, status < 500]).toEqual([true, true]);
  }
  for (const id of [NOBODY, "1", "x".repeat(3000), "%00", "..%2f..", "' OR 1=1 --", person.id.slice(1)]) {
    expect([id, (await admin.send(`/admin/users/${encodeURIComponent(id)}`)).status]).toEqual([id, 404]);
  }
  for (const [values, status] of [
    [{ id: NOBODY, reason: REASON }, 404],
    [{ id: "1", reason: REASON }, 422],
    [{ id: "' OR 1=1 --", reason: REASON }, 422],
    [{ id: [person.id, person.id], reason: REASON }, 422],
    [{ id: undefined, reason: REASON }, 422],
    [{ reason: undefined }, 422],
    [{ reason: "   " }, 422],
    [{ reason: "x".repeat(201) }, 422],
    [{ reason: "two\nlines" }, 422],
  ] as const) {
    const sent = { ...values } as Record<string, string | string[] | undefined>;
    expect([values, (await admin.submit(form, sent)).status]).toEqual([values, status]);
  }
  expect(await secondStepOf(db, person)).toEqual([1, 7, 1]);
  expect((await admin.submit(form, { reason: REASON })).status).toBe(200);
  expect((await admin.submit(form, { reason: REASON })).status).toBe(409);
  expect(await secondStepOf(db, person)).toEqual([0, 0, 0]);
});

test("[T7] the list goes on by pages, newest first, also of what was searched for", async ({
  page,
  db,
  createUser,
  signIn,
}) => {
  const lastName = newName();
  await db`
    INSERT INTO users (first_name, last_name, created_at)
    SELECT 'N' || n, ${lastName}, now() + (n / 2) * interval '1 microsecond' FROM generate_series(1, 60) n`;
  await signIn(page, await createUser({ role: "admin" }));
  const names = () => page.getByRole("list", { name: "People" }).getByRole("link").allTextContents();
  await page.goto(`/admin/users?q=${lastName.toUpperCase()}`);
  const seen = await names();
  expect(seen).toHaveLength(25);
  await expect(page.getByRole("link", { name: "Newer" })).toHaveCount(0);
  for (const count of [25, 10]) {
    await page.getByRole("link", { name: "Older" }).click();
    await expect(page.getByRole("link", { name: seen.at(-1), exact: true })).toHaveCount(0);
    const more = await names();
    expect(more).toHaveLength(count);
    seen.push(...more);
  }
  expect(new Set(seen).size).toBe(60);
  await expect(page.getByRole("link", { name: "Older" })).toHaveCount(0);
  await expectAccessible(page);
  await page.getByRole("link", { name: "Newer" }).click();
  await expect(page.getByRole("link", { name: seen[25], exact: true })).toBeVisible();
  expect(await names()).toEqual(seen.slice(25, 50));
  await page.getByRole("link", { name: "Clear" }).click();
  await expect(page.getByRole("searchbox")).toHaveValue("");
  await expect(page.getByRole("link", { name: "Older" })).toBeVisible();
});

test("[WF-08] wildcards stand for themselves, and what nobody is called finds nobody, in words", async ({
  page,
  createUser,
  signIn,
  server,
}) => {
  const token = await signIn(page, await createUser({ role: "admin" }));
  for (const q of ["%", "_", "per_on-", "%@example.test", "\\"]) {
    await page.goto(`/admin/users?q=${encodeURIComponent(q)}`);
    await expect(page.getByText(`Nobody matches “${q}”`)).toBeVisible();
    await expect(page.getByRole("searchbox")).toHaveValue(q);
  }
  await expectAccessible(page);
  const client = new RawClient(server.url, "10.9.8.7");
  client.cookies.set("session", token);
  for (const query of ["q=%00", "q=%ff", "q=a&q=b", `q=${"x".repeat(5000)}`, "q=%ED%A0%80", "older=x", "newer=1_2"]) {
    expect([query, (await client.send(`/admin/users?${query}`)).status]).toEqual([query, 200]);
  }
});
