import { expect, expectAccessible, test } from "./fixtures";
import { PROVIDER } from "./support/social";
import { expectSignedOut } from "./support/steps";
import {
  type Answer,
  addWallet,
  CONNECTING,
  type InjectedWallet,
  neverAnswers,
  newKey,
  refuses,
  WALLETS,
  walletButton,
} from "./support/wallets";

/* What can go wrong between a page and a wallet: plain words each time, nothing done, and the next try works. */

const endsWith = (text: string) => new RegExp(`${text.replaceAll(/[.*+?^${}()|[\]\\]/g, "\\$&")}$`);
const connecting = (answer: Answer) => (wallet: InjectedWallet) => {
  for (const method of CONNECTING) wallet.answers.set(method, answer);
};
const signing = (answer: Answer) => (wallet: InjectedWallet) => {
  wallet.answers.set("personal_sign", answer);
};

const failures: [what: string, set: (wallet: InjectedWallet) => void, words: RegExp][] = [
  ["no account is shown to the site", connecting(refuses(4001)), /You said no in MetaMask, so nothing happened/],
  ["the message is not signed", signing(refuses(4001)), /You said no in MetaMask/],
  ["a wallet that words its refusal by itself", signing(refuses("ACTION_REJECTED")), /You said no in MetaMask/],
  ["an earlier request is still open", connecting(refuses(-32002)), /still waiting for your answer to an earlier/],
  ["the wallet is locked", connecting(refuses(4100)), /MetaMask is locked or shows no account/],
  [
    "the wallet has no account",
    (wallet) => {
      wallet.answers.set("wallet_requestPermissions", refuses(-32601));
      wallet.answers.set("eth_requestAccounts", () => []);
    },
    /MetaMask is locked or shows no account/,
  ],
  ["the wallet is cut off", signing(refuses(4900)), /MetaMask closed the connection/],
  ["the wallet signs nonsense", signing(() => "signed!"), /gave an answer that can't be used/],
  ["the wallet signs nothing", signing(() => null), /gave an answer that can't be used/],
  ["the wallet is on no network", (wallet) => wallet.answers.set("eth_chainId", () => "nowhere"), /can't be used/],
];

for (const [what, set, words] of failures) {
  test(`[P34 W3-03] ${what}: it says so, and the next try works`, async ({ page, changeSettings }) => {
    await changeSettings(WALLETS);
    const wallet = await addWallet(page, "metamask");
    set(wallet);
    await page.goto("/sign-in");
    await walletButton(page, "MetaMask").click();
    await expect(page.getByText(words)).toBeVisible();
    await expect(walletButton(page, "MetaMask")).toBeFocused();
    await expectAccessible(page);
    wallet.answers.clear();
    await page.keyboard.press("Enter");
    await page.waitForURL("/dashboard");
  });
}

test("[P34 W3-02] an account changed on the way: nothing is sent, and it says so", async ({ page, changeSettings }) => {
  await changeSettings(WALLETS);
  const wallet = await addWallet(page, "metamask");
  wallet.answers.set("personal_sign", async () => {
    await wallet.changeKey(newKey());
    return neverAnswers([]);
  });
  await page.goto("/sign-in");
  await walletButton(page, "MetaMask").click();
  await expect(page.getByText("The account in MetaMask was changed on the way, so nothing happened.")).toBeVisible();
  await expectSignedOut(page);
});

test("[P34 W3-03 W3-06] another account signs: no session, and it says so", async ({
  page,
  pageErrors,
  changeSettings,
}) => {
  pageErrors.allow(/status of 502/);
  await changeSettings(WALLETS);
  const wallet = await addWallet(page, "metamask");
  wallet.answers.set("personal_sign", ([raw]) => newKey().signMessage({ message: { raw: raw as `0x${string}` } }));
  await page.goto("/sign-in");
  await walletButton(page, "MetaMask").click();
  // It might be a contract that says yes to this key, and no node is set up to ask.
  await expect(page.getByText("the signature is none of its own, and Ethereum could not be asked")).toBeVisible();
  await expect(walletButton(page, "MetaMask")).toBeFocused();
  await expectSignedOut(page);
});

test("[P34] a wallet that leaves in the middle", async ({ page, changeSettings }) => {
  await changeSettings(WALLETS);
  const wallet = await addWallet(page, "metamask");
  wallet.answers.set("personal_sign", async () => {
    await wallet.leave();
    return neverAnswers([]);
  });
  await page.goto("/sign-in");
  await walletButton(page, "MetaMask").click();
  await expect(page.getByText("MetaMask closed the connection, so nothing happened.")).toBeVisible();
});

test("[P34 W3-02] a network that is not used here: named, and changed by a button", async ({
  page,
  changeSettings,
}) => {
  await changeSettings({ ...WALLETS, wallet: { ...WALLETS.wallet, chains: [1, 8453] } });
  const wallet = await addWallet(page, "metamask", { chainId: 56 });
  wallet.knows = [56];
  await page.goto("/sign-in");
  await walletButton(page, "MetaMask").click();
  await expect(page.getByText("Switch it to one of these and try again: Ethereum, Base.")).toBeVisible();
  await expectAccessible(page);
  const switching = page.getByRole("button", { name: "Switch network in MetaMask" });
  await switching.click();
  await expect(page.getByText("MetaMask knows none of these networks.")).toBeVisible();
  await walletButton(page, "MetaMask").click();
  wallet.answers.set("wallet_switchEthereumChain", refuses(4001));
  await switching.click();
  await expect(page.getByText("You said no in MetaMask")).toBeVisible();
  wallet.answers.clear();
  wallet.knows = [56, 8453];
  await walletButton(page, "MetaMask").click();
  await switching.click();
  await page.waitForURL("/dashboard");
  expect(wallet.chainId).toBe(8453);
});

test("[P34] a wallet that never answers: cancelled, and a second press starts afresh", async ({
  page,
  changeSettings,
}) => {
  await changeSettings(WALLETS);
  const wallet = await addWallet(page, "metamask");
  for (const [method, words] of [
    ["wallet_requestPermissions", "Waiting for MetaMask."],
    ["personal_sign", "Sign the message in MetaMask."],
  ] as const) {
    wallet.answers.set(method, neverAnswers);
    await page.goto("/sign-in");
    const button = walletButton(page, "MetaMask");
    // Pressed twice: it asks once.
    await button.dblclick();
    await expect(page.getByText(words)).toBeVisible();
    await expectAccessible(page);
    for (const other of ["Base", "MetaMask", "another wallet"]) await expect(walletButton(page, other)).toBeDisabled();
    await page.getByRole("button", { name: "Cancel" }).click();
    await expect(button).toBeFocused();
    await expect(page.getByText(words)).toHaveCount(0);
    expect(wallet.asked.filter((one) => one === method)).toHaveLength(1);
    wallet.answers.clear();
  }
  await page.keyboard.press("Enter");
  await page.waitForURL("/dashboard");
});

test("[P34] no such wallet: where to get it, and on a phone how to open this page in it", async ({
  page,
  newBrowser,
  changeSettings,
}) => {
  await changeSettings(WALLETS);
  await page.goto("/sign-in");
  for (const [name, where] of [
    ["Base", "https://join.base.app"],
    ["MetaMask", "https://metamask.io/download"],
    ["Coinbase Wallet", "https://www.coinbase.com/wallet/downloads"],
    ["OKX Wallet", "https://web3.okx.com/download"],
  ] as const) {
    await walletButton(page, name).click();
    await expect(page.getByText(`${name} was not found in this browser.`)).toBeVisible();
    const link = page.getByRole("link", { name: `Get ${name}` });
    await expect(link).toHaveAttribute("href", where);
    await expect(link).toHaveAttribute("target", "_blank");
    await expect(link).toHaveAttribute("rel", /noopener/);
    await expect(page.getByRole("link", { name: /^Open in/ })).toHaveCount(0);
  }
  await expectAccessible(page);
  await walletButton(page, "another wallet").click();
  await expect(page.getByText("No wallet was found in this browser.")).toBeVisible();
  await expect(page.getByRole("link", { name: "Find a wallet" })).toBeVisible();

  const phone = await newBrowser({ userAgent: "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Mobile/15E148" });
  await phone.setViewportSize({ width: 390, height: 844 });
  await phone.goto("/sign-in");
  const here = encodeURIComponent(phone.url());
  for (const [name, link] of [
    ["MetaMask", `https://metamask.app.link/dapp/${new URL(phone.url()).host}/sign-in`],
    ["Coinbase Wallet", `https://go.cb-w.com/dapp?cb_url=${here}`],
    ["OKX Wallet", `deeplink=${encodeURIComponent(`okx://wallet/dapp/url?dappUrl=${here}`)}`],
  ] as const) {
    await walletButton(phone, name).click();
    await expect(phone.getByRole("link", { name: `Open in ${name}` })).toHaveAttribute("href", endsWith(link));
  }
  await expectAccessible(phone);
});

test("[P34] the server is out of reach", async ({ page, pageErrors, changeSettings }) => {
  pageErrors.allow(/ERR_FAILED/);
  await changeSettings(WALLETS);
  await addWallet(page, "metamask");
  await page.route("**/api/wallets/sign-in", (route) => route.abort());
  await page.goto("/sign-in");
  await walletButton(page, "MetaMask").click();
  await expect(page.getByText("The server could not be reached.")).toBeVisible();
  await page.unroute("**/api/wallets/sign-in");
  await page.route("**/sign-in", (route) => (route.request().method() === "POST" ? route.abort() : route.fallback()));
  await walletButton(page, "MetaMask").click();
  await expect(page.getByText("The server could not be reached.")).toBeVisible();
  await page.unroute("**/sign-in");
  await walletButton(page, "MetaMask").click();
  await page.waitForURL("/dashboard");
});

test("[P34] switched off by an administrator while the page is open", async ({ page, changeSettings }) => {
  await changeSettings(WALLETS);
  await addWallet(page, "metamask");
  await page.goto("/sign-in");
  await changeSettings({ wallet: { metamask: false } });
  await walletButton(page, "MetaMask").click();
  await expect(page.getByText("This wallet is not available here. Use another way.")).toBeVisible();
  await page.reload();
  await expect(walletButton(page, "Base")).toBeVisible();
  await expect(walletButton(page, "MetaMask")).toHaveCount(0);
});

test("[P34] without JavaScript there are no buttons that do nothing", async ({
  browser,
  server,
  social,
  changeSettings,
}) => {
  await changeSettings(WALLETS);
  const context = await browser.newContext({ javaScriptEnabled: false, baseURL: server.url });
  const page = await context.newPage();
  await page.goto("/sign-in");
  await expect(page.getByRole("button", { name: "Continue", exact: true })).toBeVisible();
  await expect(walletButton(page, "MetaMask")).toBeHidden();
  await expect(page.getByText("or", { exact: true })).toBeHidden();
  await social.connect();
  await page.reload();
  await expect(page.getByRole("button", { name: `Continue with ${PROVIDER}` })).toBeVisible();
  await expect(page.getByText("or", { exact: true })).toBeVisible();
  await expect(walletButton(page, "MetaMask")).toBeHidden();
  await context.close();
});
