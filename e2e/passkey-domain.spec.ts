import { expect, test } from "./fixtures";
import { createButton, PASSKEYS, passkeyButton, passkeyRows, proofsOf } from "./support/passkey-steps";
import { openSession } from "./support/people";
import { settingsCard } from "./support/settings-forms";
import { startUntilItEnds } from "./support/start-up-process";
import { expectSignedOut } from "./support/steps";
import { addVirtualAuthenticator } from "./support/virtual-authenticator";

/* Where a passkey holds. */

test("[P24 PK-14] a passkey of a domain signs in under every name in it, and nowhere else", async ({
  page,
  server,
  db,
  createUser,
  changeSettings,
  startInstance,
}) => {
  await changeSettings(PASSKEYS);
  const person = await createUser();
  const domain = { PASSKEY_RP_ID: "site.localhost" };
  const app = await startInstance(domain, "app.site.localhost");
  const shop = await startInstance(domain, "shop.site.localhost");
  await addVirtualAuthenticator(page);
  await openSession({ db, url: app.url, context: page.context() }, person);
  await page.goto(`${app.url}/profile/security`);
  await createButton(page).click();
  await expect(passkeyRows(page)).toHaveCount(1);
  await db`DELETE FROM sessions WHERE user_id = ${person.id}`;

  // The name above the domain has passkeys of its own.
  await page.goto(`${server.url}/sign-in`);
  const asked = page.waitForResponse("**/api/passkeys/sign-in");
  await passkeyButton(page).click();
  await asked;
  await expect(passkeyButton(page)).toBeFocused();
  await expectSignedOut(page);
  expect(await proofsOf(db, person)).toEqual([]);

  await page.goto(`${shop.url}/sign-in`);
  await passkeyButton(page).click();
  await page.waitForURL(`${shop.url}/dashboard`);
  expect(await proofsOf(db, person)).toEqual([{ amr: ["passkey"], both: true }]);
});

test("[P24 P25] at an address where no browser takes any, nobody is shown one, and the admin reads why", async ({
  page,
  db,
  createUser,
  changeSettings,
  startInstance,
}) => {
  await changeSettings(PASSKEYS);
  const numeric = await startInstance({ APP_URL: "http://127.0.0.1:3000" });
  await page.goto(`${numeric.url}/sign-in`);
  await expect(page.getByRole("button", { name: "Continue" })).toBeVisible();
  await expect(passkeyButton(page)).toHaveCount(0);
  await openSession({ db, url: numeric.url, context: page.context() }, await createUser({ role: "admin" }));
  await page.goto(`${numeric.url}/profile/security`);
  await expect(page.getByRole("heading", { name: "Security" })).toBeVisible();
  await expect(createButton(page)).toHaveCount(0);
  await page.goto(`${numeric.url}/admin/authentication`);
  await expect(settingsCard(page, "Passkeys").getByRole("alert").first()).toContainText(
    "Passkeys need a name, and APP_URL is the address 127.0.0.1. Use localhost or a domain.",
  );
});

test("[P24 PK-14 FW-05] a server whose address is outside the domain of its passkeys says so and does not start", async ({
  server,
}) => {
  const { databaseUrl: DATABASE_URL, secret: AUTH_SECRET, url: APP_URL } = server;
  for (const PASSKEY_RP_ID of ["example.test", "app.localhost"]) {
    const { code, output } = await startUntilItEnds({ DATABASE_URL, AUTH_SECRET, APP_URL, PASSKEY_RP_ID }, 30_000);
    expect(output).toContain(`PASSKEY_RP_ID is ${PASSKEY_RP_ID}, and APP_URL is ${APP_URL}`);
    expect(output).toContain("Set PASSKEY_RP_ID to localhost or to a domain above it");
    expect(code, output).toBeGreaterThan(0);
  }
  for (const [PASSKEY_RP_ID, address] of [
    ["com", "https://app.example.com"],
    ["localhost", "http://app.localhost:3000"],
  ] as const) {
    const env = { DATABASE_URL, AUTH_SECRET, APP_URL: address, PASSKEY_RP_ID };
    const { code, output } = await startUntilItEnds(env, 30_000);
    expect(output).toContain(`PASSKEY_RP_ID is ${PASSKEY_RP_ID}, which has no dot`);
    expect(output).toContain(`Set PASSKEY_RP_ID to ${new URL(address).hostname} or to a domain of yours above it`);
    expect(code, output).toBeGreaterThan(0);
  }
});
