import { expect, expectAccessible, test } from "./fixtures";
import {
  createPasskey,
  PASSKEYS,
  passkeyButton,
  passkeysCard,
  proofsOf,
  signInByPasskey,
} from "./support/passkey-steps";
import { expectSignedOut, signOut } from "./support/steps";
import { addVirtualAuthenticator } from "./support/virtual-authenticator";

/* What signs nobody in, though a device answers. */

test("[P21 PK-04] a device that doesn't know its owner signs nobody in, and one that does works right after", async ({
  page,
  db,
  createUser,
  signIn,
  changeSettings,
}) => {
  await changeSettings(PASSKEYS);
  const person = await createUser();
  const device = await addVirtualAuthenticator(page);
  await signIn(page, person);
  await createPasskey(page);
  await signOut(page);

  await device.setUserVerified(false);
  await page.goto("/sign-in");
  const asked = page.waitForResponse("**/api/passkeys/sign-in");
  await passkeyButton(page).click();
  await asked;
  // Free again, with the focus on it: the browser has given up.
  await expect(passkeyButton(page)).toBeEnabled();
  await expect(passkeyButton(page)).toBeFocused();
  await expect(page).toHaveURL("/sign-in");
  expect(await proofsOf(db, person)).toEqual([]);
  await expectSignedOut(page);

  await device.setUserVerified(true);
  await signInByPasskey(page);
});

test("[P21 PK-04 PK-06] the server refuses what a device may not answer, in words, and the next try works", async ({
  page,
  db,
  createUser,
  signIn,
  changeSettings,
}) => {
  await changeSettings(PASSKEYS);
  const person = await createUser();
  const device = await addVirtualAuthenticator(page);
  await signIn(page, person);
  await createPasskey(page);
  await signOut(page);

  await page.goto("/sign-in");
  const refusal = page.getByText("This passkey was not accepted. Try again, or use another method.");
  for (const how of ["isBogusSignature", "isBadUP", "isBadUV"]) {
    await device.spoil({ isBogusSignature: false, isBadUP: false, isBadUV: false, [how]: true });
    const answered = page.waitForResponse((answer) => new URL(answer.url()).pathname === "/sign-in");
    await passkeyButton(page).click();
    await answered;
    await expect(refusal).toBeVisible();
    await expect(passkeyButton(page)).toBeFocused();
  }
  await expectAccessible(page);
  expect(await proofsOf(db, person)).toEqual([]);
  await device.spoil({ isBogusSignature: false, isBadUP: false, isBadUV: false });
  await passkeyButton(page).click();
  await page.waitForURL("/dashboard");
});

test("[P21 PK-01] one answer of a device, posted twice at once, is one sign-in", async ({
  page,
  db,
  createUser,
  signIn,
  changeSettings,
}) => {
  await changeSettings(PASSKEYS);
  const person = await createUser();
  await addVirtualAuthenticator(page);
  await signIn(page, person);
  await createPasskey(page);
  await signOut(page);

  await page.goto("/sign-in");
  await page.route("**/sign-in", async (route) => {
    const post = () => route.fetch({ maxRedirects: 0 });
    const [one, other] = await Promise.all([post(), post()]);
    const refused = one.headers()["x-action-redirect"] ? other : one;
    await route.fulfill({ response: refused });
  });
  await passkeyButton(page).click();
  await expect(page.getByRole("main").getByRole("alert")).toHaveText(/\S/);
  expect(await proofsOf(db, person)).toEqual([{ amr: ["passkey"], both: true }]);
});

test("[P21 B06 PK-13] one that was removed elsewhere signs nobody in; the page says so, and the device forgets it", async ({
  page,
  newBrowser,
  db,
  createUser,
  signIn,
  changeSettings,
}) => {
  await changeSettings(PASSKEYS);
  const person = await createUser();
  const device = await addVirtualAuthenticator(page);
  await signIn(page, person);
  await createPasskey(page);
  await signOut(page);
  const elsewhere = await newBrowser();
  await signIn(elsewhere, person);
  await elsewhere.goto("/profile/security");
  await elsewhere.getByRole("button", { name: /^Remove .+ on / }).click();
  await expect(passkeysCard(elsewhere)).toContainText("You have none yet.");
  expect(await device.credentialIds()).toHaveLength(1);

  await page.goto("/sign-in");
  await passkeyButton(page).click();
  await expect(page.getByText("This site doesn't know that passkey any more.")).toBeVisible();
  await expect(passkeyButton(page)).toBeFocused();
  await expectAccessible(page);
  await expect.poll(() => device.credentialIds()).toEqual([]);
  await expectSignedOut(page);
  expect(await proofsOf(db, person)).toEqual([{ amr: ["password"], both: false }]);
});
