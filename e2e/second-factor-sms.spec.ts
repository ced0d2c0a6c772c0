import { expect, expectAccessible, newNumber, test } from "./fixtures";
import { appCode } from "./support/authenticator";
import { askForText, asShown, germanNumber, nextTextCode, WITH_PHONES } from "./support/phone-steps";
import { factorRow, masked, passFirstStep, sentTo, useApp } from "./support/second-factor-steps";
import { enterCode, expectRefused, signOut } from "./support/steps";

/* A code by text message as the second step. */

const APP_AND_SMS = { mfa: { totp: true, phoneCode: true } };

test("[P40 P43] with two numbers and an app, the chosen one is asked for first, and each of the others is at hand", async ({
  page,
  phone,
  db,
  createUser,
  signIn,
  changeSettings,
  secondFactors,
}) => {
  await changeSettings(APP_AND_SMS);
  const [one, two] = [newNumber(), newNumber()];
  const person = await createUser({ phone: one });
  await db`INSERT INTO identifiers (user_id, kind, value, verified_at, is_primary, created_at)
    VALUES (${person.id}, 'phone', ${two}, now(), false, now())`;
  for (const number of [one, two]) await secondFactors.number(person, number);
  const seed = await secondFactors.app(person);
  const app = page.getByRole("button", { name: "Use your authenticator app" });
  const textTo = (number: string) => page.getByRole("button", { name: `A 6-digit code, sent to ${masked(number)}` });

  await passFirstStep(page, person);
  await expect(page.getByRole("heading", { name: "Enter the code from your app" })).toBeVisible();
  expect(await phone.texts()).toEqual([]);
  await textTo(two).click();
  await expect(page.getByText(sentTo(two))).toBeVisible();
  const code = await nextTextCode(phone, two);
  // Another number gets a message of its own, at once; the code of the first one is none of the second one's.
  await textTo(one).click();
  await expect(page.getByText(sentTo(one))).toBeVisible();
  await phone.waitForText(one);
  await expectRefused(page, code, "That code is not right.");
  await useApp(page);
  await enterCode(page, appCode(seed));
  await page.waitForURL("/dashboard");
  await signOut(page);

  await signIn(page, person, { amr: ["password", "totp"] });
  await page.goto("/profile/security");
  await expect(factorRow(page, "Authenticator app")).toContainText("Default");
  await page.getByRole("button", { name: `Make default: ${asShown(two)}` }).click();
  await expect(factorRow(page, asShown(two))).toContainText("Default");
  await expect(factorRow(page, "Authenticator app")).not.toContainText("Default");
  await expectAccessible(page);
  await signOut(page);
  await db`DELETE FROM rate_limits`;
  await passFirstStep(page, person);
  await expect(page.getByText(sentTo(two))).toBeVisible();
  await expect(app).toBeVisible();
  await enterCode(page, await nextTextCode(phone, two));
  await page.waitForURL("/dashboard");
});

test("[P10 P40 MF-10] where the country is switched off it is said which, and the app is one press away", async ({
  page,
  phone,
  createUser,
  changeSettings,
  secondFactors,
  db,
}) => {
  const number = germanNumber();
  const person = await createUser({ phone: number });
  await secondFactors.number(person, number);
  await db`UPDATE second_factors SET is_default = true WHERE user_id = ${person.id}`;
  const seed = await secondFactors.app(person);
  await changeSettings(APP_AND_SMS);
  await passFirstStep(page, person);
  await expect(page.getByRole("heading", { name: "Nothing was sent yet" })).toBeVisible();
  await page.getByRole("button", { name: "Send a new code" }).click();
  await expect(page.getByText("No text messages are sent to this country: Germany.")).toBeVisible();
  await expectAccessible(page);
  expect(await phone.texts()).toEqual([]);
  await useApp(page);
  await enterCode(page, appCode(seed));
  await page.waitForURL("/dashboard");
});

test("[P40 P44 MF-10] the number of the first step is never the second one too", async ({
  page,
  phone,
  createUser,
  travel,
  changeSettings,
  secondFactors,
}) => {
  await changeSettings({ ...APP_AND_SMS, ...WITH_PHONES });
  const number = newNumber();
  const person = await createUser({ phone: number });
  await secondFactors.number(person, number);
  await askForText(page, number);
  await enterCode(page, await nextTextCode(phone, number));
  await expect(page.getByRole("heading", { name: "This way stops here" })).toBeVisible();
  await expectAccessible(page);
  expect(await phone.texts()).toHaveLength(1);

  await test.step("the password is another first step", async () => {
    await page.getByRole("link", { name: "Start again" }).click();
    await page.waitForURL("/sign-in");
    await travel(0.6);
    await passFirstStep(page, person);
    await enterCode(page, await nextTextCode(phone, number));
    await page.waitForURL("/dashboard");
    await signOut(page);
  });

  await test.step("with an app as well, that is asked for", async () => {
    const seed = await secondFactors.app(person);
    await travel(0.6);
    await askForText(page, number);
    await enterCode(page, await nextTextCode(phone, number));
    await expect(page.getByRole("heading", { name: "Enter the code from your app" })).toBeVisible();
    await expect(page.getByRole("button", { name: "Text me a code" })).toHaveCount(0);
    await enterCode(page, appCode(seed));
    await page.waitForURL("/dashboard");
  });
});
