import { codeIn, expect, test } from "./fixtures";
import {
  createButton,
  createPasskey,
  passkeyButton,
  passkeyRows,
  passkeysCard,
  proofsOf,
} from "./support/passkey-steps";
import { signInAtOnce } from "./support/second-factor-steps";
import { clientWith, saveSection } from "./support/settings-forms";
import { enterCode, enterPassword, signOut, startSignIn } from "./support/steps";
import { addVirtualAuthenticator } from "./support/virtual-authenticator";

/* What an admin saves about passkeys holds from the answer on; each switch is seen from where it is felt. */

test("[P21 P22 P23 B06] each setting has its effect at once", async ({
  page,
  newBrowser,
  server,
  db,
  clientAddress,
  createUser,
  signIn,
  secondFactors,
}) => {
  const adminToken = await signIn(await newBrowser(), await createUser({ role: "admin" }));
  const admin = clientWith(adminToken, server.url, clientAddress);
  const save = (change: Parameters<typeof saveSection<"passkey">>[2]) =>
    saveSection(admin, "passkey", { enabled: true, autofill: false, offerAfterSignIn: false, ...change });
  const endpoints = () => fetch(`${server.url}/.well-known/passkey-endpoints`);
  const person = await createUser();
  const device = await addVirtualAuthenticator(page);

  await page.goto("/sign-in");
  await expect(page.getByRole("button", { name: "Continue" })).toBeVisible();
  await expect(passkeyButton(page)).toHaveCount(0);
  expect((await endpoints()).status).toBe(404);
  await save({});
  const security = `${server.url}/profile/security`;
  expect(await (await endpoints()).json()).toEqual({ enroll: security, manage: security });
  await page.reload();
  await expect(passkeyButton(page)).toBeVisible();
  await save({ button: false });
  await page.reload();
  await expect(page.getByRole("button", { name: "Continue" })).toBeVisible();
  await expect(passkeyButton(page)).toHaveCount(0);

  await save({ offerAfterSignIn: true });
  await startSignIn(page, person.email);
  await enterPassword(page, person.password ?? "");
  await page.waitForURL((url) => url.pathname === "/create-passkey");
  await signOut(page);
  await save({ offerAfterSignIn: false });
  await signInAtOnce(page, person);

  await save({ perPerson: 1 });
  await createPasskey(page);
  await expect(passkeysCard(page)).toContainText("1 of 1. Remove one to create another.");
  await expect(createButton(page)).toHaveCount(0);
  await save({ perPerson: 2 });
  await page.reload();
  await expect(passkeysCard(page)).toContainText("1 of 2");
  await expect(createButton(page)).toBeVisible();
  await signOut(page);

  await secondFactors.app(person);
  await save({ satisfiesSecondFactor: false });
  await page.goto("/sign-in");
  await passkeyButton(page).click();
  await page.waitForURL("/second-factor/sign-in");
  await db`DELETE FROM sessions WHERE user_id = ${person.id}`;
  await save({ satisfiesSecondFactor: true, autofill: true });
  // The device takes a suggestion as soon as there is one.
  await page.goto("/sign-in");
  await page.waitForURL("/dashboard");
  expect(await proofsOf(db, person)).toEqual([{ amr: ["passkey"], both: true }]);

  await save({ enabled: false });
  await page.goto("/profile/security");
  await expect(passkeysCard(page)).toContainText("Passkeys are switched off here at the moment");
  await expect(passkeyRows(page)).toHaveCount(1);
  await expect(createButton(page)).toHaveCount(0);
  await signOut(page);
  await page.goto("/sign-in");
  await expect(page.getByRole("button", { name: "Continue" })).toBeVisible();
  await expect(passkeyButton(page)).toHaveCount(0);
  expect(await device.credentialIds()).toHaveLength(1);
});

test("[P20 P23 PK-12] an account begins without one, and no second step is one; a sign-in by code is offered one too", async ({
  page,
  inbox,
  createUser,
  changeSettings,
}) => {
  await changeSettings({ passkey: { enabled: true, autofill: false }, mfa: { totp: true, required: true } });
  await addVirtualAuthenticator(page);
  await page.goto("/sign-up");
  await expect(page.getByRole("button", { name: "Continue" })).toBeVisible();
  await expect(page.getByRole("button", { name: /passkey/i })).toHaveCount(0);
  const person = await createUser();
  await startSignIn(page, person.email);
  await expect(page.getByRole("button", { name: /passkey/i })).toHaveCount(0);
  await enterPassword(page, person.password ?? "");
  await page.waitForURL("/second-factor/sign-in/enrol");
  await expect(page.getByText(/asks everybody for a second step/)).toBeVisible();
  await expect(page.getByText(/passkey/i)).toHaveCount(0);

  await changeSettings({ mfa: { required: false } });
  await startSignIn(page, person.email);
  await page.getByRole("button", { name: "Email me a code" }).click();
  await enterCode(page, codeIn(await inbox.waitForMail(person.email)));
  await page.waitForURL((url) => url.pathname === "/create-passkey");
  await createButton(page).click();
  await page.waitForURL("/dashboard");
});
