import { expect, expectAccessible, newNumber, test } from "./fixtures";
import { asShown, nextTextCode, WITH_PHONES } from "./support/phone-steps";
import { factorRow, passFirstStep, sentTo, signInAtOnce, twoStepCard } from "./support/second-factor-steps";
import { enterCode, enterPassword, expectRefused, expectSignedOut, signOut, startSignIn } from "./support/steps";

/* Text messages as the second step: turned on and off in the profile. */

const APP_AND_SMS = { mfa: { totp: true, phoneCode: true } };

test("[P40 P43 MF-10 SE-06] a verified number is turned on in the profile, and a code goes there after the password", async ({
  page,
  newBrowser,
  phone,
  inbox,
  createUser,
  signIn,
  travel,
  changeSettings,
}) => {
  await changeSettings(APP_AND_SMS);
  const number = newNumber();
  const person = await createUser({ phone: number });
  const other = await newBrowser();
  await signIn(other, person);
  await signIn(page, person);
  await page.goto("/profile/security");
  await expect(factorRow(page, asShown(number))).toContainText("Weaker than an app: a number can be stolen.");
  await expect(page.getByRole("button", { name: "Set up an authenticator app" })).toBeVisible();
  await page.getByRole("button", { name: `Turn on ${asShown(number)}` }).click();
  await expect(twoStepCard(page)).toContainText("On: we ask for one of these");
  await expectAccessible(page);
  await inbox.waitForMail(person.email, { about: /two-step verification is set up/ });
  expect((await phone.waitForText(number)).text).toContain("The two-step verification of your");
  await expectSignedOut(other);
  await signOut(page);

  await passFirstStep(page, person);
  await expect(page.getByText(sentTo(number))).toBeVisible();
  expect(await page.content()).not.toContain(number);
  await expectAccessible(page);
  const first = await nextTextCode(phone, number);
  await page.reload();
  await expect(page.getByRole("button", { name: /Send again in 0:[0-3]\d/ })).toBeDisabled();
  expect(await phone.texts(number)).toHaveLength(2);
  await travel(10.1);
  await expectRefused(page, first, "That code has expired.");
  await page.reload();
  await page.getByRole("button", { name: "Send a new code" }).click();
  await expect(page.getByRole("button", { name: /Send again in/ })).toBeDisabled();
  await enterCode(page, await nextTextCode(phone, number));
  await page.waitForURL("/dashboard");
});

test("[P40 P43] a number that is a second step stays in the profile until that is turned off", async ({
  page,
  createUser,
  signIn,
  changeSettings,
  secondFactors,
}) => {
  await changeSettings({ ...APP_AND_SMS, ...WITH_PHONES });
  const number = newNumber();
  const person = await createUser({ phone: number });
  await secondFactors.number(person, number);
  await signIn(page, person, { amr: ["password", "totp"] });
  await page.goto("/profile");
  await page.getByRole("button", { name: `Remove ${asShown(number)}` }).click();
  await expect(
    page.getByText("This number is a second step of yours. Turn that off under Security first."),
  ).toBeVisible();
  await expectAccessible(page);
  await page.goto("/profile/security");
  await page.getByRole("button", { name: `Remove ${asShown(number)}` }).click();
  await expect(twoStepCard(page)).toContainText("Off.");
  await page.goto("/profile");
  await page.getByRole("button", { name: `Remove ${asShown(number)}` }).click();
  await expect(page.getByText("You have no number yet.")).toBeVisible();
  await signOut(page);
  await startSignIn(page, person.email);
  await enterPassword(page, person.password ?? "");
  await page.waitForURL("/dashboard");
});

test("[P40 MF-10] what is unproved, or all there is to sign in with, can't be the second step", async ({
  page,
  createUser,
  signIn,
  changeSettings,
  db,
}) => {
  await changeSettings({ ...APP_AND_SMS, ...WITH_PHONES });
  const number = newNumber();
  const person = await createUser({ phone: number, password: null, verified: false });
  await signIn(page, person, { amr: ["phone-code"] });
  await page.goto("/profile/security");
  await page.getByRole("button", { name: `Turn on ${asShown(number)}` }).click();
  await expect(page.getByText("This number is your only way in, so it can't be the second step too.")).toBeVisible();
  await expectAccessible(page);
  expect(await db`SELECT 1 FROM second_factors WHERE user_id = ${person.id}`).toHaveLength(0);
  await db`UPDATE identifiers SET verified_at = NULL WHERE user_id = ${person.id} AND kind = 'phone'`;
  await page.reload();
  await expect(page.getByRole("button", { name: /Turn on/ })).toHaveCount(0);
});

test("[P40 MF-08] text messages switched off again: who has one is still asked, nobody can turn one on", async ({
  page,
  phone,
  createUser,
  changeSettings,
  secondFactors,
}) => {
  const [has, has_not] = [newNumber(), newNumber()];
  const [one, other] = [await createUser({ phone: has }), await createUser({ phone: has_not })];
  await secondFactors.number(one, has);
  await changeSettings({ mfa: { totp: true } });
  await signInAtOnce(page, other);
  await page.goto("/profile/security");
  await expect(twoStepCard(page)).toContainText("Off.");
  await expect(page.getByRole("button", { name: /Turn on/ })).toHaveCount(0);
  await signOut(page);
  await passFirstStep(page, one);
  await enterCode(page, await nextTextCode(phone, has));
  await page.waitForURL("/dashboard");
});
