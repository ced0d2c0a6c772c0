import { expect, expectAccessible, test } from "./fixtures";
import {
  createButton,
  createPasskey,
  PASSKEYS,
  passkeyRows,
  passkeysCard,
  proofsOf,
  signInByPasskey,
} from "./support/passkey-steps";
import { signOut } from "./support/steps";
import { addVirtualAuthenticator } from "./support/virtual-authenticator";

/* Passkeys in the profile, with Chromium's own authenticator. */

const stale = () => ({ at: new Date(Date.now() - 3_600_000) });

test("[P20 P21 PK-11 B10] created after a fresh proof, told by mail, and good for the next sign-in", async ({
  page,
  db,
  inbox,
  createUser,
  signIn,
  changeSettings,
}) => {
  await changeSettings(PASSKEYS);
  const person = await createUser();
  const device = await addVirtualAuthenticator(page);
  await signIn(page, person, stale());
  await page.goto("/profile/security");
  await expect(passkeysCard(page)).toContainText("You have none yet.");
  await expectAccessible(page);
  await createButton(page).click();
  const dialog = page.getByRole("dialog");
  await expect(dialog.getByRole("heading", { name: "Confirm it's you" })).toBeVisible();
  expect(await device.credentialIds()).toEqual([]);
  await dialog.getByLabel("Password", { exact: true }).fill(person.password ?? "");
  await page.keyboard.press("Enter");

  await expect(page.getByText(/^Your passkey ".+" is ready\.$/)).toBeVisible();
  await expect(dialog).toHaveCount(0);
  await expect(passkeyRows(page)).toHaveCount(1);
  await expect(passkeyRows(page)).toContainText("Never used");
  await expect(passkeysCard(page)).toContainText("1 of 10");
  await expectAccessible(page);
  const [kept] = await db`SELECT credential_id, name FROM passkeys WHERE user_id = ${person.id}`;
  expect(await device.credentialIds()).toEqual([kept?.credential_id]);
  await expect(passkeyRows(page)).toContainText(kept?.name);
  const mail = await inbox.waitForMail(person.email, { about: /a passkey was added/ });
  expect(mail.text).toContain(kept?.name);
  await signOut(page);

  await signInByPasskey(page);
  expect(await proofsOf(db, person)).toEqual([{ amr: ["passkey"], both: true }]);
  await page.goto("/profile/security");
  await expect(passkeyRows(page)).toContainText("Last used");
});

test("[P20 B06] renamed in its row, by keyboard", async ({ page, createUser, signIn, changeSettings }) => {
  await changeSettings(PASSKEYS);
  await addVirtualAuthenticator(page);
  await signIn(page, await createUser());
  await createPasskey(page);
  await passkeyRows(page).getByText("Rename", { exact: true }).click();
  await expectAccessible(page);
  await page.getByLabel("Name", { exact: true }).fill("Work laptop");
  await page.keyboard.press("Enter");
  await expect(passkeyRows(page).getByText("Work laptop", { exact: true })).toBeVisible();
  await expect(page.getByLabel("Name", { exact: true })).toBeHidden();
  await page.reload();
  await expect(page.getByRole("button", { name: "Remove Work laptop" })).toBeVisible();
});

test("[P20 B06 PK-13 B10] removed after a proof by the passkey itself, told by mail, and forgotten by the device too", async ({
  page,
  inbox,
  createUser,
  signIn,
  changeSettings,
}) => {
  await changeSettings(PASSKEYS);
  const person = await createUser();
  const device = await addVirtualAuthenticator(page);
  await signIn(page, person);
  await createPasskey(page);
  await signIn(page, person, stale());
  await page.goto("/profile/security");
  await page.getByRole("button", { name: /^Remove .+ on / }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Use your passkey" }).click();
  await expect(passkeysCard(page)).toContainText("You have none yet.");
  await inbox.waitForMail(person.email, { about: /a passkey was removed/ });
  await expect.poll(() => device.credentialIds()).toEqual([]);
});

test("[P22 PK-13] one device makes one; as many as settings allow, and both refusals are in words", async ({
  page,
  newBrowser,
  createUser,
  signIn,
  changeSettings,
}) => {
  await changeSettings(PASSKEYS);
  const person = await createUser();
  await addVirtualAuthenticator(page);
  await signIn(page, person);
  const early = await newBrowser();
  await signIn(early, person);
  await early.goto("/profile/security");
  await createPasskey(page);
  await createButton(page).click();
  await expect(page.getByText("This device or password manager already has a passkey for this account.")).toBeVisible();
  await expect(passkeyRows(page)).toHaveCount(1);

  await changeSettings({ passkey: { ...PASSKEYS.passkey, perPerson: 1 } });
  await createButton(early).click();
  await expect(early.getByText("You have as many passkeys as you can have (1).")).toBeVisible();
  await page.reload();
  await expect(passkeysCard(page)).toContainText("1 of 1. Remove one to create another.");
  await expect(createButton(page)).toHaveCount(0);
});
