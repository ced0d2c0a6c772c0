import { readFileSync } from "node:fs";
import type { Sql } from "postgres";
import { expect, expectAccessible, test } from "./fixtures";
import { clientOf } from "./support/instances-steps";
import { clientWith, saveSection, settingsCard } from "./support/settings-forms";
import { enterPassword, startSignIn } from "./support/steps";

/* What is stored and can't be read: strict, said in /admin, and mended there. */

/** As JSON, because `null` would be no value. */
const store = (db: Sql, section: string, value: unknown) => db`
  INSERT INTO settings (section, value, updated_at) VALUES (${section}, ${JSON.stringify(value)}::text::jsonb, now())
  ON CONFLICT (section) DO UPDATE SET value = excluded.value`;
const within5s = { intervals: [100], timeout: 5000 };

test("[AZ-07 FW-05] settings that can't be read are strict on every instance within 5 seconds, until they are restored or saved", async ({
  page,
  db,
  server,
  createUser,
  signIn,
  newBrowser,
  startInstance,
}) => {
  const other = await startInstance();
  const person = await createUser();
  const session = await signIn(page, await createUser({ role: "admin" }));
  const admin = clientWith(session, server.url, "10.0.0.9");
  await saveSection(admin, "mfa", { totp: true, trustDays: 5 });
  await saveSection(admin, "names", { firstName: "optional" });
  const stored = async () =>
    Object.fromEntries((await db`SELECT section, value FROM settings`).map(({ section, value }) => [section, value]));
  const mended = await stored();
  const isClosed = async ({ url }: { url: string }) =>
    (await (await clientOf(url).send("/sign-up")).text()).includes("Sign-up is closed");
  const areClosed = () => Promise.all([server, other].map(isClosed));
  expect(await areClosed()).toEqual([false, false]);
  const said = readFileSync(server.stderr, "utf8").length;

  const broken = {
    signUp: { open: "no" },
    mfa: { ...(mended.mfa as object), required: 1 },
    protection: "x",
    sessions: null,
  };
  await db.begin(async (tx) => {
    for (const [section, value] of Object.entries(broken)) await store(tx as unknown as Sql, section, value);
  });
  await expect.poll(areClosed, within5s).toEqual([true, true]);

  await test.step("nobody comes in with one step", async () => {
    const visitor = await newBrowser();
    await startSignIn(visitor, person.email);
    await enterPassword(visitor, person.password ?? "");
    await visitor.waitForURL("/second-factor/sign-in/enrol");
    expect(await db`SELECT 1 FROM sessions WHERE user_id = ${person.id}`).toEqual([]);
  });

  const alert = page.getByRole("region", { name: "Some settings can't be read" });
  await test.step("the overview says which, and what applies", async () => {
    await page.goto("/admin");
    await expect(alert.getByRole("heading", { level: 3 })).toHaveText([
      "Sign-up",
      "Two-step verification",
      "Sessions",
      "Protection",
    ]);
    await expect(alert).toContainText('OpenOffStored: "no"');
    await expect(alert).toContainText("Require itOnStored: 1 · Last good: Off");
    await expect(alert.getByRole("button", { name: /^Restore/ })).toHaveCount(1);
    await expectAccessible(page);
    expect(await stored()).toEqual({ ...mended, ...broken });
  });

  await test.step("restored is what an admin saved last", async () => {
    await alert.getByRole("button", { name: "Restore last good version of Two-step verification" }).click();
    await expect(page.getByText("Two-step verification: the last good version applies again.")).toBeVisible();
    await expect(alert.getByRole("heading", { level: 3 })).toHaveText(["Sign-up", "Sessions", "Protection"]);
    expect(await stored()).toEqual({ ...mended, ...broken, mfa: mended.mfa });
  });

  await test.step("saving its form mends a section, and only that", async () => {
    await alert.getByRole("link", { name: "Open settings of Sign-up" }).click();
    await page.waitForURL("/admin/authentication#sign-up");
    await expect(alert.getByRole("heading", { level: 3 })).toHaveText(["Sign-up", "Sessions", "Protection"]);
    await expectAccessible(page);
    const card = settingsCard(page, "Sign-up");
    await expect(card.getByLabel("Open")).not.toBeChecked();
    await card.getByLabel("Open").check();
    await card.getByRole("button", { name: "Save" }).click();
    await expect(card.getByText("Saved.")).toBeVisible();
    await expect(alert.getByRole("heading", { level: 3 })).toHaveText(["Sessions", "Protection"]);
    expect(await stored()).toEqual({ ...mended, ...broken, mfa: mended.mfa, signUp: { open: true } });
    await expect.poll(areClosed, within5s).toEqual([false, false]);
    await saveSection(admin, "sessions");
    await saveSection(admin, "protection");
    await page.goto("/admin");
    await expect(page.getByRole("heading", { name: "Overview" })).toBeVisible();
    await expect(alert).toHaveCount(0);
  });

  const lines = readFileSync(server.stderr, "utf8").slice(said).split("\n");
  const told = lines.filter((line) => line.startsWith("settings: some"));
  // Between the last two saves the settings may be read, or not.
  expect([3, 4]).toContain(told.length);
  expect(told[0]).toContain("signUp.open, mfa.required, sessions.absoluteDays");
  expect(lines.filter((line) => line.startsWith("settings: all"))).toHaveLength(1);
});

test("[AZ-07 FW-05] whatever can't be read, an admin signs in, finds each setting by its label, and is told why a version can't be restored", async ({
  page,
  db,
  server,
  createUser,
}) => {
  const admin = await createUser({ role: "admin" });
  const names = ["branding", "email", "phone", "username", "password", "passkey", "names", "signIn", "sms", "wallet"];
  for (const section of [...names, "smsCountries", "social", "protection", "sessions", "signUp"])
    await store(db, section, "x");
  await db`UPDATE settings SET last_good = ${db.json({ codeSignIn: false, signIn: false })} WHERE section = 'email'`;
  const { url } = server;
  await expect
    .poll(async () => (await (await clientOf(url).send("/sign-up")).text()).includes("Sign-up is closed"), within5s)
    .toBe(true);
  await startSignIn(page, admin.email);
  await enterPassword(page, admin.password ?? "");
  await page.waitForURL("/dashboard");
  const alert = page.getByRole("region", { name: "Some settings can't be read" });

  for (const path of ["/admin/authentication", "/admin/sms", "/admin/wallets", "/admin/social"]) {
    await page.goto(path);
    await expect(alert).toBeVisible();
    for (const more of await alert.getByRole("group").all()) await more.locator("summary").click();
    for (const label of await alert.getByRole("term").allTextContents()) {
      if (["Networks", "Countries", "Connections"].includes(label)) continue;
      expect([label, await page.getByLabel(label, { exact: true }).count()]).not.toEqual([label, 0]);
    }
    await expectAccessible(page);
  }
  await page.goto("/admin");
  await alert.getByRole("button", { name: "Restore last good version of Email" }).click();
  await expect(alert.getByText("With this, nobody could sign in")).toBeVisible();
  const [row] = await db`SELECT value FROM settings WHERE section = 'email'`;
  expect(row).toEqual({ value: "x" });
});
