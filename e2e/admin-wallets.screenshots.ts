import type { Page } from "@playwright/test";
import { test } from "./fixtures";
import { settingsCard } from "./support/settings-forms";
import { giveWallet } from "./support/wallet-people";

const SIZES = { phone: { width: 390, height: 844 }, desktop: { width: 1280, height: 800 } };

/* Wallets in /admin, in both sizes and themes: `npm run screenshots`, then open test-results/screenshots. */
for (const [size, viewport] of Object.entries(SIZES)) {
  for (const colorScheme of ["light", "dark"] as const) {
    test.describe(`wallets in /admin ${size} ${colorScheme}`, () => {
      test.use({ viewport, colorScheme });

      const shoot = (page: Page, state: string) =>
        page.screenshot({ path: `test-results/screenshots/${state}.${size}.${colorScheme}.png`, fullPage: true });

      test("the page as it begins, in use and with mistakes; somebody with wallets, and the list of people", async ({
        page,
        db,
        createUser,
        signIn,
        changeSettings,
      }) => {
        const person = await createUser({ role: "admin" });
        await signIn(page, person);
        await page.goto("/admin/wallets");
        await shoot(page, "admin-wallets");

        const { address } = await giveWallet(db, person, { only: true });
        await giveWallet(db, person, { app: "base", contractOn: 8453 });
        await giveWallet(db, await createUser(), { only: true, app: "okx" });
        await changeSettings({ wallet: { metamask: true, base: true, allowOnly: true, blocked: [address] } });
        await page.goto("/admin/wallets");
        await shoot(page, "admin-wallets.in-use");

        const networks = settingsCard(page, "Networks");
        for (const box of await networks.getByRole("checkbox").all()) await box.uncheck();
        await page.getByRole("button", { name: "Save networks settings" }).click();
        await networks.getByText("Choose at least one network.").waitFor();
        const wallets = settingsCard(page, "Wallets");
        for (const name of ["MetaMask", "Base"]) await wallets.getByLabel(name, { exact: true }).uncheck();
        await page.getByRole("button", { name: "Save wallets settings" }).click();
        await wallets.getByText("Nothing was saved").waitFor();
        const restrictions = settingsCard(page, "Who may use a wallet");
        await restrictions.getByLabel("Allowed", { exact: true }).fill(`${address}\nsomebody.eth`);
        await page.getByRole("button", { name: "Save who may use a wallet settings" }).click();
        await restrictions.getByText("Line 2").waitFor();
        await shoot(page, "admin-wallets.wrong");

        await page.goto(`/admin/users/${person.id}`);
        await shoot(page, "admin-person.wallets");
        await page.goto("/admin/users?q=0x");
        await shoot(page, "admin-people.wallets");
      });
    });
  }
}
