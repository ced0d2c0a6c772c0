import type { Page } from "@playwright/test";
import { newNumber, test } from "./fixtures";
import { protect } from "./support/protected-people";

const SIZES = { phone: { width: 390, height: 844 }, desktop: { width: 1280, height: 800 } };

/* The people in /admin, in both sizes and themes: `npm run screenshots`, then open test-results/screenshots. */
for (const [size, viewport] of Object.entries(SIZES)) {
  for (const colorScheme of ["light", "dark"] as const) {
    test.describe(`people ${size} ${colorScheme}`, () => {
      test.use({ viewport, colorScheme });
      test.setTimeout(120_000);

      const shoot = (page: Page, state: string) =>
        page.screenshot({ path: `test-results/screenshots/${state}.${size}.${colorScheme}.png`, fullPage: true });

      test("the list and a person", async ({ page, createUser, signIn, db }) => {
        await db`
          INSERT INTO users (first_name, last_name, identifier, created_at, last_sign_in_at)
          SELECT 'Person', 'Number ' || n, 'person.number.' || n || '@example.test', now() - n * interval '1 day', now()
          FROM generate_series(1, 30) n`;
        const admin = await createUser({ firstName: "Grace", lastName: "Hopper", role: "admin", phone: newNumber() });
        const person = await createUser({
          firstName: "Ada",
          lastName: "Lovelace",
          phone: newNumber(),
          email: `a.very.long.address.${"that.goes.on.".repeat(3)}${size}.${colorScheme}@example.test`,
          username: `ada_${size}_${colorScheme}`,
        });
        await protect(db, person);
        await protect(db, admin);
        const banned = await createUser({ email: `banned.${size}.${colorScheme}@example.test` });
        await db`UPDATE users SET banned_at = now() WHERE id = ${banned.id}`;
        await signIn(page, admin);
        await db`UPDATE sessions SET second_factor_at = now() WHERE user_id = ${admin.id}`;
        await page.goto("/admin/users");
        await shoot(page, "people");
        await page.goto("/admin/users?q=ada+lovelace");
        await shoot(page, "people.search");
        await page.goto(`/admin/users?q=${"nobody at all ".repeat(12)}`);
        await shoot(page, "people.no-match");
        await page.goto(`/admin/users/${admin.id}`);
        await shoot(page, "person.own");
        await page.goto(`/admin/users/${banned.id}`);
        await shoot(page, "person.suspended");
        await page.goto(`/admin/users/${person.id}`);
        await shoot(page, "person");
        await page.getByRole("button", { name: "Reset two-step verification" }).click();
        await page.getByText("Say why, in a few words.").waitFor();
        await shoot(page, "person.invalid");
        await page.getByLabel("Reason").fill("Lost the phone, showed a passport");
        await page.getByRole("button", { name: "Reset two-step verification" }).click();
        await page.getByText("Two-step verification is reset.").waitFor();
        await shoot(page, "person.reset");
      });
    });
  }
}
