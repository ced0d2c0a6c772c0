import type { Page } from "@playwright/test";
import { expect, expectAccessible, newAddress, test } from "./fixtures";
import { continueWith, link, ownerOf, PROVIDER, pick } from "./support/social";
import { createEnterprise } from "./support/social-enterprise";

/* Accounts elsewhere in the profile: connecting, disconnecting, and confirming with nothing else. */

const old = () => ({ at: new Date(Date.now() - 3_600_000) });
const cardOf = (page: Page) => page.getByRole("region", { name: "Connected accounts" });
const connectButton = (page: Page) => page.getByRole("button", { name: `Connect ${PROVIDER}` });

async function disconnect(page: Page): Promise<void> {
  await cardOf(page).getByText("Disconnect", { exact: true }).click();
  await page.getByRole("button", { name: "Yes, disconnect" }).click();
}

test("[P32 LK-06] connected in the profile, it signs in; disconnected, it is a stranger's again", async ({
  page,
  newBrowser,
  db,
  inbox,
  social,
  createUser,
  signIn,
}) => {
  const user = await createUser();
  await signIn(page, user);
  await page.goto("/profile/security");
  await expect(cardOf(page)).toHaveCount(0);
  await social.connect();
  // Another address than theirs: what counts is that they are signed in.
  const person = social.person();
  await page.reload();
  await expect(cardOf(page).getByText("You have connected none yet.")).toBeVisible();
  await expectAccessible(page);
  await connectButton(page).click();
  await pick(page, person);
  await page.waitForURL("/profile/security");
  await expect(cardOf(page).getByText(person.email)).toBeVisible();
  await expect(connectButton(page)).toHaveCount(0);
  await expectAccessible(page);
  expect((await inbox.waitForMail(user.email)).text).toContain(PROVIDER);
  expect(await db`SELECT 1 FROM sessions WHERE user_id = ${user.id}`).toHaveLength(1);

  const other = await newBrowser();
  await other.goto("/sign-in");
  await continueWith(other, person);
  await other.waitForURL("/dashboard");
  expect(await db`SELECT 1 FROM sessions WHERE user_id = ${user.id}`).toHaveLength(2);

  await disconnect(page);
  await expect(cardOf(page).getByText(person.email)).toHaveCount(0);
  await expect(connectButton(page)).toBeVisible();
  await inbox.waitForMail(user.email, { about: /disconnected|no longer/i });
  expect(await ownerOf(db, person)).toBeUndefined();
  const third = await newBrowser();
  await third.goto("/sign-in");
  await continueWith(third, person);
  await third.waitForURL("/dashboard");
  expect(await ownerOf(db, person)).not.toBe(user.id);
});

test("[P32 SE-08 LK-06] an old proof is asked for first, and then it goes on to the provider by itself", async ({
  page,
  db,
  social,
  createUser,
  signIn,
}) => {
  await social.connect({ use: "connect" });
  const [user, person] = [await createUser(), social.person()];
  await signIn(page, user, old());
  await page.goto("/profile/security");
  await connectButton(page).click();
  const dialog = page.getByRole("dialog");
  await expect(dialog.getByRole("heading", { name: "Confirm it's you" })).toBeVisible();
  expect(await db`SELECT 1 FROM attempts WHERE user_id = ${user.id} AND flow = 'sso'`).toHaveLength(0);
  await dialog.getByLabel("Password", { exact: true }).fill(user.password ?? "");
  await page.keyboard.press("Enter");
  await pick(page, person);
  await page.waitForURL("/profile/security");
  await expect(cardOf(page).getByText("It doesn't sign you in here")).toBeVisible();
  expect(await ownerOf(db, person)).toBe(user.id);

  await db`UPDATE sessions SET first_factor_at = now() - interval '1 hour' WHERE user_id = ${user.id}`;
  await disconnect(page);
  await expect(dialog.getByRole("heading", { name: "Confirm it's you" })).toBeVisible();
  expect(await ownerOf(db, person)).toBe(user.id);
  await dialog.getByLabel("Password", { exact: true }).fill(user.password ?? "");
  await page.keyboard.press("Enter");
  await expect(connectButton(page)).toBeVisible();
  expect(await ownerOf(db, person)).toBeUndefined();
});

