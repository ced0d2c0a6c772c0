import { hexToString, isHex } from "viem";
import { generatePrivateKey, privateKeyToAccount } from "viem/accounts";

const NAME = "Test wallet (development)";
/** Remove it from the browser's storage, and the wallet has a new account. */
const KEY = "test-wallet-key";
const ICON =
  "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 8 8'%3E%3Crect width='8' height='8' fill='%230d9488'/%3E%3Cpath d='M2 3h4v3H2z' fill='%23fff'/%3E%3C/svg%3E";

/** What wallets throw (EIP-1193, EIP-1474). */
const refusal = (code: number, message: string) => Object.assign(new Error(message), { code });

function account() {
  const stored = localStorage.getItem(KEY);
  const key = isHex(stored) ? stored : generatePrivateKey();
  localStorage.setItem(KEY, key);
  return privateKeyToAccount(key);
}

let chainId = "0x1";

/** By method. @throws what a wallet throws. */
const answers: Record<string, (params: unknown[]) => unknown> = {
  eth_chainId: () => chainId,
  eth_accounts: () => [account().address],
  eth_requestAccounts() {
    const { address } = account();
    if (!confirm(`${NAME}\n\nShow this site your account ${address}?`)) throw refusal(4001, "Refused");
    return [address];
  },
  personal_sign([message]) {
    const raw = message as `0x${string}`;
    if (!confirm(`${NAME}\n\nSign this?\n\n${hexToString(raw)}`)) throw refusal(4001, "Refused");
    return account().signMessage({ message: { raw } });
  },
  wallet_switchEthereumChain([to]) {
    chainId = (to as { chainId: string }).chainId;
    return null;
  },
};

const provider = {
  async request({ method, params = [] }: { method: string; params?: unknown[] }) {
    const answer = answers[method];
    if (!answer) throw refusal(-32601, `${NAME} doesn't know ${method}`);
    return answer(params);
  },
  // Nothing changes by itself.
  on() {},
  removeListener() {},
};

/** Announces it as extensions do (EIP-6963). @returns how to take it back. */
export function announceTestWallet(): () => void {
  const info = Object.freeze({ uuid: crypto.randomUUID(), name: NAME, icon: ICON, rdns: "localhost.test-wallet" });
  const detail = Object.freeze({ info, provider });
  const announce = () => window.dispatchEvent(new CustomEvent("eip6963:announceProvider", { detail }));
  window.addEventListener("eip6963:requestProvider", announce);
  announce();
  return () => window.removeEventListener("eip6963:requestProvider", announce);
}
