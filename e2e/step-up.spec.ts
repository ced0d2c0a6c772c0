import type { Page } from "@playwright/test";
import { codeIn, expect, expectAccessible, linkIn, newAddress, newPassword, test } from "./fixtures";
import { addAuthenticator, appCode } from "./support/authenticator";
import { enterCode } from "./support/steps";

/* A sensitive change of somebody whose proof is old: asked over the page, and the change goes through. */

const old = () => ({ at: new Date(Date.now() - 3_600_000) });
const dialogOf = (page: Page) => page.getByRole("dialog");
const saved = "Your password is saved.";

async function changePassword(page: Page, password: string): Promise<void> {
  await page.goto("/profile/security");
  await page.getByLabel("New password").fill(password);
  await page.getByLabel("Sign out everywhere else").uncheck();
  await page.getByRole("button", { name: "Change password" }).click();
}

test("[B10 SE-08] password and authenticator code in a dialog, and the new password typed before is set", async ({
  page,
  server,
  db,
  createUser,
  signIn,
}) => {
  const person = await createUser();
  const seed = await addAuthenticator(db, server.secret, person.id);
  const other = await signIn(page, person);
  const token = await signIn(page, person, old());
  const chosen = newPassword();
  await changePassword(page, chosen);
  const dialog = dialogOf(page);
  await expect(dialog.getByRole("heading", { name: "Confirm it's you" })).toBeVisible();
  await expect(dialog.getByLabel("Password", { exact: true })).toBeFocused();
  await expectAccessible(page);

  await dialog.getByLabel("Password", { exact: true }).fill("wrong horse");
  await page.keyboard.press("Enter");
  await expect(dialog.getByText("doesn't match")).toBeVisible();
  await expect(dialog.getByLabel("Password", { exact: true })).toHaveValue("");
  await dialog.getByLabel("Password", { exact: true }).fill(person.password ?? "");
  await page.keyboard.press("Enter");
  await expect(dialog.getByRole("heading", { name: "Your second step" })).toBeVisible();
  await expect(dialog.getByLabel("6-digit code")).toBeFocused();
  await expectAccessible(page);
  // The first half alone changes nothing.
  expect(await db`SELECT 1 FROM audit_events WHERE type = 'password.set' AND actor_id = ${person.id}`).toHaveLength(0);
  await page.keyboard.type(appCode(seed));

  await expect(page.getByText(saved)).toBeVisible();
  await expect(dialog).toHaveCount(0);
  await expect(page).toHaveURL("/profile/security");
  await expect(page.getByLabel("New password")).toHaveValue("");
  await expect(page.getByRole("button", { name: "Change password" })).toBeFocused();
  await expectAccessible(page);
  // The box that was unticked was sent as it stood, and the session has a new token (SE-03).
  const hashes = await db<{ hash: string }[]>`SELECT token_hash AS hash FROM sessions WHERE user_id = ${person.id}`;
  expect(hashes).toHaveLength(2);
  expect(other).not.toBe(token);
  const cookies = await page.context().cookies();
  expect(cookies.find(({ name }) => name === "session")?.value).not.toBe(token);
  const session = await db`SELECT amr FROM sessions WHERE user_id = ${person.id} AND 'totp' = ANY(amr)`;
  expect(session).toEqual([{ amr: ["password", "totp"] }]);
});

test("[B10 SE-08] a person without a password does it by code, in the dialog", async ({
  page,
  inbox,
  createUser,
  signIn,
}) => {
  const person = await createUser({ password: null });
  await signIn(page, person, old());
  const another = newAddress();
  await page.goto("/profile");
  await page.getByLabel("Add an address").fill(another);
  await page.getByRole("button", { name: "Send code" }).click();
  const dialog = dialogOf(page);
  await expect(dialog.getByRole("button", { name: "Email me a code" })).toBeFocused();
  await expectAccessible(page);
  await page.keyboard.press("Enter");
  await expect(dialog.getByText(`We sent a 6-digit code to ${person.email}.`)).toBeVisible();
  await expect(dialog.getByRole("button", { name: /^Send again in/ })).toBeDisabled();
  await expectAccessible(page);
  await enterCode(page, codeIn(await inbox.waitForMail(person.email)));
  await page.waitForURL("/profile/verify");
  await enterCode(page, codeIn(await inbox.waitForMail(another)));
  await page.waitForURL("/profile");
  await expect(page.getByText(another)).toBeVisible();
});

