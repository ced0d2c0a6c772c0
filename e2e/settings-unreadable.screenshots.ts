import type { Page } from "@playwright/test";
import { test } from "./fixtures";

const SIZES = { phone: { width: 390, height: 844 }, desktop: { width: 1280, height: 800 } };

/* Settings that can't be read, in /admin, in both sizes and themes: `npm run screenshots`. */
for (const [size, viewport] of Object.entries(SIZES)) {
  for (const colorScheme of ["light", "dark"] as const) {
    test.describe(`settings that can't be read ${size} ${colorScheme}`, () => {
      test.use({ viewport, colorScheme });

      const shoot = (page: Page, state: string) =>
        page.screenshot({ path: `test-results/screenshots/${state}.${size}.${colorScheme}.png`, fullPage: true });

      test("on the overview and the page of their section, restored and refused", async ({
        page,
        db,
        createUser,
        signIn,
        changeSettings,
      }) => {
        await signIn(page, await createUser({ role: "admin" }));
        await changeSettings({ names: { firstName: "optional" } });
        const google = { enabled: true, clientId: "id", clientSecret: "x", trustsEmail: "yes" };
        const rows = [
          ["signUp", { open: "no" }, { open: true }],
          ["mfa", { required: 1, totp: false }, null],
          ["email", { sameBrowser: "sometimes, and only where it is asked for" }, { signIn: false }],
          ["protection", "x", { codeTries: 4 }],
          ["social", { connections: { google, acme: 5 } }, { connections: {} }],
          ["smsCountries", { enabled: ["DE", "FR", "GB", "IT", "ES", "PT", "Germany"] }, null],
          ["sessions", null, null],
          ["wallet", { chains: ["Base"], blocked: ["somebody.eth"] }, null],
        ] as const;
        for (const [section, value, lastGood] of rows)
          await db`
            INSERT INTO settings (section, value, last_good, updated_at)
            VALUES (${section}, ${JSON.stringify(value)}::text::jsonb, ${lastGood && db.json(lastGood)}, now())`;
        await page.goto("/admin");
        await page.getByRole("region", { name: "Some settings can't be read" }).waitFor();
        await shoot(page, "admin-unreadable.overview");
        await page.goto("/admin/social");
        await shoot(page, "admin-unreadable.social");
        await page.goto("/admin/authentication");
        await page.getByText("more").first().click();
        await shoot(page, "admin-unreadable.authentication");
        await page.goto("/admin");
        await page.getByRole("button", { name: "Restore last good version of Sign-up" }).click();
        await page.getByText("Sign-up: the last good version").waitFor();
        await shoot(page, "admin-unreadable.restored");
      });
    });
  }
}
