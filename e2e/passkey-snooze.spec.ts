import type { Page } from "@playwright/test";
import { expect, test } from "./fixtures";
import { createPasskey } from "./support/passkey-steps";
import type { Person } from "./support/people";
import { signInAtOnce } from "./support/second-factor-steps";
import { enterPassword, signOut, startSignIn } from "./support/steps";
import { addVirtualAuthenticator } from "./support/virtual-authenticator";

/* How long an offer that was declined stays away. */

const OFFERED = { passkey: { enabled: true, autofill: false } };
const DAY = 24 * 60;

/** Signs in by password, and is offered a passkey. */
async function signInToOffer(page: Page, { email, password }: Person): Promise<void> {
  await startSignIn(page, email);
  await enterPassword(page, password ?? "");
  await page.waitForURL((url) => url.pathname === "/create-passkey");
}

test("[B06 P20] put off, it comes back after 30 days, on the day and not before", async ({
  page,
  createUser,
  changeSettings,
  travel,
}) => {
  await changeSettings(OFFERED);
  const person = await createUser();
  await signInToOffer(page, person);
  await page.getByRole("button", { name: "Not now" }).click();
  await page.waitForURL("/dashboard");
  await signOut(page);

  await travel(30 * DAY - 10);
  await signInAtOnce(page, person);
  await signOut(page);
  await travel(10);
  await signInToOffer(page, person);
  // Put off again, it is 30 days again.
  await page.getByRole("button", { name: "Not now" }).click();
  await page.waitForURL("/dashboard");
  await signOut(page);
  await travel(29 * DAY);
  await signInAtOnce(page, person);
});

test("[B06 P20] never asked again on this browser, it isn't, and every other browser still asks", async ({
  page,
  newBrowser,
  createUser,
  changeSettings,
  travel,
}) => {
  await changeSettings(OFFERED);
  const person = await createUser();
  await signInToOffer(page, person);
  await page.getByRole("button", { name: "Don't ask on this browser" }).click();
  await page.waitForURL("/dashboard");
  await signOut(page);
  await travel(3650 * DAY);
  await signInAtOnce(page, person);
  await signOut(page);
  await signInToOffer(await newBrowser(), person);
  // It is said of one person on this browser.
  await signInToOffer(page, await createUser());
});

test("[B06 P20] whoever has a passkey is offered none, not even at its address", async ({
  page,
  createUser,
  signIn,
  changeSettings,
}) => {
  await changeSettings(OFFERED);
  const person = await createUser();
  await signIn(page, person);
  await page.goto("/create-passkey?redirect_url=/profile");
  await expect(page.getByRole("heading", { name: "Sign in faster next time" })).toBeVisible();
  await addVirtualAuthenticator(page);
  await createPasskey(page);
  await page.goto("/create-passkey?redirect_url=/profile");
  await expect(page).toHaveURL("/profile");
  await signOut(page);
  await signInAtOnce(page, person);
});
