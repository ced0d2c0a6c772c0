import { walletSetup } from "@/app/wallet-setup";
import { WalletRow } from "@/components/profile/wallet-row";
import { Card, CardContent, CardDescription, CardHeader, CardTitle } from "@/components/ui/card";
import { AddWallet } from "@/components/wallets/add-wallet";
import type { Settings } from "@/lib/settings/schema";
import { offeredWallets } from "@/lib/settings/wallet";
import { walletInWords } from "@/lib/users/wallet-in-words";
import type { Wallet } from "@/lib/users/wallets";
import { signsIn } from "@/lib/users/ways-in";
import { makePrimaryAction, removeIdentifierAction } from "./actions";
import { finishAddWalletAction, startAddWalletAction } from "./wallet-actions";

/** A person's wallets, and the way to another one. Nothing where there are none and none can be added. */
export function WalletsCard({ wallets, settings }: { wallets: Wallet[]; settings: Settings }) {
  const offered = offeredWallets(settings);
  if (wallets.length === 0 && offered.length === 0) return null;
  return (
    <Card role="region" aria-label="Wallets">
      <CardHeader>
        <CardTitle>Wallets</CardTitle>
        <CardDescription>
          {offered.length > 0
            ? "Sign in by signing a message with a wallet of yours. It costs nothing."
            : "Wallets are switched off here at the moment, so these don't sign you in."}
        </CardDescription>
      </CardHeader>
      <CardContent className="space-y-4">
        {wallets.length > 0 ? (
          <ul className="divide-y" aria-label="Wallets">
            {wallets.map((wallet) => (
              <WalletRow
                key={wallet.id}
                wallet={walletInWords(wallet)}
                signsIn={signsIn(wallet, settings)}
                isOnly={wallets.length === 1}
                makePrimaryAction={makePrimaryAction}
                removeAction={removeIdentifierAction}
              />
            ))}
          </ul>
        ) : (
          <p className="text-sm text-muted-foreground">You have none yet.</p>
        )}
        {offered.length > 0 && (
          <fieldset className="space-y-2 border-t pt-4">
            <legend className="sr-only">Add a wallet</legend>
            <p aria-hidden className="text-sm font-medium">
              Add a wallet
            </p>
            <AddWallet
              startAction={startAddWalletAction}
              finishAction={finishAddWalletAction}
              setup={walletSetup(settings)}
            />
          </fieldset>
        )}
      </CardContent>
    </Card>
  );
}