test("[B10 SE-08 P02] or by a link, opened in another tab; the dialog goes on by itself", async ({
  page,
  context,
  inbox,
  createUser,
  signIn,
  changeSettings,
}) => {
  await changeSettings({ email: { linkSignIn: true } });
  const person = await createUser({ password: null });
  await signIn(page, person, old());
  await page.goto("/profile/security");
  const chosen = newPassword();
  await page.getByLabel("Password", { exact: true }).fill(chosen);
  await page.getByRole("button", { name: "Set password" }).click();
  const dialog = dialogOf(page);
  await dialog.getByRole("button", { name: "Email me a link" }).click();
  await expect(dialog.getByText("Waiting for you to open the link")).toBeVisible();
  await expectAccessible(page);
  const mail = await inbox.waitForMail(person.email);
  expect(mail.text).toContain("Confirm that it is you");
  const landing = await context.newPage();
  await landing.goto(linkIn(mail));
  await expect(landing.getByRole("heading", { name: "Is it you?" })).toBeVisible();
  await expectAccessible(landing);
  await landing.getByRole("button", { name: "Confirm" }).click();
  await expect(landing.getByRole("heading", { name: "You have confirmed that it's you" })).toBeVisible();
  // The waiting tab lies behind the other one, where browsers slow their timers down.
  await expect(page.getByText(saved)).toBeVisible({ timeout: 30_000 });
  await expect(dialog).toHaveCount(0);
  await landing.getByRole("link", { name: "Continue" }).click();
  await expect(landing).toHaveURL("/profile/security");
});

test("[B10 B14] Esc leaves the dialog: focus returns, what was typed stays, and the link and another try work", async ({
  page,
  db,
  createUser,
  signIn,
}) => {
  const person = await createUser();
  await signIn(page, person, old());
  const chosen = newPassword();
  await changePassword(page, chosen);
  const dialog = dialogOf(page);
  await expect(dialog.getByLabel("Password", { exact: true })).toBeFocused();
  for (let presses = 0; presses < 8; presses++) {
    await page.keyboard.press("Tab");
    expect(await dialog.evaluate((element) => element.contains(document.activeElement))).toBe(true);
  }
  await page.keyboard.press("Escape");
  await expect(dialog).toHaveCount(0);
  await expect(page.getByRole("button", { name: "Change password" })).toBeFocused();
  await expect(page.getByLabel("New password")).toHaveValue(chosen);
  await expect(page.getByLabel("Sign out everywhere else")).not.toBeChecked();
  await expect(page.getByText("Confirm that it is you, then try again.")).toBeVisible();
  await expectAccessible(page);
  expect(await db`SELECT 1 FROM audit_events WHERE type = 'password.set' AND actor_id = ${person.id}`).toHaveLength(0);

  await page.getByRole("button", { name: "Change password" }).click();
  await dialog.getByRole("button", { name: "Close" }).click();
  await page.getByRole("link", { name: "Confirm it's you" }).click();
  await page.getByLabel("Password", { exact: true }).fill(person.password ?? "");
  await page.getByRole("button", { name: "Confirm" }).click();
  await page.waitForURL("/profile/security");
  await changePassword(page, chosen);
  await expect(page.getByText(saved)).toBeVisible();
});

