import type { Page } from "@playwright/test";
import { newNumber, test } from "./fixtures";
import { appCode, wrongAppCode } from "./support/authenticator";
import { nextTextCode, WITH_PHONES } from "./support/phone-steps";
import { enterBackupCode, passFirstStep, readKey, startAppInProfile, useApp } from "./support/second-factor-steps";
import { settingsCard } from "./support/settings-forms";
import { enterCode, enterPassword, startSignIn } from "./support/steps";

const SIZES = { phone: { width: 390, height: 844 }, desktop: { width: 1280, height: 800 } };
const EVERYTHING = { mfa: { totp: true, phoneCode: true, backupCodes: true, trustBrowser: true } };

/* The states of two-step verification, in both sizes and themes. */
for (const [size, viewport] of Object.entries(SIZES)) {
  for (const colorScheme of ["light", "dark"] as const) {
    test.describe(`${size} ${colorScheme}`, () => {
      test.use({ viewport, colorScheme });
      test.setTimeout(180_000);

      const shoot = (page: Page, state: string) =>
        page.screenshot({ path: `test-results/screenshots/${state}.${size}.${colorScheme}.png`, fullPage: true });
      const visit = async (page: Page, path: string, state: string) => {
        await page.goto(path);
        await shoot(page, state);
      };

      test("asked for", async ({ page, phone, db, createUser, changeSettings, secondFactors }) => {
        await changeSettings({ ...EVERYTHING, ...WITH_PHONES });
        const [number, other] = [newNumber(), newNumber()];
        const person = await createUser({ phone: number });
        await secondFactors.number(person, number);
        await startSignIn(page, number);
        await page.getByRole("button", { name: "Text me a code" }).click();
        await enterCode(page, await nextTextCode(phone, number));
        await page.getByRole("heading", { name: "This way stops here" }).waitFor();
        await shoot(page, "second-factor.dead-end");

        await db`INSERT INTO identifiers (user_id, kind, value, verified_at, is_primary, created_at)
          VALUES (${person.id}, 'phone', ${other}, now(), false, now())`;
        await secondFactors.number(person, other);
        await secondFactors.backupCodes(person, 2);
        const seed = await secondFactors.app(person);
        await passFirstStep(page, person);
        await shoot(page, "second-factor.app");
        await enterCode(page, wrongAppCode(seed));
        await page.getByText("That code is not right.").waitFor();
        await shoot(page, "second-factor.app-wrong");
        await page.getByRole("button", { name: `A 6-digit code, sent to +1 ••• ••• ${other.slice(-4)}` }).click();
        await page.getByRole("heading", { name: "Check your phone" }).waitFor();
        await shoot(page, "second-factor.sms");
        await page.getByText("None of these works?").click();
        await enterBackupCode(page, "abcd-efgh-jkmn-pqrs");
        await page.getByText("That is not one of your backup codes.").waitFor();
        await shoot(page, "second-factor.backup-code");
        await useApp(page);
        await page.getByRole("checkbox").check();
        await enterCode(page, appCode(seed));
        await page.waitForURL("/dashboard");
        await visit(page, "/profile/security", "two-step.everything");
      });

      test("required", async ({ page, phone, createUser, changeSettings }) => {
        await changeSettings({ mfa: { ...EVERYTHING.mfa, required: true } });
        const person = await createUser();
        await startSignIn(page, person.email);
        await enterPassword(page, person.password ?? "");
        await page.waitForURL("/second-factor/sign-in/enrol");
        await shoot(page, "enrol.choose");
        await page.getByRole("button", { name: /^Text message/ }).click();
        await page.getByLabel("Phone number").waitFor();
        await shoot(page, "enrol.phone");
        const number = newNumber();
        await page.getByLabel("Phone number").fill(number);
        await page.getByRole("button", { name: "Send code" }).click();
        await phone.waitForText(number);
        await page.getByLabel("6-digit code").waitFor();
        await shoot(page, "enrol.code");
        await page.getByRole("button", { name: /^Authenticator app/ }).click();
        await page.getByRole("img").waitFor();
        await shoot(page, "enrol.app");
        const seed = await readKey(page);
        await shoot(page, "enrol.app-key");
        await enterCode(page, appCode(seed));
        await page.getByRole("button", { name: "Show backup codes" }).waitFor();
        await shoot(page, "backup-codes");
        await page.getByRole("button", { name: "Show backup codes" }).click();
        await page.getByRole("region", { name: "Backup codes" }).waitFor();
        await shoot(page, "backup-codes.shown");
        await page.reload();
        await shoot(page, "backup-codes.again");
        await visit(page, "/profile/security", "two-step.required");
      });

      test("in the profile", async ({ page, db, createUser, signIn, changeSettings, secondFactors }) => {
        await changeSettings(EVERYTHING);
        const person = await createUser();
        await signIn(page, person);
        await visit(page, "/profile/security", "two-step.off");
        const number = newNumber();
        await db`INSERT INTO identifiers (user_id, kind, value, verified_at, is_primary, created_at)
          VALUES (${person.id}, 'phone', ${number}, now(), true, now())`;
        await startAppInProfile(page);
        await shoot(page, "two-step.app");
        await secondFactors.app(person);
        await secondFactors.backupCodes(person, 1);
        await visit(page, "/profile/security", "two-step.few-codes");
        await secondFactors.number(person, number);
        await visit(page, "/profile/security", "two-step.on");
        await db`UPDATE sessions SET first_factor_at = now() - interval '1 hour' WHERE user_id = ${person.id}`;
        await page.getByRole("button", { name: /^Make default/ }).click();
        await page.getByRole("dialog").waitFor();
        await shoot(page, "two-step.old-proof");
      });

      test("in /admin", async ({ page, createUser, signIn }) => {
        await signIn(page, await createUser({ role: "admin" }));
        await page.goto("/admin/authentication");
        const card = settingsCard(page, "Two-step verification");
        await card.screenshot({ path: `test-results/screenshots/mfa-card.${size}.${colorScheme}.png` });
        await card.getByLabel("Require it").check();
        await card.getByRole("button", { name: "Save" }).click();
        await card.getByText("an app works for everybody.").waitFor();
        await card.screenshot({ path: `test-results/screenshots/mfa-card.invalid.${size}.${colorScheme}.png` });
      });
    });
  }
}
