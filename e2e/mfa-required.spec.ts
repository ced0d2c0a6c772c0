import { codeIn, expect, expectAccessible, newAddress, newNumber, newPassword, test } from "./fixtures";
import { appCode } from "./support/authenticator";
import { nextTextCode } from "./support/phone-steps";
import { passFirstStep, readKey, sentTo } from "./support/second-factor-steps";
import { enterCode, enterPassword, expectRefused, expectSignedOut, signOut, startSignIn } from "./support/steps";

/* Where everybody has to have a second step: whoever has none sets one up before they are in. */

const REQUIRED = { mfa: { totp: true, phoneCode: true, backupCodes: true, required: true } };
const app = { name: /^Authenticator app/ };

test("[P39 P41 P42 P44] a sign-in by password sets up an app, gets backup codes, and goes on where it led", async ({
  page,
  inbox,
  db,
  createUser,
  changeSettings,
}) => {
  await changeSettings(REQUIRED);
  const person = await createUser();
  await page.goto("/profile");
  await page.getByLabel("Email address").fill(person.email);
  await page.getByRole("button", { name: "Continue" }).click();
  await enterPassword(page, person.password ?? "");
  await page.waitForURL("/second-factor/sign-in/enrol");
  await expect(page.getByText("Sign-in starter asks everybody for a second step.")).toBeVisible();
  await expectAccessible(page);
  await page.getByRole("button", app).click();
  const seed = await readKey(page);
  await expectAccessible(page);
  await page.reload();
  expect(await readKey(page)).toBe(seed);
  await expectRefused(page, appCode(seed, -3), "That code is not right.");
  await expect(page).toHaveURL("/second-factor/sign-in/enrol");
  await enterCode(page, appCode(seed));
  await page.waitForURL("/profile/security/backup-codes?redirect_url=%2Fprofile");
  await inbox.waitForMail(person.email, { about: /two-step verification is set up/ });
  const [session] = await db`SELECT amr, second_factor_at FROM sessions WHERE user_id = ${person.id}`;
  expect(session).toMatchObject({ amr: ["password", "totp"], second_factor_at: expect.any(Date) });
  await page.getByRole("button", { name: "Show backup codes" }).click();
  await expect(page.getByRole("region", { name: "Backup codes" }).getByRole("listitem")).toHaveCount(10);
  await page.getByRole("link", { name: "Done" }).click();
  await expect(page).toHaveURL("/profile");
  await signOut(page);
  await passFirstStep(page, person);
});

test("[P39 P44] given up half way nobody is signed in, and the next sign-in asks again", async ({
  page,
  db,
  createUser,
  changeSettings,
}) => {
  await changeSettings(REQUIRED);
  const person = await createUser();
  for (const goFurther of [false, true]) {
    await startSignIn(page, person.email);
    await enterPassword(page, person.password ?? "");
    await page.waitForURL("/second-factor/sign-in/enrol");
    if (goFurther) {
      await page.getByRole("button", app).click();
      await readKey(page);
    }
    await expectSignedOut(page);
    await page.goto("/second-factor/sign-in");
    await expect(page).toHaveURL("/second-factor/sign-in/enrol");
  }
  expect(await db`SELECT 1 FROM sessions WHERE user_id = ${person.id}`).toHaveLength(0);
  expect(await db`SELECT 1 FROM second_factors WHERE user_id = ${person.id}`).toHaveLength(0);
});

test("[P39 P40 MF-10] a number is typed, proved and from then on asked for; the app is offered beside it", async ({
  page,
  phone,
  db,
  createUser,
  travel,
  changeSettings,
}) => {
  await changeSettings({ mfa: { ...REQUIRED.mfa, backupCodes: false } });
  const person = await createUser();
  const number = newNumber();
  await startSignIn(page, person.email);
  await enterPassword(page, person.password ?? "");
  await expect(
    page.getByText("Codes by text message are weaker: a number can be stolen. Prefer an app."),
  ).toBeVisible();
  await page.getByRole("button", { name: /^Text message/ }).click();
  await page.getByLabel("Phone number").fill("12");
  await page.getByRole("button", { name: "Send code" }).click();
  await expect(page.getByLabel("Phone number")).toHaveAttribute("aria-invalid", "true");
  await expectAccessible(page);
  await page.getByLabel("Phone number").fill(number);
  await page.getByRole("button", { name: "Send code" }).click();
  await expect(page.getByRole("heading", { name: "Check your phone" })).toBeVisible();
  await expect(page.getByRole("button", app)).toBeVisible();
  await expectAccessible(page);
  await enterCode(page, await nextTextCode(phone, number));
  await page.waitForURL("/dashboard");
  const held = await db`SELECT verified_at FROM identifiers WHERE user_id = ${person.id} AND value = ${number}`;
  expect(held).toEqual([{ verified_at: expect.any(Date) }]);
  await signOut(page);
  await travel(1);
  await passFirstStep(page, person);
  await expect(page.getByText(sentTo(number))).toBeVisible();
});

test("[P39 P44] a sign-up ends with it: the account is there before, a session only afterwards", async ({
  page,
  inbox,
  db,
  changeSettings,
}) => {
  await changeSettings(REQUIRED);
  const [email, password] = [newAddress(), newPassword()];
  await page.goto("/sign-up");
  await page.getByLabel("Email address").fill(email);
  await page.getByRole("button", { name: "Continue" }).click();
  await enterCode(page, codeIn(await inbox.waitForMail(email)));
  await page.getByLabel("Password", { exact: true }).fill(password);
  await page.getByRole("button", { name: "Create account" }).click();
  await page.waitForURL("/second-factor/sign-up/enrol");
  await expectAccessible(page);
  const [{ id } = { id: "" }] = await db`SELECT id FROM users WHERE email = ${email}`;
  expect(id).not.toBe("");
  expect(await db`SELECT 1 FROM sessions WHERE user_id = ${id}`).toHaveLength(0);
  await page.getByRole("button", app).click();
  await enterCode(page, appCode(await readKey(page)));
  await page.waitForURL(/^[^?]*\/profile\/security\/backup-codes/);
  await page.getByRole("link", { name: "Done" }).click();
  await expect(page).toHaveURL("/dashboard");
  await signOut(page);
  await passFirstStep(page, { id, email, password });
});

test("[P19 P39 P44] a reset sets one up before the new password", async ({
  page,
  inbox,
  createUser,
  changeSettings,
}) => {
  await changeSettings(REQUIRED);
  const { email } = await createUser();
  const password = newPassword();
  await page.goto("/reset-password");
  await page.getByLabel("Email address").fill(email);
  await page.getByRole("button", { name: "Send code" }).click();
  await enterCode(page, codeIn(await inbox.waitForMail(email)));
  await page.waitForURL("/second-factor/reset-password/enrol");
  await page.goto("/reset-password/new");
  await expect(page).toHaveURL("/second-factor/reset-password/enrol");
  await page.getByRole("button", app).click();
  await enterCode(page, appCode(await readKey(page)));
  await page.waitForURL("/reset-password/new");
  await page.getByLabel("New password", { exact: true }).fill(password);
  await page.getByRole("button", { name: "Set new password" }).click();
  await page.waitForURL("/dashboard");
});
