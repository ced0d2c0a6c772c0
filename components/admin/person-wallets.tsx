import { CopyButton } from "@/components/auth/copy-button";
import { Identifier } from "@/components/identifier";
import { Time } from "@/components/profile/time";
import { Badge } from "@/components/ui/badge";
import type { Person } from "@/lib/users/person";
import { AdminCard } from "./admin-card";

/** The wallets somebody signs in with. */
export function PersonWallets({ wallets }: { wallets: Person["wallets"] }) {
  return (
    <AdminCard title="Wallets" description="They sign in by signing a message with one of these.">
      <ul className="divide-y" aria-label="Wallets">
        {wallets.map(({ id, address, appName, network, ensName, isPrimary, lastUsedAt }) => (
          <li key={id} className="flex flex-wrap items-center gap-x-6 gap-y-3 py-3 first:pt-0 last:pb-0">
            <span className="w-full text-sm text-muted-foreground sm:w-40 sm:shrink-0">{appName}</span>
            <div className="min-w-0 grow space-y-0.5 text-sm">
              <p className="flex flex-wrap items-center gap-2 font-medium">
                {ensName && <span className="wrap-anywhere">{ensName}</span>}
                <Identifier value={address} />
                {isPrimary && <Badge variant="secondary">Primary</Badge>}
                {network && <Badge variant="outline">Contract on {network}</Badge>}
              </p>
              <p className="text-xs text-muted-foreground">
                Last used <Time at={lastUsedAt} />
              </p>
            </div>
            <CopyButton text={address} label="Copy address" aria-label={`Copy address ${address}`} size="sm" />
          </li>
        ))}
      </ul>
    </AdminCard>
  );
}
