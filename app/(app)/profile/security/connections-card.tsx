import { ConnectRow } from "@/components/profile/connect-row";
import { ConnectedRow } from "@/components/profile/connected-row";
import { Card, CardContent, CardDescription, CardHeader, CardTitle } from "@/components/ui/card";
import { type ConnectedAccount, connectable } from "@/lib/connections/connected";
import type { Settings } from "@/lib/settings/schema";
import { connectAction, disconnectAction } from "./connections-actions";

/** A person's accounts elsewhere, and those they could add. Nothing where there are neither. */
export function ConnectionsCard({ accounts, settings }: { accounts: ConnectedAccount[]; settings: Settings }) {
  const options = connectable(accounts, settings);
  if (accounts.length === 0 && options.length === 0) return null;
  return (
    <Card role="region" aria-label="Connected accounts">
      <CardHeader>
        <CardTitle>Connected accounts</CardTitle>
        <CardDescription>Accounts elsewhere that belong to yours. You can sign in with them.</CardDescription>
      </CardHeader>
      <CardContent className="space-y-4">
        {accounts.length > 0 ? (
          <ul className="divide-y" aria-label="Connected">
            {accounts.map((account) => (
              <ConnectedRow
                key={`${account.connection} ${account.subject}`}
                account={account}
                disconnectAction={disconnectAction}
              />
            ))}
          </ul>
        ) : (
          <p className="text-sm text-muted-foreground">You have connected none yet.</p>
        )}
        {options.length > 0 && (
          <ul className="divide-y border-t pt-4" aria-label="To connect">
            {options.map((option) => (
              <ConnectRow key={option.id} {...option} action={connectAction} />
            ))}
          </ul>
        )}
      </CardContent>
    </Card>
  );
}
