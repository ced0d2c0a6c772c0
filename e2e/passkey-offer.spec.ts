import { expect, expectAccessible, test } from "./fixtures";
import { createButton, PASSKEYS, passkeyButton, passkeysCard, signInByPasskey } from "./support/passkey-steps";
import { signInAtOnce } from "./support/second-factor-steps";
import { enterPassword, signOut, startSignIn } from "./support/steps";
import { addVirtualAuthenticator } from "./support/virtual-authenticator";

/* Who is offered a passkey, and browsers that have none. */

test("[P20 P21] offered once after a password; not now leads on and is remembered", async ({
  page,
  createUser,
  newBrowser,
  changeSettings,
}) => {
  await changeSettings({ passkey: { enabled: true, autofill: false } });
  const person = await createUser();
  await page.goto("/profile");
  await page.getByLabel("Email address").fill(person.email);
  await page.getByRole("button", { name: "Continue" }).click();
  await enterPassword(page, person.password ?? "");
  await page.waitForURL((url) => url.pathname === "/create-passkey");
  await expect(page.getByRole("heading", { name: "Sign in faster next time" })).toBeVisible();
  await expectAccessible(page);
  await page.getByRole("button", { name: "Not now" }).click();
  await page.waitForURL("/profile");
  await signOut(page);
  await signInAtOnce(page, person);

  const other = await newBrowser();
  await addVirtualAuthenticator(other);
  await startSignIn(other, person.email);
  await enterPassword(other, person.password ?? "");
  await other.waitForURL((url) => url.pathname === "/create-passkey");
  await other.getByRole("button", { name: "Create a passkey" }).click();
  await other.waitForURL("/dashboard");
  await signOut(other);
  await signInByPasskey(other);

  await changeSettings(PASSKEYS);
  const third = await newBrowser();
  await signInAtOnce(third, await createUser());
});

test("[P25] a browser without passkeys says so and shows another way", async ({
  page,
  db,
  createUser,
  signIn,
  changeSettings,
}) => {
  await changeSettings({ passkey: { enabled: true } });
  await page.addInitScript(() => Reflect.deleteProperty(window, "PublicKeyCredential"));
  const person = await createUser();
  await page.goto("/sign-in");
  await expect(passkeyButton(page)).toHaveCount(0);
  await expectAccessible(page);
  // Nor is one offered on the way.
  await signInAtOnce(page, person);
  await page.goto("/profile/security");
  await expect(page.getByText("This browser can't create passkeys. Open this page in a newer browser")).toBeVisible();
  await expect(createButton(page)).toHaveCount(0);
  await expectAccessible(page);
  // One that was made elsewhere.
  await db`
    INSERT INTO passkeys (user_id, credential_id, public_key, counter, transports, aaguid, name, backup_eligible,
      backed_up, created_at)
    VALUES (${person.id}, ${person.id}, '', 0, '{}', ${person.id}, 'My phone', true, true, now())`;
  await signIn(page, person, { at: new Date(Date.now() - 3_600_000) });
  await page.reload();
  await page.getByRole("button", { name: "Remove My phone" }).click();
  const dialog = page.getByRole("dialog");
  await expect(dialog.getByText("This browser can't use passkeys. Use another method.")).toBeVisible();
  await expectAccessible(page);
  await dialog.getByRole("button", { name: "Use your password" }).click();
  await dialog.getByLabel("Password", { exact: true }).fill(person.password ?? "");
  await page.keyboard.press("Enter");
  await expect(passkeysCard(page)).toContainText("You have none yet.");
});
