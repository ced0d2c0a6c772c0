import { expect, expectAccessible, test } from "./fixtures";
import { appCode } from "./support/authenticator";
import { codeIn } from "./support/inbox";
import { newAddress, newNumber, newPassword } from "./support/people";
import { passFirstStep, useApp } from "./support/second-factor-steps";
import { enterCode, enterPassword, signOut, startSignIn } from "./support/steps";

for (const colorScheme of ["light", "dark"] as const) {
  test.describe(`in ${colorScheme}`, () => {
    test.use({ colorScheme });

    test(`[B14] every page passes axe, ${colorScheme}`, async ({ page, inbox, createUser, signIn }) => {
      test.setTimeout(120_000);
      for (const path of ["/", "/sign-in", "/sign-up", "/sso", "/reset-password", "/unlock", "/nowhere"]) {
        await page.goto(path);
        await expectAccessible(page);
      }
      const person = await createUser({ role: "admin", firstName: "Grace" });
      await startSignIn(page, person.email);
      await expectAccessible(page);
      await page.goto("/reset-password");
      await page.getByLabel("Email address").fill(person.email);
      await page.getByRole("button", { name: "Send code" }).click();
      await page.waitForURL("/reset-password/verify");
      await expectAccessible(page);
      await enterCode(page, codeIn(await inbox.waitForMail(person.email)));
      await page.waitForURL("/reset-password/new");
      await expectAccessible(page);
      await signIn(page, person);
      for (const path of [
        "/dashboard",
        "/profile",
        "/profile/security",
        "/sign-out",
        "/admin",
        "/admin/authentication",
        "/admin/social",
        "/admin/social/microsoft-entra-id",
        "/admin/social/new",
        "/admin/sso",
        "/admin/sso/new",
        "/admin/wallets",
      ]) {
        await page.goto(path);
        await expectAccessible(page);
      }
      await signIn(page, person, { at: new Date(Date.now() - 3_600_000) });
      await page.goto("/step-up");
      await expect(page.getByRole("heading", { name: "Confirm it's you" })).toBeVisible();
      await expectAccessible(page);
    });

    test(`[B14 P41] every page of two-step verification passes axe, ${colorScheme}`, async ({
      page,
      createUser,
      changeSettings,
      secondFactors,
    }) => {
      await changeSettings({
        mfa: { totp: true, phoneCode: true, backupCodes: true, required: true, trustBrowser: true },
      });
      const [person, newcomer] = [await createUser({ phone: newNumber() }), await createUser()];
      const seed = await secondFactors.app(person);
      await secondFactors.backupCodes(person, 3);
      await passFirstStep(page, person);
      await expectAccessible(page);
      await page.getByRole("button", { name: "Use a backup code" }).click();
      await expect(page.getByRole("heading", { name: "Enter a backup code" })).toBeVisible();
      await expectAccessible(page);
      await useApp(page);
      await page.getByRole("checkbox").check();
      await enterCode(page, appCode(seed));
      await page.waitForURL("/dashboard");
      for (const path of ["/profile/security", "/profile/security/backup-codes"]) {
        await page.goto(path);
        await expectAccessible(page);
      }
      await signOut(page);
      await startSignIn(page, newcomer.email);
      await enterPassword(page, newcomer.password ?? "");
      for (const method of [/^Text message/, /^Authenticator app/]) {
        await page.getByRole("button", { name: method }).click();
        await expect(page.getByRole("button", { name: method })).toHaveCount(0);
        await expectAccessible(page);
      }
    });
  });
}

test("[B14] signing up, signing in and signing out by keyboard alone", async ({ page, inbox }) => {
  const [address, password] = [newAddress(), newPassword()];
  const focus = async (role: "link" | "button", name: string) => {
    const target = page.getByRole(role, { name, exact: true }).first();
    for (let presses = 0; presses < 30; presses++) {
      if (await target.evaluate((element) => element === document.activeElement)) return;
      await page.keyboard.press("Tab");
    }
    await expect(target).toBeFocused();
  };
  await page.goto("/");
  await focus("link", "Create account");
  await page.keyboard.press("Enter");
  await expect(page.getByLabel("Email address")).toBeFocused();
  await page.keyboard.type(address);
  await page.keyboard.press("Enter");
  await expect(page.getByLabel("6-digit code")).toBeFocused();
  await page.keyboard.type(codeIn(await inbox.waitForMail(address)));
  await expect(page.getByLabel("Password", { exact: true })).toBeFocused();
  await page.keyboard.type(password);
  await page.keyboard.press("Enter");
  await page.waitForURL("/dashboard");
  await focus("button", "Sign out");
  await page.keyboard.press("Enter");
  await page.waitForURL("/");
  await focus("link", "Sign in");
  await page.keyboard.press("Enter");
  await expect(page.getByLabel("Email address")).toBeFocused();
  await page.keyboard.type(address);
  await page.keyboard.press("Enter");
  await expect(page.getByLabel("Password", { exact: true })).toBeFocused();
  await page.keyboard.type(password);
  await page.keyboard.press("Enter");
  await page.waitForURL("/dashboard");
});
