import { countPeople } from "@/components/admin/people-in-words";
import { SwitchRow } from "@/components/admin/setting-rows";
import { SettingsCard } from "@/components/admin/settings-card";
import type { FormAction } from "@/lib/form-state";
import type { Settings } from "@/lib/settings/schema";
import { WALLET_APPS, walletNames } from "@/lib/settings/wallet";
import type { Impact, WalletImpact } from "@/lib/users/wallet-impact";
import { WalletConnectWords } from "./wallet-connect-words";

interface AppsCardProps {
  values: Settings["wallet"];
  action: FormAction;
  impact: WalletImpact;
  /** Whether the environment names a project of WalletConnect. */
  hasProject: boolean;
}

/** The wallets people sign in with, a switch each (P33 to P36). */
export function AppsCard({ values, action, impact, hasProject }: AppsCardProps) {
  return (
    <SettingsCard
      title="Wallets"
      description="People sign up and in by signing a message with a wallet. That costs nothing and moves no money. Off: what people have added is kept."
      action={action}
      warning={warningOf(impact)}
    >
      {WALLET_APPS.map((app) => (
        <SwitchRow
          key={app}
          name={app}
          label={walletNames[app]}
          description={
            <>
              {app === "other" ? <WalletConnectWords hasProject={hasProject} /> : "A button of its own."}{" "}
              {inWords(impact.apps[app], values[app])}
            </>
          }
          checked={values[app]}
        />
      ))}
    </SettingsCard>
  );
}

function inWords({ people, affected }: Impact, isOn: boolean): string {
  const used = people > 0 ? `${countPeople(people)} signed in with it last.` : "";
  if (affected === 0) return used;
  return isOn
    ? `${used} Switched off, ${countPeople(affected)} could not sign in any more.`
    : `${used} Until it is on, ${countPeople(affected)} can't sign in.`;
}

function warningOf({ shutOut, shutOutWithoutAny }: WalletImpact): string | null {
  const more = shutOutWithoutAny - shutOut;
  if (more > 0)
    return `${countPeople(more)} ${more === 1 ? "has" : "have"} nothing but a wallet to sign in with. All of these off shuts them out.`;
  if (shutOut === 0) return null;
  return `${countPeople(shutOut)} ${shutOut === 1 ? "has" : "have"} nothing but a wallet, and can't sign in until it is on.`;
}
