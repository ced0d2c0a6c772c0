import { Or } from "@/components/auth/or";
import type { Settings } from "@/lib/settings/schema";
import { offeredWallets } from "@/lib/settings/wallet";
import { cn } from "@/lib/utils";
import { SocialSignIn, socialOptions } from "./social-sign-in";
import { WalletSignIn } from "./wallet-sign-in";

interface ContinueWithProps {
  settings: Settings;
  redirectUrl?: string;
  /** Whether a form stands below. */
  separated: boolean;
}

/** @returns whether there is a way in, and to an account, that lives elsewhere. */
export const hasWaysElsewhere = (settings: Settings): boolean =>
  socialOptions(settings).length > 0 || offeredWallets(settings).length > 0;

/** The ways to go on that live elsewhere, as one group: accounts with a provider, wallets. Nothing where there are none. */
export function ContinueWith({ settings, redirectUrl, separated }: ContinueWithProps) {
  if (!hasWaysElsewhere(settings)) return null;
  // Wallets are out of sight without JavaScript.
  const alone = socialOptions(settings).length === 0;
  return (
    <div className={cn("flex flex-col gap-4", alone && "noscript:hidden")}>
      <div className="flex flex-col">
        <SocialSignIn settings={settings} redirectUrl={redirectUrl} />
        <WalletSignIn settings={settings} redirectUrl={redirectUrl} />
      </div>
      {separated && <Or />}
    </div>
  );
}
