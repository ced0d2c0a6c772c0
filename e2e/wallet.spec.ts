import { expect, expectAccessible, newAddress, test } from "./fixtures";
import { appCode } from "./support/authenticator";
import { codeIn } from "./support/inbox";
import { enterCode, expectSignedOut, signOut } from "./support/steps";
import { addWallet, EXTENSIONS, newKey, WALLETS, walletButton } from "./support/wallets";

/* Signing in and up with wallets that are in the browser. */

for (const [id, app] of [
  ["P33", "base"],
  ["P34", "metamask"],
  ["P35", "coinbase"],
  ["P36", "okx"],
] as const) {
  const { name } = EXTENSIONS[app];
  test(`[${id} W3-02] ${name} makes an account and signs in again`, async ({ page, db, changeSettings }) => {
    await changeSettings(WALLETS);
    const wallet = await addWallet(page, app);
    await page.goto("/sign-up?redirect_url=/profile");
    await expectAccessible(page);
    await walletButton(page, name).click();
    await page.waitForURL("/profile");
    const owners = await db`SELECT user_id FROM identifiers WHERE kind = 'wallet' AND value = ${wallet.key.address}`;
    expect(owners).toHaveLength(1);

    await signOut(page);
    await page.goto("/sign-in");
    await walletButton(page, name).click();
    await page.waitForURL("/dashboard");
    expect(await db`SELECT user_id FROM identifiers WHERE value = ${wallet.key.address}`).toEqual(owners);
    expect(await db`SELECT amr FROM sessions WHERE user_id = ${owners[0]?.user_id}`).toEqual([{ amr: ["wallet"] }]);
    expect(await page.evaluate(() => Object.keys(localStorage).filter((key) => key !== "theme"))).toEqual([]);
  });
}

for (const [app, legacy] of [
  ["metamask", "isMetaMask"],
  ["coinbase", "isCoinbaseWallet"],
] as const) {
  const { name } = EXTENSIONS[app];
  test(`[P34 P35] ${name} that is only there as window.ethereum`, async ({ page, changeSettings }) => {
    await changeSettings(WALLETS);
    await addWallet(page, app, { legacy });
    await page.goto("/sign-in");
    await walletButton(page, name).click();
    await page.waitForURL("/dashboard");
  });
}

test("[P34 B14] by keyboard alone, on a phone", async ({ page, changeSettings }) => {
  await changeSettings(WALLETS);
  await addWallet(page, "metamask");
  await page.setViewportSize({ width: 390, height: 844 });
  await page.goto("/sign-in");
  const box = await walletButton(page, "MetaMask").boundingBox();
  expect(box?.height).toBeGreaterThanOrEqual(44);
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
  await expect(page.getByLabel("Email address")).toBeFocused();
  for (let presses = 0; presses < 4; presses++) await page.keyboard.press("Shift+Tab");
  await expect(walletButton(page, "MetaMask")).toBeFocused();
  await page.keyboard.press("Enter");
  await page.waitForURL("/dashboard");
});

test("[P34] the wallet used last comes first; a social connection of that name is another thing", async ({
  page,
  context,
  server,
  changeSettings,
}) => {
  await changeSettings(WALLETS);
  await addWallet(page, "okx");
  await context.addCookies([{ name: "last-connection", value: "coinbase", url: server.url }]);
  await page.goto("/sign-in");
  await expect(page.getByText("Last used")).toHaveCount(0);
  await walletButton(page, "OKX Wallet").click();
  await page.waitForURL("/dashboard");
  await signOut(page);
  await page.goto("/sign-in");
  await expect(walletButton(page, "OKX Wallet")).toContainText("Last used");
});

