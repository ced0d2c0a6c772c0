import { cookies } from "next/headers";
import { walletSetup } from "@/app/wallet-setup";
import { WalletSignIn as WalletButtons } from "@/components/wallets/wallet-sign-in";
import { lastConnection } from "@/lib/sessions/last-connection";
import type { Settings } from "@/lib/settings/schema";
import { walletSignInAction } from "./sign-in/actions";

/** The ways in, and to an account, by a wallet. Nothing where there are none. */
export async function WalletSignIn({ settings, redirectUrl }: { settings: Settings; redirectUrl?: string }) {
  const setup = walletSetup(settings);
  if (setup.options.length === 0) return null;
  const lastUsed = /^wallet-(.+)$/.exec(lastConnection(await cookies()) ?? "")?.[1];
  return <WalletButtons action={walletSignInAction} setup={setup} lastUsed={lastUsed} redirectUrl={redirectUrl} />;
}
