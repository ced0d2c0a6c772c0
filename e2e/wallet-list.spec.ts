import { expect, expectAccessible, test } from "./fixtures";
import { signOut } from "./support/steps";
import { addWallet, CONNECTING, neverAnswers, newKey, refuses, WALLETS, walletButton } from "./support/wallets";

/* RainbowKit's list, behind the button for other wallets. */

const PHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Mobile/15E148";

test("[P33] another wallet is chosen from the list", async ({ page, db, changeSettings }) => {
  await changeSettings(WALLETS);
  const wallet = await addWallet(page, "other");
  await addWallet(page, "okx");
  await page.goto("/sign-in");
  await walletButton(page, "another wallet").click();
  const list = page.getByRole("dialog");
  await expect(list.getByRole("button", { name: "OKX Wallet" })).toBeVisible();
  await expectAccessible(page);
  await list.getByRole("button", { name: "Example Wallet" }).click();
  await page.waitForURL("/dashboard");
  expect(await db`SELECT 1 FROM identifiers WHERE value = ${wallet.key.address}`).toHaveLength(1);
  await signOut(page);
  await page.goto("/sign-in");
  await walletButton(page, "another wallet").click();
  await list.getByRole("button", { name: "Example Wallet" }).click();
  await page.waitForURL("/dashboard");
  expect(await page.evaluate(() => Object.keys(localStorage).filter((key) => key !== "theme"))).toEqual([]);
});

for (const colorScheme of ["light", "dark"] as const) {
  test.describe(colorScheme, () => {
    test.use({ colorScheme });
    test(`[P33 B14] the list by keyboard: closed, refused, tried again, ${colorScheme}`, async ({
      page,
      changeSettings,
    }) => {
      await changeSettings(WALLETS);
      const wallet = await addWallet(page, "other");
      await page.goto("/sign-in");
      const button = walletButton(page, "another wallet");
      const list = page.getByRole("dialog");
      await button.focus();
      await page.keyboard.press("Enter");
      await expect(list).toBeVisible();
      await page.keyboard.press("Escape");
      await expect(list).toHaveCount(0);
      await expect(button).toBeFocused();
      expect(wallet.asked).toEqual([]);

      for (const method of CONNECTING) wallet.answers.set(method, refuses(4001));
      await page.keyboard.press("Enter");
      const choice = list.getByRole("button", { name: "Example Wallet" });
      await expect(choice).toBeVisible();
      await expectAccessible(page);
      for (let presses = 0; presses < 4; presses++) {
        if (await choice.evaluate((element) => element === document.activeElement)) break;
        await page.keyboard.press("Tab");
      }
      await expect(choice).toBeFocused();
      await page.keyboard.press("Enter");
      await expect(page.getByText("You said no in Example Wallet, so nothing happened.")).toBeVisible();
      await expect(list).toHaveCount(0);
      await expect(button).toBeFocused();

      wallet.answers.clear();
      wallet.answers.set("wallet_requestPermissions", neverAnswers);
      await page.keyboard.press("Enter");
      await choice.click();
      await expect(list.getByText("Opening Example Wallet")).toBeVisible();
      await expectAccessible(page);
      await list.getByRole("button", { name: "Close" }).click();
      await expect(button).toBeFocused();
      wallet.answers.clear();
      await page.keyboard.press("Enter");
      await choice.click();
      await page.waitForURL("/dashboard");
    });
  });
}

test("[P33 W3-02] a network that is not used here is asked about by the page, and not by RainbowKit", async ({
  page,
  changeSettings,
}) => {
  await changeSettings(WALLETS);
  const wallet = await addWallet(page, "other", { chainId: 56 });
  await page.goto("/sign-in");
  await walletButton(page, "another wallet").click();
  const choice = page.getByRole("dialog").getByRole("button", { name: "Example Wallet" });
  await choice.click();
  const switching = page.getByRole("button", { name: "Switch network in your wallet" });
  await expect(switching).toBeVisible();
  expect(wallet.asked).not.toContain("wallet_switchEthereumChain");
  await switching.click();
  await choice.click();
  await page.waitForURL("/dashboard");
  expect(wallet.chainId).toBe(1);
});

test("[P33] a browser of an app, older than the announcements", async ({ newBrowser, changeSettings }) => {
  await changeSettings(WALLETS);
  const phone = await newBrowser({ userAgent: PHONE });
  await phone.setViewportSize({ width: 390, height: 844 });
  await addWallet(phone, "other", { legacy: "isExample" });
  await phone.goto("/sign-in");
  await walletButton(phone, "another wallet").click();
  await expectAccessible(phone);
  await phone.getByRole("dialog").getByRole("button", { name: "Browser wallet" }).click();
  await phone.waitForURL("/dashboard");
});

