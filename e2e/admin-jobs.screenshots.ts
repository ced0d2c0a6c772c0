import { test } from "./fixtures";

const SIZES = { phone: { width: 390, height: 844 }, desktop: { width: 1280, height: 800 } };

/* Jobs that fail or are late, at /admin, in both sizes and themes: `npm run screenshots`. */
for (const [size, viewport] of Object.entries(SIZES)) {
  for (const colorScheme of ["light", "dark"] as const) {
    test.describe(`troubled jobs ${size} ${colorScheme}`, () => {
      test.use({ viewport, colorScheme });

      test("on the overview", async ({ page, db, createUser, signIn }) => {
        await signIn(page, await createUser({ role: "admin" }));
        // Failing ones wait for their next try, the late one is held by a run that is gone.
        await db`
          INSERT INTO jobs (name, due_at, failures, failing_since, error, finished_at, holder, leased_until) VALUES
          ('sessions', now() + interval '32 minutes', 6, now() - interval '1 hour', '57014', now() - interval '2 hours', NULL, NULL),
          ('guesses', now() + interval '1 minute', 1, now(), 'ECONNREFUSED', NULL, NULL, NULL),
          ('sms-sends', now() - interval '2 days', 0, NULL, NULL, now() - interval '3 days', gen_random_uuid(), now() + interval '1 hour')
          ON CONFLICT (name) DO UPDATE SET due_at = excluded.due_at, failures = excluded.failures, error = excluded.error,
            failing_since = excluded.failing_since, finished_at = excluded.finished_at, holder = excluded.holder,
            leased_until = excluded.leased_until`;
        await page.goto("/admin");
        await page.getByRole("region", { name: "Scheduled jobs need attention" }).waitFor();
        await page.screenshot({
          path: `test-results/screenshots/admin-jobs.${size}.${colorScheme}.png`,
          fullPage: true,
        });
        await db`DELETE FROM jobs`;
      });
    });
  }
}
