import type { Metadata } from "next";
import { env } from "@/lib/env";
import { requireRecentAdmin } from "@/lib/guard";
import { getSettings } from "@/lib/settings/read";
import { readWalletImpact } from "@/lib/users/wallet-impact";
import { UnreadableSettingsOf } from "../unreadable-settings";
import { saveNetworksAction, saveRestrictionsAction, saveWalletsAction } from "./actions";
import { AppsCard } from "./apps-card";
import { NetworksCard } from "./networks-card";
import { RestrictionsCard } from "./restrictions-card";

export const metadata: Metadata = { title: "Wallets" };

export default async function WalletsPage() {
  await requireRecentAdmin("/admin/wallets");
  const settings = await getSettings();
  const impact = await readWalletImpact(settings);
  const hasProject = env.WALLETCONNECT_PROJECT_ID !== undefined;
  return (
    <>
      <h1 className="text-2xl font-semibold tracking-tight">Wallets</h1>
      <UnreadableSettingsOf page="/admin/wallets" />
      <AppsCard values={settings.wallet} action={saveWalletsAction} impact={impact} hasProject={hasProject} />
      <NetworksCard allowed={settings.wallet.chains} action={saveNetworksAction} impact={impact} />
      <RestrictionsCard values={settings.wallet} action={saveRestrictionsAction} />
    </>
  );
}
