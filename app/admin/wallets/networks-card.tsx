import { countPeople } from "@/components/admin/people-in-words";
import { SettingsCard } from "@/components/admin/settings-card";
import { WalletNetworks } from "@/components/admin/wallet-networks";
import type { FormAction } from "@/lib/form-state";
import { allChains, chainName, rpcUrl } from "@/lib/security/chains";
import type { Impact, WalletImpact } from "@/lib/users/wallet-impact";

interface NetworksCardProps {
  /** Ids. */
  allowed: number[];
  action: FormAction;
  impact: WalletImpact;
}

/** The networks a wallet may be on when it signs, and which of them can be asked about contract wallets. */
export function NetworksCard({ allowed, action, impact }: NetworksCardProps) {
  const known = allChains();
  // An allowed one may have lost its node, by which alone it was known.
  const lost = allowed
    .filter((id) => !known.some((chain) => chain.id === id))
    .map((id) => ({ id, name: chainName(id) }));
  return (
    <SettingsCard
      title="Networks"
      description="Where a wallet may be when it signs. Most sign with a key, and their network is not asked. A wallet that is a contract is checked by a node of its network, which the environment names."
      action={action}
    >
      <WalletNetworks
        networks={[...known, ...lost].map(({ id, name }) => {
          const isAllowed = allowed.includes(id);
          return {
            id,
            name,
            isAllowed,
            words: `${nodeWords(id)} ${contractWords(impact.ofChain(id), isAllowed)}`.trim(),
          };
        })}
      />
    </SettingsCard>
  );
}

const nodeWords = (id: number) =>
  rpcUrl(id) ? `Contract wallets sign in: RPC_URL_${id} is set.` : `Set RPC_URL_${id} to let contract wallets sign in.`;

function contractWords({ people, affected }: Impact, isAllowed: boolean): string {
  if (people === 0) return "";
  const have = `${countPeople(people)} ${people === 1 ? "has" : "have"} one there`;
  if (affected === 0) return `${have}.`;
  return isAllowed
    ? `${have}. Switched off, ${countPeople(affected)} could not sign in any more.`
    : `${have}. Until it is on, ${countPeople(affected)} can't sign in.`;
}
