import { SwitchRow } from "@/components/admin/setting-rows";
import { SettingsCard } from "@/components/admin/settings-card";
import { WalletAddresses } from "@/components/admin/wallet-addresses";
import type { FormAction } from "@/lib/form-state";
import type { Settings } from "@/lib/settings/schema";
import { ADDRESSES_MAX } from "@/lib/settings/wallet-addresses";

interface RestrictionsCardProps {
  values: Settings["wallet"];
  action: FormAction;
}

/** Which wallets can be new here (P49). */
export function RestrictionsCard({ values, action }: RestrictionsCardProps) {
  const [allowed, blocked] = [values.allowed.join("\n"), values.blocked.join("\n")];
  return (
    <SettingsCard
      title="Who may use a wallet"
      description="Asked when somebody signs up with a wallet, and when one is added to an account. People who have theirs here already go on signing in with it."
      action={action}
      warning={
        values.allowOnly && values.allowed.length === 0
          ? "Only allowed wallets can be new here, and there are none: nobody can sign up with a wallet or add one."
          : null
      }
    >
      <SwitchRow
        name="allowOnly"
        label="Only allowed wallets"
        description="On: only those of the first list can be new here, and the second is not looked at. Off: all but those of the second."
        checked={values.allowOnly}
      />
      {/* Anew with every save, which brings addresses into one form. */}
      <WalletAddresses key={`allowed ${allowed}`} name="allowed" label="Allowed" value={allowed} most={ADDRESSES_MAX} />
      <WalletAddresses key={`blocked ${blocked}`} name="blocked" label="Blocked" value={blocked} most={ADDRESSES_MAX} />
    </SettingsCard>
  );
}