test("[B10] another tab was faster: the change goes through without a question", async ({
  page,
  context,
  createUser,
  signIn,
}) => {
  const person = await createUser();
  await signIn(page, person, old());
  await changePassword(page, newPassword());
  await expect(dialogOf(page)).toBeVisible();
  await dialogOf(page).getByRole("button", { name: "Close" }).click();
  const tab = await context.newPage();
  await tab.goto("/step-up?redirect_url=/profile");
  await tab.getByLabel("Password", { exact: true }).fill(person.password ?? "");
  await tab.getByRole("button", { name: "Confirm" }).click();
  await tab.waitForURL("/profile");
  await tab.goto("/step-up?redirect_url=/profile/security");
  await expect(tab).toHaveURL("/profile/security");
  await page.getByRole("button", { name: "Change password" }).click();
  await expect(page.getByText(saved)).toBeVisible();
});

test("[B10 SE-08] an admin's settings keep what was set, on a page that asks for a fresh proof itself", async ({
  page,
  server,
  db,
  createUser,
  signIn,
}) => {
  const admin = await createUser({ role: "admin" });
  await signIn(page, admin);
  await page.goto("/admin/authentication");
  const seed = await addAuthenticator(db, server.secret, admin.id);
  await db`UPDATE sessions SET first_factor_at = now() - interval '1 hour' WHERE user_id = ${admin.id}`;
  await page.getByLabel("Wrong codes allowed").fill("7");
  await page.getByRole("button", { name: "Save protection settings" }).click();
  const dialog = dialogOf(page);
  await dialog.getByLabel("Password", { exact: true }).fill(admin.password ?? "");
  await dialog.getByRole("button", { name: "Confirm" }).click();
  await enterCode(page, appCode(seed));
  await expect(page.getByText("Saved. It applies from now on.")).toBeVisible();
  await expect(dialog).toHaveCount(0);
  await expect(page).toHaveURL("/admin/authentication");
  await expect(page.getByLabel("Wrong codes allowed")).toHaveValue("7");
  await db`UPDATE sessions SET first_factor_at = now() - interval '1 hour' WHERE user_id = ${admin.id}`;
  await page.reload();
  await expect(page).toHaveURL("/step-up?redirect_url=%2Fadmin%2Fauthentication");
});

test("[B10 SE-08] the server can't be reached: the dialog says so and stays", async ({
  page,
  createUser,
  signIn,
  pageErrors,
}) => {
  pageErrors.allow(/ERR_FAILED|Failed to load resource/);
  const person = await createUser();
  await signIn(page, person, old());
  await changePassword(page, newPassword());
  const dialog = dialogOf(page);
  await dialog.getByLabel("Password", { exact: true }).fill(person.password ?? "");
  await page.route("**/api/step-up/confirm", (route) => route.abort());
  await dialog.getByRole("button", { name: "Confirm" }).click();
  await expect(dialog.getByText("The server could not be reached.")).toBeVisible();
  await page.unroute("**/api/step-up/confirm");
  await dialog.getByLabel("Password", { exact: true }).fill(person.password ?? "");
  await dialog.getByRole("button", { name: "Confirm" }).click();
  await expect(page.getByText(saved)).toBeVisible();
});

test.describe("without JavaScript", () => {
  test.use({ javaScriptEnabled: false });

  test("[B10 SE-08] the page asks for both levels and leads back", async ({ page, server, db, createUser, signIn }) => {
    const person = await createUser();
    const seed = await addAuthenticator(db, server.secret, person.id);
    await signIn(page, person, old());
    await changePassword(page, newPassword());
    await page.getByRole("link", { name: "Confirm it's you" }).click();
    await page.getByLabel("Password", { exact: true }).fill(person.password ?? "");
    await page.getByRole("button", { name: "Confirm" }).click();
    await expect(page.getByRole("heading", { name: "Your second step" })).toBeVisible();
    await page.getByLabel("6-digit code").fill(appCode(seed));
    await page.getByRole("button", { name: "Confirm" }).click();
    await page.waitForURL("/profile/security");
    await changePassword(page, newPassword());
    await expect(page.getByText(saved)).toBeVisible();
  });
});
