import "server-only";
import type { WalletSetup } from "@/components/wallets/setup";
import { walletMarks } from "@/components/wallets/wallet-marks";
import { env } from "@/lib/env";
import { chainName } from "@/lib/security/chains";
import type { Settings } from "@/lib/settings/schema";
import { offeredWallets, type WalletApp, walletNames } from "@/lib/settings/wallet";

/** @returns what the components of wallets need. @param apps the wallets to choose from. */
export function walletSetup(settings: Settings, apps: WalletApp[] = offeredWallets(settings)): WalletSetup {
  return {
    options: apps.map((id) => ({
      id,
      name: id === "other" ? "another wallet" : walletNames[id],
      logo: walletMarks[id],
    })),
    networks: settings.wallet.chains.map((id) => ({ id, name: chainName(id) })),
    projectId: env.WALLETCONNECT_PROJECT_ID,
    appName: settings.branding.appName,
  };
}
