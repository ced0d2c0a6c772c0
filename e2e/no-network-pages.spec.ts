import { readFileSync, statSync } from "node:fs";
import { expect, test } from "./fixtures";
import { startDatabaseProxy } from "./support/start-up-proxy";

test("[FW-05] a page that breaks shows a reference that stands in the log, and its button tries again", async ({
  page,
  server,
  db,
  createUser,
  signIn,
  pageErrors,
}) => {
  pageErrors.allow(/status of 500|React error #441/);
  await signIn(page, await createUser());
  const before = statSync(server.stderr).size;
  await db`ALTER TABLE wallets RENAME TO wallets_away`;
  try {
    expect((await page.goto("/profile"))?.status()).toBe(500);
    const reference = (await page.getByRole("code").textContent()) ?? "";
    expect(reference).toMatch(/^\d+$/);
    const timesLogged = () => readFileSync(server.stderr).subarray(before).toString().split(reference).length - 1;
    await expect.poll(timesLogged).toBeGreaterThan(0);
    // Still broken: asked anew, the server says so anew.
    const once = timesLogged();
    const again = page.getByRole("button", { name: "Try again" });
    await again.click();
    await expect.poll(timesLogged).toBeGreaterThan(once);
    await expect(again).toBeEnabled();
  } finally {
    await db`ALTER TABLE wallets_away RENAME TO wallets`;
  }
  await page.getByRole("button", { name: "Try again" }).click();
  await expect(page.getByRole("heading", { name: "Profile" })).toBeVisible();
});

test("[FW-05] the database is away: a page says so, and tries again by its button until it is back", async ({
  page,
  server,
  startInstance,
  createUser,
  signIn,
  pageErrors,
}) => {
  pageErrors.allow(/status of 50[03]|React error #441/);
  const database = await startDatabaseProxy(server.databaseUrl);
  try {
    const { url } = await startInstance({ DATABASE_URL: database.url });
    await signIn(page, await createUser());
    await page.goto(`${url}/dashboard`);
    const link = page.getByRole("link", { name: "Profile", exact: true }).first();
    await expect(link).toBeVisible();
    database.cut();
    // Not by its address but by a link: no blank page either.
    await link.click();
    const again = page.getByRole("button", { name: "Try again" });
    await expect(again).toBeVisible();
    await again.click();
    await expect(again).toBeEnabled();
    database.restore();
    await expect(async () => {
      await again.click({ timeout: 1000 });
      await expect(page.getByRole("heading", { name: "Profile", exact: true })).toBeVisible({ timeout: 2000 });
    }).toPass();
  } finally {
    await database.stop();
  }
});
