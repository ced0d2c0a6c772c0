import { readFileSync } from "node:fs";
import type { Page } from "@playwright/test";
import { expect, expectAccessible, test } from "./fixtures";
import { appCode } from "./support/authenticator";
import { enterBackupCode, passFirstStep, startAppInProfile, twoStepCard } from "./support/second-factor-steps";
import { enterCode } from "./support/steps";

/* Ten codes that stand in for the second step: made, kept and renewed in the profile. */

const WITH_CODES = { mfa: { totp: true, backupCodes: true } };
const CODES_PATH = "/profile/security/backup-codes";
const shown = (page: Page) => page.getByRole("region", { name: "Backup codes" }).getByRole("listitem");

test("[P42] they come with the app: shown once, to copy, to save and to print", async ({
  page,
  context,
  inbox,
  createUser,
  signIn,
  changeSettings,
}) => {
  await changeSettings(WITH_CODES);
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  const person = await createUser();
  await signIn(page, person);
  const seed = await startAppInProfile(page);
  await enterCode(page, appCode(seed));
  await page.waitForURL(CODES_PATH);
  await expectAccessible(page);
  await page.getByRole("button", { name: "Show backup codes" }).click();
  await expect(shown(page)).toHaveCount(10);
  const codes = await shown(page).allInnerTexts();
  for (const code of codes) expect(code).toMatch(/^([0-9a-hjkmnp-tv-z]{4}-){3}[0-9a-hjkmnp-tv-z]{4}$/);
  expect(new Set(codes).size).toBe(10);
  await expectAccessible(page);
  await inbox.waitForMail(person.email, { about: /new backup codes/ });

  await test.step("copied, and saved", async () => {
    await page.getByRole("button", { name: "Copy" }).click();
    expect((await page.evaluate(() => navigator.clipboard.readText())).split("\n")).toEqual(codes);
    const [file] = await Promise.all([
      page.waitForEvent("download"),
      page.getByRole("button", { name: "Download" }).click(),
    ]);
    expect(file.suggestedFilename()).toBe("Sign_in_starter_backup_codes.txt");
    const saved = readFileSync(await file.path(), "utf8").split("\n");
    expect(saved[0]).toBe("Sign-in starter: backup codes");
    expect(saved.filter((line) => codes.includes(line))).toEqual(codes);
  });

  await test.step("on paper there is nothing else", async () => {
    await page.emulateMedia({ media: "print" });
    await expect(page.getByText(/^Sign-in starter: backup codes/)).toBeVisible();
    for (const other of [page.getByRole("heading").first(), page.getByRole("button").first(), shown(page).first()]) {
      await expect(other).toBeHidden();
    }
    await page.emulateMedia({ media: null });
  });

  await page.reload();
  await expect(page.getByText("You have 10 left. New ones make them void.")).toBeVisible();
  const html = await page.content();
  for (const code of codes) expect(html).not.toContain(code);
  await page.getByRole("link", { name: "Done" }).click();
  await expect(twoStepCard(page)).toContainText("10 backup codes left.");
});

test("[P42 MF-06] few are a warning; new ones void the old, in the same minute", async ({
  page,
  newBrowser,
  db,
  createUser,
  signIn,
  changeSettings,
  secondFactors,
}) => {
  await changeSettings(WITH_CODES);
  const person = await createUser();
  await secondFactors.app(person);
  const old = await secondFactors.backupCodes(person, 4);
  await signIn(page, person, { amr: ["password", "totp"] });
  await page.goto("/profile/security");
  await expect(twoStepCard(page)).toContainText("4 backup codes left.");
  await expect(page.getByText("Without your phone they are the only way in.")).toHaveCount(0);
  await db`UPDATE backup_codes SET used_at = now() WHERE code_hash = (
    SELECT min(code_hash) FROM backup_codes WHERE user_id = ${person.id})`;
  await page.reload();
  await expect(twoStepCard(page)).toContainText("3 backup codes left. Without your phone they are the only way in.");
  await expectAccessible(page);

  await page.getByRole("link", { name: "Make new codes" }).click();
  await page.getByRole("button", { name: "Make new codes" }).click();
  await expect(shown(page)).toHaveCount(10);
  const [fresh = ""] = await shown(page).allInnerTexts();
  // Sign-ins under way end with the old ones.
  const elsewhere = await newBrowser();
  await passFirstStep(elsewhere, person);
  for (const code of old) {
    await enterBackupCode(elsewhere, code);
    await expect(elsewhere.getByText("That is not one of your backup codes.")).toBeVisible();
    await expect(elsewhere.getByRole("button", { name: "Sign in", exact: true })).toBeEnabled();
  }
  await enterBackupCode(elsewhere, fresh);
  await elsewhere.waitForURL("/dashboard");
});

test("[P42 P43] nobody has them without a second step, and they go with the last one", async ({
  page,
  db,
  createUser,
  signIn,
  changeSettings,
  secondFactors,
}) => {
  await changeSettings(WITH_CODES);
  const person = await createUser();
  await signIn(page, person, { amr: ["password", "totp"] });
  await page.goto(CODES_PATH);
  await page.getByRole("button", { name: "Show backup codes" }).click();
  await expect(page.getByText("Backup codes stand in for a second step. Set one up first.")).toBeVisible();
  await expectAccessible(page);
  await secondFactors.app(person);
  await secondFactors.backupCodes(person);
  await page.goto("/profile/security");
  await page.getByRole("button", { name: "Remove authenticator app" }).click();
  await expect(twoStepCard(page)).toContainText("Off.");
  expect(await db`SELECT 1 FROM backup_codes WHERE user_id = ${person.id}`).toHaveLength(0);
});
