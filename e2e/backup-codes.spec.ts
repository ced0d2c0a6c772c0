import type { Page } from "@playwright/test";
import { expect, expectAccessible, test } from "./fixtures";
import { enterBackupCode, factorRow, passFirstStep, twoStepCard } from "./support/second-factor-steps";
import { signOut } from "./support/steps";

/* Ten codes that stand in for the second step. */

const WITH_CODES = { mfa: { totp: true, backupCodes: true } };
const CODES_PATH = "/profile/security/backup-codes";
const _shown = (page: Page) => page.getByRole("region", { name: "Backup codes" }).getByRole("listitem");

test("[P42 MF-06] each works once, however it is typed, and its owner is told how many are left", async ({
  page,
  inbox,
  createUser,
  changeSettings,
  secondFactors,
}) => {
  await changeSettings(WITH_CODES);
  const person = await createUser();
  await secondFactors.app(person);
  const [dashed = "", bare = "", upper = ""] = await secondFactors.backupCodes(person, 3);
  const typed = [dashed, bare.replaceAll("-", ""), ` ${upper.toUpperCase().replaceAll("-", " ")} `];
  for (const [index, code] of typed.entries()) {
    await passFirstStep(page, person);
    await enterBackupCode(page, code);
    await page.waitForURL("/dashboard");
    const mail = await inbox.waitForMail(person.email, { about: /a backup code was used/ });
    expect(mail.text).toContain(`${2 - index} left`);
    await signOut(page);
  }
  // With none left they are offered no more.
  await passFirstStep(page, person);
  await expect(page.getByRole("button", { name: "Use a backup code" })).toHaveCount(0);
});

test("[P42 MF-06] wrong and used ones are refused in plain words", async ({
  page,
  createUser,
  changeSettings,
  secondFactors,
}) => {
  await changeSettings(WITH_CODES);
  const person = await createUser();
  await secondFactors.app(person);
  const [used = "", good = ""] = await secondFactors.backupCodes(person);
  await passFirstStep(page, person);
  await enterBackupCode(page, used);
  await page.waitForURL("/dashboard");
  await signOut(page);
  await passFirstStep(page, person);
  await enterBackupCode(page, "abcd-efgh-jkmn-pqrs");
  await expect(page.getByText("That is not one of your backup codes.")).toBeVisible();
  await expectAccessible(page);
  await enterBackupCode(page, used);
  await expect(page.getByText("That backup code was already used.")).toBeVisible();
  await enterBackupCode(page, "");
  await expect(page.getByText("Enter a backup code.", { exact: true })).toBeVisible();
  await page.reload();
  await expect(page.getByRole("heading", { name: "Enter a backup code" })).toBeVisible();
  await enterBackupCode(page, good);
  await page.waitForURL("/dashboard");
});

test("[P42 MF-08] switched off there are no new ones; those people have still work", async ({
  page,
  createUser,
  signIn,
  changeSettings,
  secondFactors,
}) => {
  await changeSettings({ mfa: { totp: true } });
  const person = await createUser();
  await secondFactors.app(person);
  await signIn(page, person);
  await page.goto("/profile/security");
  await expect(factorRow(page, "Authenticator app")).toBeVisible();
  await expect(page.getByText(/backup code/i)).toHaveCount(0);
  await page.goto(CODES_PATH);
  await expect(page).toHaveURL("/profile/security");

  const [code = ""] = await secondFactors.backupCodes(person, 1);
  await page.reload();
  await expect(twoStepCard(page)).toContainText("1 backup code left.");
  await expect(page.getByRole("link", { name: "Make new codes" })).toHaveCount(0);
  await signOut(page);
  await passFirstStep(page, person);
  await enterBackupCode(page, code);
  await page.waitForURL("/dashboard");
});
