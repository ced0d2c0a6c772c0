import { expect, expectAccessible, test } from "./fixtures";
import { appCode, nextAppCode, wrongAppCode } from "./support/authenticator";
import { oathCode } from "./support/oathtool";
import { passFirstStep, signInAtOnce, twoStepCard } from "./support/second-factor-steps";
import { settingsCard } from "./support/settings-forms";
import { enterCode, expectRefused, signOut } from "./support/steps";

/* An authenticator app, asked for at sign-in. */

const APP = { mfa: { totp: true } };
const NOT_RIGHT = "That code is not right. Wait for the next one, and check that your phone sets its own clock.";
const USED = "That code was already used. Wait for the next one in your app.";

test("[P39 P41 MF-08] an admin switches the app on, and off again: nobody is forced, nobody is set free", async ({
  page,
  newBrowser,
  createUser,
  signIn,
  secondFactors,
}) => {
  const [somebody, careful] = [await createUser(), await createUser()];
  const admin = await newBrowser();
  await signIn(admin, await createUser({ role: "admin" }));
  const card = settingsCard(admin, "Two-step verification");
  const box = card.getByLabel("Authenticator app");
  const save = async () => {
    await card.getByRole("button", { name: "Save" }).click();
    await expect(card.getByText("Saved.")).toBeVisible();
  };
  await admin.goto("/admin/authentication");
  await expect(box).not.toBeChecked();
  await signInAtOnce(page, somebody);
  await page.goto("/profile/security");
  await expect(page.getByRole("heading", { name: "Security" })).toBeVisible();
  await expect(twoStepCard(page)).toHaveCount(0);

  await box.check();
  await save();
  await page.reload();
  await expect(twoStepCard(page)).toContainText("Off. With a second step, your password alone lets nobody in.");
  await signOut(page);
  await signInAtOnce(page, somebody);
  await signOut(page);

  const seed = await secondFactors.app(careful);
  await box.uncheck();
  await save();
  await passFirstStep(page, careful);
  await enterCode(page, appCode(seed));
  await page.waitForURL("/dashboard");
  await page.goto("/profile/security");
  await expect(page.getByRole("button", { name: "Remove authenticator app" })).toBeVisible();
});

test("[P41 MF-01 MF-02] the second step: wrong, too early, too late, right; a used code and those before it are worth nothing", async ({
  page,
  createUser,
  travel,
  changeSettings,
  secondFactors,
}) => {
  await changeSettings(APP);
  const person = await createUser();
  const seed = await secondFactors.app(person);
  await passFirstStep(page, person);
  await expect(page.getByRole("heading", { name: "Enter the code from your app" })).toBeVisible();
  await expectAccessible(page);
  for (const wrong of [wrongAppCode(seed), appCode(seed, -2), appCode(seed, 3)]) {
    await expectRefused(page, wrong, NOT_RIGHT);
  }
  await expectAccessible(page);
  const code = nextAppCode(seed);
  await enterCode(page, code);
  await page.waitForURL("/dashboard");
  await signOut(page);

  await passFirstStep(page, person);
  await expectRefused(page, code, USED);
  await expectRefused(page, appCode(seed), USED);
  await travel(1);
  await enterCode(page, appCode(seed));
  await page.waitForURL("/dashboard");
});

test("[P44 SE-04] before the second step nobody is signed in; reload, back and other paths change nothing, and the way goes on where it led", async ({
  page,
  createUser,
  changeSettings,
  secondFactors,
}) => {
  await changeSettings(APP);
  const person = await createUser();
  const seed = await secondFactors.app(person);
  for (const path of ["/second-factor/sign-in", "/second-factor/sign-in/enrol"]) {
    await page.goto(path);
    await expect(page).toHaveURL("/sign-in?lost");
    await expect(page.getByText("That step had expired, or was opened in another browser.")).toBeVisible();
  }
  await page.goto("/profile/security");
  await page.getByLabel("Email address").fill(person.email);
  await page.getByRole("button", { name: "Continue" }).click();
  await page.getByLabel("Password", { exact: true }).fill(person.password ?? "");
  await page.getByRole("button", { name: "Sign in" }).click();
  const code = page.getByLabel("6-digit code");
  await expect(code).toBeFocused();

  await page.reload();
  await expect(code).toBeVisible();
  for (const path of ["/dashboard", "/profile/security"]) {
    await page.goto(path);
    await expect(page).toHaveURL(`/sign-in?redirect_url=${encodeURIComponent(path)}`);
  }
  for (const path of ["/sign-in/verify", "/second-factor/sign-in/enrol"]) {
    await page.goto(path);
    await expect(page).toHaveURL("/second-factor/sign-in");
  }
  await page.goBack();
  await expect(page).toHaveURL("/second-factor/sign-in");
  await expect(code).toBeVisible();
  await enterCode(page, appCode(seed));
  await expect(page).toHaveURL("/profile/security");
  // Back shows the second step to nobody who is through.
  await page.goto("/second-factor/sign-in");
  await expect(page).toHaveURL("/dashboard");
});

test("[P41 MF-01] the codes of a program that shares nothing with ours are right, one step early and late too", async ({
  page,
  createUser,
  travel,
  changeSettings,
  secondFactors,
}) => {
  await changeSettings(APP);
  const person = await createUser();
  const seed = await secondFactors.app(person);
  for (const seconds of [-30, 0, 30]) {
    await passFirstStep(page, person);
    await enterCode(page, oathCode(seed, new Date(Date.now() + seconds * 1000)));
    await page.waitForURL("/dashboard");
    await signOut(page);
    await travel(2);
  }
});
