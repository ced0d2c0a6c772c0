import "server-only";
import { chainName } from "@/lib/security/chains";
import { walletNames } from "@/lib/settings/wallet";
import { currentEnsName } from "./ens-name";
import type { Wallet } from "./wallets";

/** @returns a wallet as its owner and admins see it. */
export const walletInWords = ({ app, contractOn, ensName, ...wallet }: Wallet) => ({
  ...wallet,
  /** The app that holds it. */
  appName: app === "other" ? "Wallet" : walletNames[app],
  /** Of a contract wallet: its network. */
  network: contractOn === null ? null : chainName(contractOn),
  ensName: currentEnsName(ensName),
});

export type WalletInWords = ReturnType<typeof walletInWords>;
