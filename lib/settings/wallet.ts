import { z } from "zod";
import type { WalletApp } from "@/db/schema/wallets";
import { section, setting, wholeNumber } from "./setting";
import { walletAddresses } from "./wallet-addresses";

/** The wallets with a button of their own, and all others a browser or WalletConnect knows. */
export const WALLET_APPS = ["base", "metamask", "coinbase", "okx", "other"] as const satisfies WalletApp[];
export type { WalletApp };

export const walletNames: Record<WalletApp, string> = {
  base: "Base",
  metamask: "MetaMask",
  coinbase: "Coinbase Wallet",
  okx: "OKX Wallet",
  other: "Other wallets",
};

const NO_NETWORK = "Choose networks from the list.";

export const walletSection = section({
  base: setting(z.boolean(), { both: false }),
  metamask: setting(z.boolean(), { both: false }),
  coinbase: setting(z.boolean(), { both: false }),
  okx: setting(z.boolean(), { both: false }),
  /** Whatever else announces itself by EIP-6963, and WalletConnect where the environment names a project. */
  other: setting(z.boolean(), { both: false }),
  /** Chain ids (EIP-155) a message may name. */
  chains: setting(
    z
      .array(wholeNumber(z.int(NO_NETWORK).min(1, NO_NETWORK)))
      .min(1, "Choose at least one network.")
      .max(50, "Choose at most 50 networks."),
    { default: [1, 8453, 10, 42161, 137], strict: [1] },
  ),
  /** Only wallets in `allowed` can be new here; `blocked` is then not looked at. See lib/access/wallet-restrictions. */
  allowOnly: setting(z.boolean(), { default: false, strict: true }),
  allowed: setting(walletAddresses, { both: [] }),
  /** Whom an unreadable list blocks is not known: ./in-force.ts lets nobody in then but the allowed. */
  blocked: setting(walletAddresses, { both: [] }),
});

/** @returns the wallets people can sign in with, in the order of their buttons. */
export const offeredWallets = ({ wallet }: { wallet: z.output<typeof walletSection> }): WalletApp[] =>
  WALLET_APPS.filter((app) => wallet[app]);
