import { expect, test } from "./fixtures";
import { appCode, nextAppCode } from "./support/authenticator";
import { signOut } from "./support/steps";

test("[B14 P41] an app is set up and asked for by keyboard alone", async ({
  page,
  createUser,
  signIn,
  changeSettings,
}) => {
  await changeSettings({ mfa: { totp: true, trustBrowser: true } });
  const person = await createUser();
  await signIn(page, person);
  const tabTo = async (target: ReturnType<typeof page.getByRole>) => {
    for (let presses = 0; presses < 40; presses++) {
      if (await target.evaluate((element) => element === document.activeElement)) return;
      await page.keyboard.press("Tab");
    }
    await expect(target).toBeFocused();
  };
  await page.goto("/profile/security");
  await tabTo(page.getByRole("button", { name: "Set up an authenticator app" }));
  await page.keyboard.press("Enter");
  await page.waitForURL("/profile/security/authenticator");
  await tabTo(page.locator("summary"));
  await page.keyboard.press("Enter");
  const seed = ((await page.getByRole("code").textContent()) ?? "").replaceAll(/\s/g, "");
  await tabTo(page.getByLabel("6-digit code"));
  await page.keyboard.type(appCode(seed));
  await page.waitForURL("/profile/security");
  await signOut(page);

  await page.goto("/sign-in");
  await page.keyboard.type(person.email);
  await page.keyboard.press("Enter");
  await expect(page.getByLabel("Password", { exact: true })).toBeFocused();
  await page.keyboard.type(person.password ?? "");
  await page.keyboard.press("Enter");
  await expect(page.getByLabel("6-digit code")).toBeFocused();
  // The box comes before the code: its last digit submits.
  await tabTo(page.getByRole("checkbox"));
  await page.keyboard.press("Space");
  await expect(page.getByRole("checkbox")).toBeChecked();
  await page.keyboard.press("Shift+Tab");
  await expect(page.getByLabel("6-digit code")).toBeFocused();
  await page.keyboard.type(nextAppCode(seed));
  await page.waitForURL("/dashboard");
});