test("[P33] a browser of an app that announces itself", async ({ newBrowser, changeSettings }) => {
  await changeSettings(WALLETS);
  const phone = await newBrowser({ userAgent: PHONE });
  await addWallet(phone, "other");
  await phone.goto("/sign-in");
  await walletButton(phone, "another wallet").click();
  await phone.getByRole("dialog").getByRole("button", { name: "Example Wallet" }).click();
  await phone.waitForURL("/dashboard");
});

test("[P33 WF-03] WalletConnect is there where its project is named, and so are its hosts in the policy", async ({
  page,
  server,
  request,
  startInstance,
  changeSettings,
}) => {
  await changeSettings(WALLETS);
  const instance = await startInstance({ WALLETCONNECT_PROJECT_ID: "0".repeat(32) });
  const policyOf = async (url: string) => (await request.get(`${url}/sign-in`)).headers()["content-security-policy"];
  expect(await policyOf(server.url)).not.toContain("walletconnect");
  expect(await policyOf(instance.url)).toContain(
    "connect-src 'self' wss://relay.walletconnect.org https://verify.walletconnect.org; frame-src https://verify.walletconnect.org;",
  );
  const asked: string[] = [];
  await page.route(/walletconnect|web3modal|reown/, (route) => {
    asked.push(route.request().url());
    return route.abort();
  });
  await page.goto(`${instance.url}/sign-in`);
  await walletButton(page, "another wallet").click();
  const list = page.getByRole("dialog");
  await expect(list.getByRole("button", { name: "WalletConnect" })).toBeVisible();
  await expectAccessible(page);
  await list.getByRole("button", { name: "Close" }).click();
  await walletButton(page, "MetaMask").click();
  await expect(page.getByText("choose another wallet to connect an app on your phone")).toBeVisible();
  expect(asked).toEqual([]);
});

test("[P37] over the dialog that asks who it is, the list is used as anywhere", async ({
  page,
  db,
  changeSettings,
}) => {
  await changeSettings(WALLETS);
  const wallet = await addWallet(page, "other");
  await page.goto("/sign-in");
  await walletButton(page, "another wallet").click();
  const choice = page.getByRole("button", { name: "Example Wallet" });
  await choice.click();
  await page.waitForURL("/dashboard");
  const first = wallet.key;
  await db`UPDATE sessions SET first_factor_at = now() - interval '1 hour'`;
  await page.goto("/profile");
  const card = page.getByRole("region", { name: "Wallets" });
  wallet.key = newKey();
  await card.getByRole("button", { name: "Another wallet" }).click();
  await choice.click();
  const dialog = page.getByRole("dialog", { name: /Confirm it/ });
  await expect(dialog).toBeVisible();
  wallet.key = first;
  await dialog.getByRole("button", { name: "Use another wallet" }).click();
  await choice.focus();
  await expect(choice).toBeFocused();
  await page.keyboard.press("Escape");
  await expect(choice).toHaveCount(0);
  await expect(dialog).toBeVisible();
  await dialog.getByRole("button", { name: "Use another wallet" }).click();
  wallet.answers.set("personal_sign", async ([raw]) => {
    // The list for the new wallet follows by itself: its owner changes the account before that.
    wallet.answers.clear();
    const signed = await wallet.key.signMessage({ message: { raw: raw as `0x${string}` } });
    wallet.key = newKey();
    return signed;
  });
  await choice.click();
  await expect(dialog.getByText("One moment…")).toBeVisible();
  await choice.click();
  await expect(card.getByRole("listitem")).toHaveCount(2);
  await expect(dialog).toHaveCount(0);
});

test("[P33] whose owner chose another account between two presses, it can be used all the same", async ({
  page,
  changeSettings,
}) => {
  await changeSettings(WALLETS);
  const wallet = await addWallet(page, "other");
  await page.goto("/sign-in");
  const choose = async () => {
    await walletButton(page, "another wallet").click();
    await page.getByRole("button", { name: "Example Wallet" }).click();
  };
  wallet.answers.set("personal_sign", refuses(4001));
  await choose();
  await expect(page.getByText(/^You said no in Example Wallet/)).toBeVisible();
  wallet.answers.clear();
  await wallet.changeKey(newKey());
  await choose();
  await page.waitForURL("/dashboard");
});
