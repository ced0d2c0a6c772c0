import { expect, expectAccessible, test } from "./fixtures";
import { appCode, wrongAppCode } from "./support/authenticator";
import { factorRow, readKey, signInAtOnce, startAppInProfile, twoStepCard } from "./support/second-factor-steps";
import { enterCode, expectRefused, expectSignedOut, signOut } from "./support/steps";

/* An authenticator app, set up and removed in the profile. */

const APP = { mfa: { totp: true } };
const NOT_RIGHT = "That code is not right. Wait for the next one, and check that your phone sets its own clock.";
const _USED = "That code was already used. Wait for the next one in your app.";

test("[P41 P43 MF-04 SE-06] an app is set up in the profile; it counts after its first right code, and the other browser is out", async ({
  page,
  newBrowser,
  inbox,
  db,
  createUser,
  signIn,
  changeSettings,
}) => {
  await changeSettings(APP);
  const person = await createUser();
  const other = await newBrowser();
  await signIn(other, person);
  const before = await signIn(page, person);
  const seed = await startAppInProfile(page);
  await expect(page.getByRole("main").getByText(person.email)).toBeVisible();
  await expectAccessible(page);

  await expectRefused(page, wrongAppCode(seed), NOT_RIGHT);
  expect(await db`SELECT 1 FROM second_factors WHERE user_id = ${person.id}`).toHaveLength(0);
  await page.goto("/profile/security");
  await expect(page.getByRole("button", { name: "Set up an authenticator app" })).toBeVisible();
  await other.goto("/dashboard");
  await expect(other).toHaveURL("/dashboard");

  // Away and back: the same key is still on its way.
  await page.goto("/profile/security/authenticator");
  expect(await readKey(page)).toBe(seed);
  await enterCode(page, appCode(seed));
  await page.waitForURL("/profile/security");
  await expect(twoStepCard(page)).toContainText("On: we ask for one of these after the first step of signing in.");
  await expectAccessible(page);
  await inbox.waitForMail(person.email, { about: /two-step verification is set up/ });
  await expectSignedOut(other);
  const after = (await page.context().cookies()).find(({ name }) => name === "session")?.value;
  expect(after).not.toBe(before);
  // The key is shown nowhere any more.
  await page.goto("/profile/security/authenticator");
  await expect(page).toHaveURL("/profile/security");
});

test("[P41 MF-04] begun a second time, the first key is worth nothing", async ({
  page,
  createUser,
  signIn,
  changeSettings,
}) => {
  await changeSettings(APP);
  await signIn(page, await createUser());
  const first = await startAppInProfile(page);
  const second = await startAppInProfile(page);
  expect(second).not.toBe(first);
  await expectRefused(page, appCode(first), NOT_RIGHT);
  await enterCode(page, appCode(second));
  await page.waitForURL("/profile/security");
});

test("[P43 SE-06] removed in the profile, the app is asked for no more, and its owner is told", async ({
  page,
  newBrowser,
  inbox,
  createUser,
  signIn,
  changeSettings,
  secondFactors,
}) => {
  await changeSettings(APP);
  const person = await createUser();
  await secondFactors.app(person);
  const other = await newBrowser();
  await signIn(other, person);
  await signIn(page, person, { amr: ["password", "totp"] });
  await page.goto("/profile/security");
  await factorRow(page, "Authenticator app").getByRole("button", { name: "Remove" }).click();
  await expect(twoStepCard(page)).toContainText("Off.");
  await inbox.waitForMail(person.email, { about: /a second step was removed/ });
  await expectSignedOut(other);
  await signOut(page);
  await signInAtOnce(page, person);
});
