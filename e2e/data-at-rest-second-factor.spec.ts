import { expect, test } from "./fixtures";
import { appCode } from "./support/authenticator";
import { readDump, spellingsOf } from "./support/data-at-rest-dump";

test("[DA-01 MF-03 MF-06] no seed, on its way or in force, and no backup code stands in the database", async ({
  page,
  createUser,
  signIn,
  db,
  changeSettings,
}) => {
  await changeSettings({ mfa: { totp: true, backupCodes: true } });
  await signIn(page, await createUser());
  const expectAbsent = async (secrets: string[]) => {
    const dump = (await readDump(db)).join("\n").toLowerCase();
    expect(secrets.length).toBeGreaterThan(0);
    for (const spelling of secrets.flatMap(spellingsOf)) expect(dump).not.toContain(spelling.toLowerCase());
  };

  await page.goto("/profile/security");
  await page.getByRole("button", { name: "Set up an authenticator app" }).click();
  await page.waitForURL("/profile/security/authenticator");
  const link = await page.getByRole("link", { name: "Open in an authenticator app" }).getAttribute("href");
  const seed = new URL(link ?? "").searchParams.get("secret") ?? "";
  expect(seed).toMatch(/^[A-Z2-7]{32}$/);
  await expectAbsent([seed]);

  await page.getByLabel("6-digit code").fill(appCode(seed));
  await page.waitForURL("/profile/security/backup-codes");
  await expectAbsent([seed]);

  await page.getByRole("button", { name: "Show backup codes" }).click();
  const shown = page.getByRole("region", { name: "Backup codes" }).getByRole("listitem");
  await expect(shown).toHaveCount(10);
  const codes = await shown.allTextContents();
  await expectAbsent(codes.flatMap((code) => [code.trim(), code.trim().replaceAll("-", "")]));
});
