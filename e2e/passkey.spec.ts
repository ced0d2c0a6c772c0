import { expect, expectAccessible, test } from "./fixtures";
import { createPasskey, PASSKEYS, passkeyButton, passkeysCard, proofsOf } from "./support/passkey-steps";
import { passFirstStep, signInAtOnce } from "./support/second-factor-steps";
import { enterPassword, signOut, startSignIn } from "./support/steps";
import { addVirtualAuthenticator } from "./support/virtual-authenticator";

/* Sign-in by passkey, with Chromium's own authenticator. */

test("[P21] passkeys that are off are shown nowhere; the sign-in stays as it was", async ({
  page,
  createUser,
  changeSettings,
}) => {
  const person = await createUser();
  await page.goto("/sign-in");
  await expect(page.getByRole("button", { name: "Continue" })).toBeVisible();
  await expect(passkeyButton(page)).toHaveCount(0);
  await signInAtOnce(page, person);
  await page.goto("/profile/security");
  await expect(page.getByRole("heading", { name: "Security" })).toBeVisible();
  await expect(passkeysCard(page)).toHaveCount(0);
  await page.goto("/create-passkey");
  await expect(page).toHaveURL("/dashboard");
  await signOut(page);

  await changeSettings({ passkey: { enabled: true, button: false, autofill: false } });
  await page.goto("/sign-in");
  await expect(page.getByRole("button", { name: "Continue" })).toBeVisible();
  await expect(passkeyButton(page)).toHaveCount(0);
});

test("[P21 P23 PK-12] one press signs in and leads on; it stands for both steps, unless settings want the second", async ({
  page,
  db,
  createUser,
  signIn,
  changeSettings,
  secondFactors,
}) => {
  await changeSettings({ ...PASSKEYS, mfa: { totp: true } });
  const person = await createUser();
  await addVirtualAuthenticator(page);
  await signIn(page, person);
  await createPasskey(page);
  await secondFactors.app(person);
  await signOut(page);

  await page.goto("/profile/security");
  await expect(passkeyButton(page)).toBeVisible();
  await expectAccessible(page);
  await passkeyButton(page).click();
  await page.waitForURL("/profile/security");
  expect(await proofsOf(db, person)).toEqual([{ amr: ["passkey"], both: true }]);
  await signOut(page);
  // A passkey is no second step after a password.
  await passFirstStep(page, person);
  await expect(page.getByRole("heading", { name: "Enter the code from your app" })).toBeVisible();
  await expect(page.getByRole("button", { name: /passkey/i })).toHaveCount(0);

  await changeSettings({ passkey: { ...PASSKEYS.passkey, satisfiesSecondFactor: false } });
  await page.goto("/sign-in");
  await passkeyButton(page).click();
  await page.waitForURL("/second-factor/sign-in");
  await expect(page.getByRole("heading", { name: "Enter the code from your app" })).toBeVisible();
  expect(await proofsOf(db, person)).toEqual([]);
});

test("[P21] the browser suggests it where the identifier is typed, and taking it is all there is to do", async ({
  page,
  db,
  createUser,
  changeSettings,
}) => {
  const suggesting = { passkey: { ...PASSKEYS.passkey, autofill: true } };
  await changeSettings(suggesting);
  const person = await createUser();
  await addVirtualAuthenticator(page);
  const asked: string[] = [];
  page.on("request", (request) => {
    if (new URL(request.url()).pathname === "/api/passkeys/sign-in") asked.push(request.method());
  });
  // Nothing to suggest yet: it waits, and is in nobody's way.
  await page.goto("/sign-in");
  await expect(page.getByLabel("Email address")).toHaveAttribute("autocomplete", "username webauthn");
  await expect.poll(() => asked).toEqual(["POST"]);
  await page.getByLabel("Email address").fill(person.email);
  await page.getByRole("button", { name: "Continue" }).click();
  await enterPassword(page, person.password ?? "");
  await page.waitForURL("/dashboard");
  await createPasskey(page);
  await signOut(page);

  // Switched off, the browser is not asked.
  await changeSettings(PASSKEYS);
  asked.length = 0;
  await startSignIn(page, person.email);
  expect(asked).toEqual([]);

  await changeSettings(suggesting);
  await page.goto("/sign-in?redirect_url=/profile");
  await page.waitForURL("/profile");
  expect(await proofsOf(db, person)).toEqual([{ amr: ["passkey"], both: true }]);
});
