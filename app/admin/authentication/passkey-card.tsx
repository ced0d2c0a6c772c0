import { NumberRow, SwitchRow, TextRow } from "@/components/admin/setting-rows";
import { SettingsCard } from "@/components/admin/settings-card";
import type { FormAction } from "@/lib/form-state";
import type { Settings } from "@/lib/settings/schema";

interface PasskeyCardProps {
  values: Settings["passkey"];
  action: FormAction;
  /** Why no browser would take them at this address. */
  warning: string | null;
}

/** Whether people can sign in with a passkey, and where they meet it (P22, P23). */
export function PasskeyCard({ values, action, warning }: PasskeyCardProps) {
  return (
    <SettingsCard
      title="Passkeys"
      description="A fingerprint, face or screen lock in place of a password. People create theirs once they are signed in."
      action={action}
      warning={values.enabled ? warning : null}
    >
      <SwitchRow
        name="enabled"
        label="Passkeys"
        description="Off: nobody signs in with one. What people have is kept."
        checked={values.enabled}
      />
      <SwitchRow
        name="button"
        label="Button"
        description="“Sign in with a passkey” on the sign-in page."
        checked={values.button}
      />
      <SwitchRow
        name="autofill"
        label="Suggest them"
        description="Browsers offer passkeys where people type who they are."
        checked={values.autofill}
      />
      <SwitchRow
        name="offerAfterSignIn"
        label="Offer one after signing in"
        description="To people who have none. They can put it off for 30 days, or for good on that browser."
        checked={values.offerAfterSignIn}
      />
      <SwitchRow
        name="satisfiesSecondFactor"
        label="Counts as both steps"
        description="Off: whoever has two-step verification does the second step after a passkey too."
        checked={values.satisfiesSecondFactor}
      />
      <NumberRow
        name="perPerson"
        label="Most for one person"
        description="Whoever has more keeps them."
        value={values.perPerson}
        min={1}
        max={50}
      />
      <TextRow
        name="relatedOrigins"
        label="Related origins"
        description="Other addresses of yours that use the same passkeys, with a space between them."
        value={values.relatedOrigins}
        className="sm:w-96"
      />
    </SettingsCard>
  );
}
