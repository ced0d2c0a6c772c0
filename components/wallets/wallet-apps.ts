import type { WalletApp } from "@/lib/settings/wallet";

interface WalletPlaces {
  /** Where one gets it. */
  get: string;
  /** @returns a link that opens a page of ours in the wallet's own browser, on a phone. */
  open?(page: string): string;
}

const inCoinbase = (page: string) => `https://go.cb-w.com/dapp?cb_url=${encodeURIComponent(page)}`;

export const walletPlaces: Record<WalletApp, WalletPlaces> = {
  // The app of Base is the one that was Coinbase's: the same links open it.
  base: { get: "https://join.base.app", open: inCoinbase },
  metamask: {
    get: "https://metamask.io/download",
    open: (page) => `https://metamask.app.link/dapp/${page.replace(/^https?:\/\//, "")}`,
  },
  coinbase: { get: "https://www.coinbase.com/wallet/downloads", open: inCoinbase },
  okx: {
    get: "https://web3.okx.com/download",
    open: (page) => {
      const inside = `okx://wallet/dapp/url?dappUrl=${encodeURIComponent(page)}`;
      return `https://web3.okx.com/download?deeplink=${encodeURIComponent(inside)}`;
    },
  },
  other: { get: "https://ethereum.org/wallets/find-wallet/" },
};

/** @returns whether wallets are apps here, with browsers of their own, rather than extensions. */
export const isPhone = () => /Android|iPhone|iPad|iPod/.test(navigator.userAgent);
