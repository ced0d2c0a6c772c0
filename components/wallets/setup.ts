import type { ContinueOption } from "@/components/auth/continue-buttons";
import type { Chain } from "@/lib/security/chains";
import type { WalletApp } from "@/lib/settings/wallet";

/** A wallet people can choose here, as its button needs it. */
export interface WalletOption extends ContinueOption {
  id: WalletApp;
}

/** What a page knows of wallets before any of their code is loaded. */
export interface WalletSetup {
  options: WalletOption[];
  /** Those a message may name. */
  networks: Chain[];
  /** Where WalletConnect is set up: wallets on other devices can be reached. */
  projectId?: string;
  /** What a wallet is told who asks. */
  appName: string;
}
