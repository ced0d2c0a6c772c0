import type { Page } from "@playwright/test";
import { test } from "./fixtures";
import { addWallet, neverAnswers, refuses, WALLETS, walletButton } from "./support/wallets";

const SIZES = { phone: { width: 390, height: 844 }, desktop: { width: 1280, height: 800 } };
const PHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Mobile/15E148";

/* Wallets: every state to look at, in both sizes and themes (`npm run screenshots`). */
for (const [size, viewport] of Object.entries(SIZES)) {
  for (const colorScheme of ["light", "dark"] as const) {
    test.describe(`wallets ${size} ${colorScheme}`, () => {
      test.use({ viewport, colorScheme, ...(size === "phone" && { userAgent: PHONE }) });
      test.setTimeout(120_000);

      const path = (state: string) => `test-results/screenshots/wallet.${state}.${size}.${colorScheme}.png`;
      const shoot = (page: Page, state: string) => page.screenshot({ path: path(state), fullPage: true });
      const press = (page: Page, name: string) => walletButton(page, name).click();

      test("buttons", async ({ page, context, server, social, changeSettings }) => {
        await changeSettings({ wallet: { metamask: true, base: true } });
        await page.goto("/sign-in");
        await shoot(page, "few");
        await changeSettings(WALLETS);
        await page.goto("/sign-up");
        await shoot(page, "sign-up");
        await changeSettings({ ...WALLETS, passkey: { enabled: true } });
        await social.connect();
        await page.goto("/sign-in");
        await shoot(page, "with-social");
        await context.addCookies([{ name: "last-connection", value: "wallet-metamask", url: server.url }]);
        await page.goto("/sign-in");
        await shoot(page, "last-used");
        await changeSettings({
          ...WALLETS,
          social: { connections: {} },
          passkey: { enabled: false },
          email: { signIn: false, codeSignIn: false, signUp: "off" },
          password: { enabled: false },
        });
        await page.goto("/sign-in");
        await shoot(page, "alone");
      });

      test("on the way", async ({ page, changeSettings }) => {
        await changeSettings(WALLETS);
        await page.goto("/sign-in");
        await press(page, "MetaMask");
        await page.getByText("MetaMask was not found").waitFor();
        await shoot(page, "missing");
        await press(page, "another wallet");
        await page.getByText("No wallet was found").waitFor();
        await shoot(page, "missing-other");
        const wallet = await addWallet(page, "metamask", { chainId: 56 });
        await page.goto("/sign-in");
        wallet.answers.set("wallet_requestPermissions", neverAnswers);
        await press(page, "MetaMask");
        await page.getByText("Waiting for MetaMask").waitFor();
        await shoot(page, "connecting");
        wallet.answers.clear();
        await page.reload();
        await changeSettings({ ...WALLETS, wallet: { ...WALLETS.wallet, chains: [1, 8453] } });
        await press(page, "MetaMask");
        await page.getByRole("button", { name: "Switch network" }).waitFor();
        await shoot(page, "network");
        wallet.chainId = 1;
        wallet.answers.set("personal_sign", refuses(4001));
        await press(page, "MetaMask");
        await page.getByText("You said no").waitFor();
        await shoot(page, "refused");
        wallet.answers.set("personal_sign", neverAnswers);
        await press(page, "MetaMask");
        await page.getByText("Sign the message").waitFor();
        await shoot(page, "signing");
      });

      test("the list", async ({ page, startInstance, changeSettings }) => {
        await changeSettings(WALLETS);
        const wallet = await addWallet(page, "metamask");
        await addWallet(page, "other");
        const { url } = await startInstance({ WALLETCONNECT_PROJECT_ID: "0".repeat(32) });
        await page.goto(`${url}/sign-in`);
        await press(page, "another wallet");
        const choice = page.getByRole("dialog").getByRole("button", { name: "MetaMask" });
        await choice.waitFor();
        await page.screenshot({ path: path("list") });
        wallet.answers.set("wallet_requestPermissions", neverAnswers);
        await choice.click();
        await page.waitForFunction(() => document.querySelector("[data-rk][role=dialog]"));
        await page.screenshot({ path: path("list-connecting") });
      });
    });
  }
}