test("[P32 LK-06] what is connected to somebody else, or cancelled, leads back to the profile", async ({
  page,
  db,
  social,
  createUser,
  signIn,
}) => {
  await social.connect();
  const [owner, user, person] = [await createUser(), await createUser(), social.person()];
  await link(db, owner, person);
  await signIn(page, user);
  await page.goto("/profile/security");
  await connectButton(page).click();
  await pick(page, person);
  await expect(page.getByRole("heading", { name: "Connected to somebody else" })).toBeVisible();
  await expect(page.getByText(`This ${PROVIDER} account is connected to another account here.`)).toBeVisible();
  await expectAccessible(page);
  expect(await ownerOf(db, person)).toBe(owner.id);

  await page.getByRole("link", { name: "Back to your connected accounts" }).click();
  await page.waitForURL("/profile/security");
  await connectButton(page).click();
  await page.getByRole("button", { name: "Cancel" }).click();
  await expect(page.getByRole("heading", { name: "That was cancelled" })).toBeVisible();
  await page.getByRole("link", { name: "Back to your connected accounts" }).click();
  await expect(connectButton(page)).toBeVisible();
});

test("[P32 LK-06] whoever is signed out or somebody else by then gets nothing connected", async ({
  page,
  db,
  social,
  createUser,
  signIn,
}) => {
  await social.connect();
  const [user, other, person] = [await createUser(), await createUser(), social.person()];
  await signIn(page, user);
  await page.goto("/profile/security");
  await connectButton(page).click();
  await expect(page.getByRole("heading", { name: "Local identity provider" })).toBeVisible();
  await signIn(page, other);
  await pick(page, person);
  await expect(page.getByRole("heading", { name: "You were signed out meanwhile" })).toBeVisible();
  expect(await ownerOf(db, person)).toBeUndefined();
});

test("[P32 LK-06] the last way in stays, and the page says why", async ({
  page,
  db,
  social,
  createUser,
  signIn,
  changeSettings,
}) => {
  await changeSettings({ email: { codeSignIn: false }, password: { enabled: false } });
  await social.connect();
  const [user, person] = [await createUser({ password: null }), social.person()];
  await link(db, user, person);
  await signIn(page, user);
  await page.goto("/profile/security");
  await disconnect(page);
  await expect(cardOf(page).getByText("This is your last way to sign in. Add another one first.")).toBeVisible();
  await expectAccessible(page);
  expect(await ownerOf(db, person)).toBe(user.id);
});

test("[B10 P32] whoever has nothing but a connected account confirms by signing in again", async ({
  page,
  db,
  social,
  createUser,
  signIn,
}) => {
  await social.connect();
  const [user, person] = [await createUser({ password: null }), social.person()];
  await link(db, user, person);
  await db`DELETE FROM identifiers WHERE user_id = ${user.id}`;
  const token = await signIn(page, user, old());
  await page.goto("/profile/security");
  await disconnect(page);
  const dialog = page.getByRole("dialog");
  await expect(dialog.getByText("Sign in again with your connected account.")).toBeVisible();
  await expectAccessible(page);
  await dialog.getByRole("link", { name: "Sign in again" }).click();
  await page.waitForURL((url) => url.pathname === "/step-up");
  await expectAccessible(page);
  await continueWith(page, person);
  await page.waitForURL("/profile/security");
  const cookies = await page.context().cookies();
  expect(cookies.find(({ name }) => name === "session")?.value).not.toBe(token);
  expect(
    await db`SELECT now() - first_factor_at < interval '1 minute' AS fresh FROM sessions WHERE user_id = ${user.id}`,
  ).toEqual([{ fresh: true }]);
});

test("[P30 P32] an organisation's account is shown under its name, and can't be disconnected", async ({
  page,
  db,
  server,
  social,
  createUser,
  signIn,
}) => {
  const domain = `${newAddress().split("@")[0]}.test`;
  const id = await createEnterprise(db, server.secret, {
    domain,
    issuer: `${social.provider.origin}/oidc`,
    name: "Acme Ltd",
  });
  const user = await createUser();
  await link(db, user, { id: "ida", email: `ida@${domain}` }, id);
  await signIn(page, user);
  await page.goto("/profile/security");
  await expect(cardOf(page).getByText("Acme Ltd")).toBeVisible();
  await expect(cardOf(page).getByText("Your organisation's: an administrator looks after it.")).toBeVisible();
  await expect(cardOf(page).getByText("Disconnect")).toHaveCount(0);
  await expectAccessible(page);
});
