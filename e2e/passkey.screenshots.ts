import type { Page } from "@playwright/test";
import type { Sql } from "postgres";
import { test } from "./fixtures";
import { createButton, passkeyButton, passkeyRows, passkeysCard } from "./support/passkey-steps";
import { settingsCard } from "./support/settings-forms";
import { addVirtualAuthenticator } from "./support/virtual-authenticator";

const SIZES = { phone: { width: 390, height: 844 }, desktop: { width: 1280, height: 800 } };
const ON = { passkey: { enabled: true, autofill: false } };

const NAMES = [
  "iCloud Keychain",
  "1Password on Chrome",
  "Windows Hello",
  "YubiKey 5 NFC",
  "The laptop on the desk in the study, second floor, by the win",
  "Firefox on Linux",
  "Google Password Manager",
  "Bitwarden on Edge",
  "Chrome on Mac",
  "Samsung Pass",
];

/** Gives somebody so many passkeys, straight into the database. */
async function givePasskeys(db: Sql, userId: string, count: number): Promise<void> {
  for (const [index, name] of NAMES.slice(0, count).entries()) {
    const used = index % 3 === 2 ? null : new Date(Date.now() - index * 86_400_000);
    await db`
      INSERT INTO passkeys (user_id, credential_id, public_key, counter, transports, aaguid, name, backup_eligible,
        backed_up, created_at, last_used_at)
      VALUES (${userId}, ${`${userId}-${index}`}, '', 0, '{}', ${userId}, ${name.slice(0, 60)}, ${index % 2 === 0},
        ${index % 2 === 0}, ${new Date(Date.now() - (90 - index) * 86_400_000)}, ${used})`;
  }
}

/* The states of passkeys, in both sizes and themes. */
for (const [size, viewport] of Object.entries(SIZES)) {
  for (const colorScheme of ["light", "dark"] as const) {
    test.describe(`passkeys ${size} ${colorScheme}`, () => {
      test.use({ viewport, colorScheme });
      test.setTimeout(120_000);

      const path = (state: string) => `test-results/screenshots/${state}.${size}.${colorScheme}.png`;
      const shoot = (page: Page, state: string) => page.screenshot({ path: path(state), fullPage: true });
      const shootCard = (page: Page, state: string) => passkeysCard(page).screenshot({ path: path(state) });

      test("at sign-in", async ({ page, createUser, signIn, changeSettings }) => {
        await changeSettings(ON);
        await page.goto("/sign-in");
        await passkeyButton(page).waitFor();
        await shoot(page, "sign-in.passkey");
        await changeSettings({ ...ON, email: { signIn: false } });
        await page.goto("/sign-in");
        await page.getByText("Your passkey is all you need.").waitFor();
        await shoot(page, "sign-in.passkey-only");
        await changeSettings({ ...ON, email: { signIn: true } });
        const person = await createUser();
        const device = await addVirtualAuthenticator(page);
        await signIn(page, person);
        await page.goto("/create-passkey");
        await createButton(page).waitFor();
        await shoot(page, "create-passkey");
        await createButton(page).click();
        await page.waitForURL("/dashboard");
        await page.context().clearCookies();
        await device.spoil({ isBogusSignature: true });
        await page.goto("/sign-in");
        await passkeyButton(page).click();
        await page.getByText("This passkey was not accepted.").waitFor();
        await shoot(page, "sign-in.passkey-refused");
      });

      test("in the profile", async ({ page, db, createUser, signIn, changeSettings }) => {
        await changeSettings(ON);
        const person = await createUser();
        await signIn(page, person);
        await page.goto("/profile/security");
        await createButton(page).waitFor();
        await shootCard(page, "passkeys.none");
        await givePasskeys(db, person.id, 1);
        await page.reload();
        await createButton(page).waitFor();
        await shoot(page, "passkeys.one");
        await passkeyRows(page).getByText("Rename", { exact: true }).click();
        await shootCard(page, "passkeys.rename");
        await page.getByLabel("Name", { exact: true }).fill(" ");
        await page.getByRole("button", { name: "Save name" }).click();
        await page.getByText("Enter a name.").waitFor();
        await shootCard(page, "passkeys.rename-invalid");
        await db`DELETE FROM passkeys WHERE user_id = ${person.id}`;
        await givePasskeys(db, person.id, 10);
        await page.reload();
        await page.getByText("10 of 10").waitFor();
        await shootCard(page, "passkeys.ten");
        await db`UPDATE sessions SET first_factor_at = now() - interval '1 hour' WHERE user_id = ${person.id}`;
        await page.getByRole("button", { name: "Remove Windows Hello" }).click();
        await page.getByRole("dialog").getByRole("button", { name: "Use your passkey" }).waitFor();
        await page.screenshot({ path: path("passkeys.remove") });
        await changeSettings({ passkey: { enabled: false } });
        await page.goto("/profile/security");
        await page.getByText("Passkeys are switched off here").waitFor();
        await shootCard(page, "passkeys.off");
      });

      test("where there are none", async ({ page, db, createUser, signIn, changeSettings }) => {
        await changeSettings(ON);
        await page.addInitScript(() => Reflect.deleteProperty(window, "PublicKeyCredential"));
        const person = await createUser();
        await signIn(page, person);
        await page.goto("/profile/security");
        await page.getByText("This browser can't create passkeys.").waitFor();
        await shootCard(page, "passkeys.unsupported");
        await givePasskeys(db, person.id, 1);
        await db`UPDATE sessions SET first_factor_at = now() - interval '1 hour' WHERE user_id = ${person.id}`;
        await page.reload();
        await page.getByRole("button", { name: "Remove iCloud Keychain" }).click();
        await page.getByText("This browser can't use passkeys.").waitFor();
        await page.screenshot({ path: path("passkeys.remove-unsupported") });
      });

      test("in /admin", async ({ page, createUser, signIn }) => {
        await signIn(page, await createUser({ role: "admin" }));
        await page.goto("/admin/authentication");
        const card = settingsCard(page, "Passkeys");
        await card.screenshot({ path: path("passkey-card") });
        await card.getByLabel("Related origins").fill("example.org");
        await card.getByRole("button", { name: "Save" }).click();
        await card.getByText("Origins like https://example.org").waitFor();
        await card.screenshot({ path: path("passkey-card.invalid") });
      });
    });
  }
}
