import type { PrivateKeyAccount } from "viem/accounts";
import type { Settings } from "@/lib/settings/schema";
import { TestBrowser } from "./test-visit";
import type { Asked, Signer } from "./wallet-message";
import { finishWalletSignIn, startWalletSignIn } from "./wallet-sign-in";

/** @returns a browser at a site that takes MetaMask, and asks for nothing but the wallet. */
export function walletBrowser(change: Partial<Settings["wallet"]> = {}): TestBrowser {
  const browser = new TestBrowser();
  browser.set("wallet", { metamask: true, ...change });
  browser.set("email", { signUp: "optional" });
  browser.set("phone", { signUp: "optional" });
  browser.set("username", { signUp: "optional" });
  return browser;
}

export const signerOf = ({ address }: { address: string }, change: Partial<Signer> = {}): Signer => ({
  address,
  chainId: 1,
  app: "metamask",
  ...change,
});

/** @returns what the wallet answers to the message it was asked to sign. */
export async function signed(asked: Asked, wallet: PrivateKeyAccount) {
  if (!asked.ok) throw new Error(asked.error.code);
  const message = asked.data.signing;
  return { message, signature: await wallet.signMessage({ message }) };
}

/** Begins a sign-in and signs. */
export const signFor = async (browser: TestBrowser, wallet: PrivateKeyAccount) =>
  signed(await startWalletSignIn(browser.visit(), signerOf(wallet)), wallet);

/** The whole of a sign-in. */
export const signInBy = async (browser: TestBrowser, wallet: PrivateKeyAccount, redirectUrl?: string) =>
  finishWalletSignIn(browser.visit(), await signFor(browser, wallet), { redirectUrl });