test("[P37 MF-01] the second step is asked for after a wallet", async ({ page, db, secondFactors, changeSettings }) => {
  await changeSettings({ ...WALLETS, mfa: { totp: true } });
  const wallet = await addWallet(page, "metamask");
  await page.goto("/sign-in");
  await walletButton(page, "MetaMask").click();
  await page.waitForURL("/dashboard");
  const [owner] = await db`SELECT user_id AS id FROM identifiers WHERE value = ${wallet.key.address}`;
  const seed = await secondFactors.app({ id: owner?.id });
  await signOut(page);
  await page.goto("/sign-in?redirect_url=/profile");
  await walletButton(page, "MetaMask").click();
  await page.waitForURL("/second-factor/sign-in");
  await enterCode(page, appCode(seed));
  await page.waitForURL("/profile");
});

test("[P38] what an account needs is asked for after the wallet", async ({ page, db, inbox, changeSettings }) => {
  await changeSettings({
    wallet: WALLETS.wallet,
    email: { signUp: "required" },
    username: { signUp: "required" },
    names: { firstName: "required", lastName: "off" },
  });
  const wallet = await addWallet(page, "metamask");
  const address = newAddress();
  const username = address.split("@")[0]?.replaceAll(/[^a-z0-9]/g, "") ?? "";
  await page.goto("/sign-up");
  await walletButton(page, "MetaMask").click();
  await page.waitForURL("/sign-up/continue");
  expect(await db`SELECT 1 FROM identifiers WHERE value = ${wallet.key.address}`).toHaveLength(0);
  await expect(page.getByLabel("Password", { exact: true })).toHaveCount(0);
  await expectAccessible(page);
  await page.getByLabel("First name").fill("Ida");
  await page.getByLabel("Email address").fill(address);
  await page.getByLabel("Username").fill(username);
  await page.getByRole("button", { name: /Continue|Create account/ }).click();
  await page.waitForURL("/sign-up/verify");
  await enterCode(page, codeIn(await inbox.waitForMail(address)));
  await page.waitForURL("/dashboard");
  const rows = await db`
    SELECT kind FROM identifiers WHERE user_id IN (SELECT user_id FROM identifiers WHERE value = ${wallet.key.address})
    ORDER BY kind`;
  expect(rows.map(({ kind }) => kind)).toEqual(["email", "username", "wallet"]);
});

test("[P34] where sign-up is closed, an unknown wallet gets no account and a known one still opens its own", async ({
  page,
  db,
  changeSettings,
}) => {
  await changeSettings(WALLETS);
  const wallet = await addWallet(page, "metamask");
  await page.goto("/sign-in");
  await walletButton(page, "MetaMask").click();
  await page.waitForURL("/dashboard");
  await signOut(page);
  await changeSettings({ signUp: { open: false } });
  await page.goto("/sign-up");
  await expect(page.getByRole("heading", { name: "Sign-up is closed" })).toBeVisible();
  await expect(walletButton(page, "MetaMask")).toHaveCount(0);
  await page.goto("/sign-in");
  await walletButton(page, "MetaMask").click();
  await page.waitForURL("/dashboard");
  await signOut(page);
  wallet.key = newKey();
  await page.goto("/sign-in");
  await walletButton(page, "MetaMask").click();
  await expect(page.getByText("Sign-up is closed at the moment.")).toBeVisible();
  expect(await db`SELECT 1 FROM identifiers WHERE value = ${wallet.key.address}`).toHaveLength(0);
  await expectSignedOut(page);
});

test("[P33] wallets alone are a way in, and the page says so", async ({ page, changeSettings }) => {
  await changeSettings({
    wallet: { metamask: true },
    email: { signIn: false, codeSignIn: false, signUp: "off" },
    password: { enabled: false },
  });
  await page.goto("/sign-in");
  await expect(page.getByText("Welcome back. Choose how to go on.")).toBeVisible();
  await expect(page.getByRole("button", { name: "Continue with MetaMask" })).toHaveText("Continue with MetaMask");
  await expect(page.getByText("or", { exact: true })).toHaveCount(0);
  await expectAccessible(page);
});
