import type { Page } from "@playwright/test";
import { test } from "./fixtures";
import { link } from "./support/social";

const SIZES = { phone: { width: 390, height: 844 }, desktop: { width: 1280, height: 800 } };

/* Social connections in /admin, in both sizes and themes: `npm run screenshots`, then open test-results/screenshots. */
for (const [size, viewport] of Object.entries(SIZES)) {
  for (const colorScheme of ["light", "dark"] as const) {
    test.describe(`social connections ${size} ${colorScheme}`, () => {
      test.use({ viewport, colorScheme });

      const shoot = (page: Page, state: string) =>
        page.screenshot({ path: `test-results/screenshots/${state}.${size}.${colorScheme}.png`, fullPage: true });

      test("the list, providers in their states, and a new one", async ({
        page,
        db,
        createUser,
        signIn,
        social,
        changeSettings,
      }) => {
        await social.connect({ name: "An identity provider with quite a long name" });
        const [admin, somebody] = [await createUser({ role: "admin" }), await createUser({ password: null })];
        await link(db, somebody, social.person());
        await db`DELETE FROM identifiers WHERE user_id = ${somebody.id}`;
        await db`
          UPDATE settings SET value = jsonb_set(jsonb_set(value, '{connections,google}', '{"enabled": true}'),
            '{connections,github}', value->'connections'->'local' || '{"use": "connect"}') WHERE section = 'social'`;
        await changeSettings({});
        await signIn(page, admin);
        await page.goto("/admin/social");
        await shoot(page, "admin-social");
        for (const id of ["local", "google", "microsoft-entra-id"]) {
          await page.goto(`/admin/social/${id}`);
          await shoot(page, `admin-social.${id}`);
        }
        await page.goto("/admin/social/new");
        await shoot(page, "admin-social.new");
        await page.getByRole("button", { name: "Save provider settings" }).click();
        await page.getByText("Enter a name.").waitFor();
        await shoot(page, "admin-social.new-wrong");
      });
    });
  }
}
