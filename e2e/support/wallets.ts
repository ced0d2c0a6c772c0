import type { Page } from "@playwright/test";
import { generatePrivateKey, type PrivateKeyAccount, privateKeyToAccount } from "viem/accounts";
import type { SettingsChange } from "./settings";

/* Wallets in a browser, with real keys: they announce themselves as extensions do (EIP-6963) and answer by EIP-1193. */

/** By what the wallets with a button of their own announce themselves. */
export const EXTENSIONS = {
  base: { rdns: "app.base.account", name: "Base" },
  metamask: { rdns: "io.metamask", name: "MetaMask" },
  coinbase: { rdns: "com.coinbase.wallet", name: "Coinbase Wallet" },
  okx: { rdns: "com.okex.wallet", name: "OKX Wallet" },
  other: { rdns: "org.example.wallet", name: "Example Wallet" },
} as const;
export type Extension = keyof typeof EXTENSIONS;

/** All are offered, and an account needs nothing else. */
export const WALLETS: SettingsChange = {
  wallet: { base: true, metamask: true, coinbase: true, okx: true, other: true },
  email: { signUp: "optional" },
};

export const newKey = (): PrivateKeyAccount => privateKeyToAccount(generatePrivateKey());

export type Answer = (params: unknown[]) => unknown;

export interface InjectedWallet {
  /** Signs with it, and shows it to pages. */
  key: PrivateKeyAccount;
  /** It is on this network, and knows these others. */
  chainId: number;
  knows: number[];
  /** Every method a page called, oldest first. */
  asked: string[];
  /** What it says to a method in place of what a wallet should. */
  answers: Map<string, Answer>;
  /** Its owner chooses another account: pages are told. */
  changeKey(key: PrivateKeyAccount): Promise<void>;
  /** Its owner takes the account away from the site: pages are told. */
  leave(): Promise<void>;
}

/** What a wallet throws: EIP-1193 has the codes. */
export function refuses(code: number | string, message = "Something a wallet says"): Answer {
  return () => {
    throw new WalletRefusal(code, message);
  };
}
export const neverAnswers: Answer = () => new Promise(() => undefined);

/** What a page calls to see an account. */
export const CONNECTING = ["wallet_requestPermissions", "eth_requestAccounts"];

class WalletRefusal extends Error {
  constructor(
    readonly code: number | string,
    message: string,
  ) {
    super(message);
  }
}

let count = 0;

/**
 * Puts a wallet into a page and whatever it opens next.
 * @param options.legacy only as `window.ethereum`, with this flag, as before EIP-6963.
 */
export async function addWallet(
  page: Page,
  extension: Extension,
  { key = newKey(), chainId = 1, legacy }: { key?: PrivateKeyAccount; chainId?: number; legacy?: string } = {},
): Promise<InjectedWallet> {
  const door = `wallet${++count}`;
  const tell = (accounts: string[]) =>
    page.evaluate(([name, detail]) => void window.dispatchEvent(new CustomEvent(`${name}:accounts`, { detail })), [
      door,
      accounts,
    ] as const);
  const wallet: InjectedWallet = {
    key,
    chainId,
    knows: [1, 8453],
    asked: [],
    answers: new Map(),
    async changeKey(next) {
      wallet.key = next;
      await tell([next.address]);
    },
    leave: () => tell([]),
  };
  await page.exposeFunction(door, async (method: string, params: unknown[]) => {
    wallet.asked.push(method);
    try {
      return { result: await (wallet.answers.get(method) ?? normal(wallet, method))(params) };
    } catch (error) {
      if (!(error instanceof WalletRefusal)) throw error;
      return { error: { code: error.code, message: error.message } };
    }
  });
  await page.addInitScript(install, { door, legacy, ...EXTENSIONS[extension] });
  return wallet;
}

/** What a wallet says whose owner agrees to everything. */
function normal(wallet: InjectedWallet, method: string): Answer {
  const answers: Record<string, Answer> = {
    wallet_requestPermissions: () => [
      {
        parentCapability: "eth_accounts",
        caveats: [{ type: "restrictReturnedAccounts", value: [wallet.key.address] }],
      },
    ],
    wallet_revokePermissions: () => null,
    eth_requestAccounts: () => [wallet.key.address],
    eth_accounts: () => [wallet.key.address],
    eth_chainId: () => `0x${wallet.chainId.toString(16)}`,
    personal_sign: ([raw]) => wallet.key.signMessage({ message: { raw: raw as `0x${string}` } }),
    wallet_switchEthereumChain: ([to]) => {
      const id = Number((to as { chainId: string }).chainId);
      if (!wallet.knows.includes(id)) throw new WalletRefusal(4902, "Unrecognized chain ID");
      wallet.chainId = id;
      return null;
    },
  };
  return answers[method] ?? refuses(-32601, `${method} is not there`);
}

/** In the page. */
function install({ door, legacy, rdns, name }: { door: string; legacy?: string; rdns: string; name: string }) {
  type Listener = (what: unknown) => void;
  type Reply = { result: unknown; error?: { code: number | string; message: string } };
  const listeners = new Map<string, Set<Listener>>();
  const ask = (window as unknown as Record<string, (method: string, params: unknown[]) => Promise<Reply>>)[door];
  const provider = {
    async request({ method, params = [] }: { method: string; params?: unknown[] }) {
      const reply = await ask?.(method, params);
      if (reply?.error) throw Object.assign(new Error(reply.error.message), { code: reply.error.code });
      return reply?.result;
    },
    on(event: string, listener: Listener) {
      listeners.set(event, (listeners.get(event) ?? new Set()).add(listener));
    },
    removeListener: (event: string, listener: Listener) => listeners.get(event)?.delete(listener),
  };
  window.addEventListener(`${door}:accounts`, (event) => {
    for (const listener of listeners.get("accountsChanged") ?? []) listener((event as CustomEvent).detail);
  });
  if (legacy) {
    Object.assign(window, { ethereum: Object.assign(provider, { [legacy]: true }) });
    return;
  }
  const icon =
    "data:image/svg+xml,<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 8 8'><rect width='8' height='8'/></svg>";
  const detail = Object.freeze({ info: Object.freeze({ uuid: crypto.randomUUID(), name, icon, rdns }), provider });
  const announce = () => window.dispatchEvent(new CustomEvent("eip6963:announceProvider", { detail }));
  window.addEventListener("eip6963:requestProvider", announce);
  announce();
}

export const walletButton = (page: Page, name: string) =>
  page.getByRole("button", { name: new RegExp(`^Continue with ${name}`) });
