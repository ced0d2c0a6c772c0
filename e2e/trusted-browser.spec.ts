import type { Page } from "@playwright/test";
import { codeIn, expect, expectAccessible, newNumber, newPassword, test } from "./fixtures";
import { appCode } from "./support/authenticator";
import type { Person } from "./support/people";
import { passFirstStep, signInAtOnce } from "./support/second-factor-steps";
import { enterCode, signOut } from "./support/steps";

/* "Don't ask again on this browser". */

const TRUST = { mfa: { totp: true, trustBrowser: true, trustDays: 7 } };
const DAY = 24 * 60;
const trustedBrowsers = (page: Page) => page.getByRole("region", { name: "Trusted browsers" });

/** Signs in with the box ticked: signed in, and trusted. */
async function trustHere(page: Page, person: Person, seed: string): Promise<void> {
  await passFirstStep(page, person);
  await page.getByLabel("Don't ask again on this browser for 7 days").check();
  await enterCode(page, appCode(seed));
  await page.waitForURL("/dashboard");
}

test("[P44 MF-05] the box ticked, this browser is asked no more; another one is, and so is somebody else here", async ({
  page,
  newBrowser,
  createUser,
  changeSettings,
  secondFactors,
}) => {
  await changeSettings(TRUST);
  const [person, somebody] = [await createUser(), await createUser()];
  const [seed] = [await secondFactors.app(person), await secondFactors.app(somebody)];
  await trustHere(page, person, seed);
  await signOut(page);
  await signInAtOnce(page, person);
  await signOut(page);
  await passFirstStep(page, somebody);
  await passFirstStep(await newBrowser(), person);
});

test("[P44] not ticked, the next sign-in asks again; a wrong code leaves the box as it was", async ({
  page,
  createUser,
  travel,
  changeSettings,
  secondFactors,
}) => {
  await changeSettings(TRUST);
  const person = await createUser();
  const seed = await secondFactors.app(person);
  await passFirstStep(page, person);
  await enterCode(page, appCode(seed));
  await page.waitForURL("/dashboard");
  await signOut(page);
  await travel(1);
  await passFirstStep(page, person);
  const box = page.getByRole("checkbox");
  await expect(box).not.toBeChecked();
  await box.check();
  await enterCode(page, appCode(seed, -3));
  await expect(page.getByText("That code is not right.")).toBeVisible();
  await expect(box).toBeChecked();
  await enterCode(page, appCode(seed));
  await page.waitForURL("/dashboard");
  await signOut(page);
  await signInAtOnce(page, person);
});

test("[P43 P44] the profile lists it, with browser and end, and ends it", async ({
  page,
  newBrowser,
  createUser,
  signIn,
  travel,
  changeSettings,
  secondFactors,
}) => {
  await changeSettings(TRUST);
  const person = await createUser();
  const seed = await secondFactors.app(person);
  const other = await newBrowser();
  await trustHere(other, person, seed);
  await signIn(page, person, { amr: ["password", "totp"] });
  await page.goto("/profile/security");
  const row = trustedBrowsers(page).getByRole("listitem");
  await expect(row).toHaveCount(1);
  await expect(row).toContainText(/Chrome \d+ on Linux/);
  const until = new Date(Date.now() + 7 * DAY * 60_000);
  const day = new Intl.DateTimeFormat("en", { dateStyle: "medium", timeZone: "UTC" }).format(until);
  await expect(row).toContainText(`Trusted until ${day}`);
  await expect(row.getByText("This browser")).toHaveCount(0);
  await other.goto("/profile/security");
  await expect(trustedBrowsers(other).getByText("This browser")).toBeVisible();
  await expectAccessible(other);
  await row.getByRole("button", { name: /^Stop trusting Chrome/ }).click();
  await expect(trustedBrowsers(page)).toHaveCount(0);
  await signOut(other);
  await travel(1);
  await passFirstStep(other, person);
});

test("[P44] it ends after its days", async ({ page, createUser, travel, changeSettings, secondFactors }) => {
  await changeSettings(TRUST);
  const person = await createUser();
  await trustHere(page, person, await secondFactors.app(person));
  await signOut(page);
  await travel(7 * DAY - 5);
  await signInAtOnce(page, person);
  await signOut(page);
  await travel(6);
  await passFirstStep(page, person);
});

test("[P44 SE-06] a new password ends it, and so does a change of the second step", async ({
  page,
  createUser,
  db,
  travel,
  changeSettings,
  secondFactors,
}) => {
  await changeSettings({ ...TRUST, mfa: { ...TRUST.mfa, phoneCode: true } });
  const person = await createUser({ phone: newNumber() });
  const seed = await secondFactors.app(person);
  const password = newPassword();
  await trustHere(page, person, seed);
  await page.goto("/profile/security");
  await page.getByLabel("New password").fill(password);
  await page.getByRole("button", { name: "Change password" }).click();
  await expect(page.getByText("Your password is saved.")).toBeVisible();
  await expect(trustedBrowsers(page)).toHaveCount(0);
  await signOut(page);
  await travel(1);
  await trustHere(page, { ...person, password }, seed);
  await page.goto("/profile/security");
  await page.getByRole("button", { name: /^Turn on / }).click();
  await expect(page.getByRole("button", { name: /^Make default/ })).toBeVisible();
  await expect(trustedBrowsers(page)).toHaveCount(0);
  await signOut(page);
  await passFirstStep(page, { ...person, password });
  expect(await db`SELECT 1 FROM devices WHERE user_id = ${person.id} AND trusted_until IS NOT NULL`).toHaveLength(0);
});

test("[P19 P44] switched off it counts for nothing; and a reset asks whatever is trusted", async ({
  page,
  inbox,
  createUser,
  travel,
  changeSettings,
  secondFactors,
}) => {
  await changeSettings(TRUST);
  const person = await createUser();
  const seed = await secondFactors.app(person);
  await trustHere(page, person, seed);
  await signOut(page);
  await page.goto("/reset-password");
  await page.getByLabel("Email address").fill(person.email);
  await page.getByRole("button", { name: "Send code" }).click();
  await enterCode(page, codeIn(await inbox.waitForMail(person.email)));
  await page.waitForURL("/second-factor/reset-password");
  await expect(page.getByRole("checkbox")).toHaveCount(0);
  await expectAccessible(page);
  await page.goto("/reset-password/new");
  await expect(page).toHaveURL("/second-factor/reset-password");
  await travel(1);
  await enterCode(page, appCode(seed));
  await page.waitForURL("/reset-password/new");

  await changeSettings({ mfa: { trustBrowser: false } });
  await passFirstStep(page, person);
  await expect(page.getByRole("checkbox")).toHaveCount(0);
});
