import { NumberRow, SwitchRow } from "@/components/admin/setting-rows";
import { SettingsCard } from "@/components/admin/settings-card";
import type { FormAction } from "@/lib/form-state";
import type { Settings } from "@/lib/settings/schema";

interface MfaCardProps {
  values: Settings["mfa"];
  action: FormAction;
  /** Why no text message can be sent. */
  warning: string | null;
}

/** What people can set up as a second step, and who has to (P39). */
export function MfaCard({ values, action, warning }: MfaCardProps) {
  return (
    <SettingsCard
      title="Two-step verification"
      description="What is asked after the first step of signing in, whatever that was. Switching something on sets it up for nobody; what people have set up goes on when it is switched off."
      action={action}
      warning={values.phoneCode ? warning : null}
    >
      <SwitchRow
        name="totp"
        label="Authenticator app"
        description="Codes that an app shows, new every 30 seconds."
        checked={values.totp}
      />
      <SwitchRow
        name="phoneCode"
        label="Text message"
        description="A code to a verified number. Weaker than an app, and each message costs money."
        checked={values.phoneCode}
      />
      <SwitchRow
        name="backupCodes"
        label="Backup codes"
        description="Ten codes to keep; each stands in once for the others."
        checked={values.backupCodes}
      />
      <SwitchRow
        name="required"
        label="Require it"
        description="Whoever has no second step sets one up at the next sign-in, before they are in. The last one can't be removed."
        checked={values.required}
      />
      <SwitchRow
        name="trustBrowser"
        label="Offer to trust a browser"
        description="Whoever ticks it isn't asked for the second step on that browser for a while."
        checked={values.trustBrowser}
      />
      <NumberRow
        name="trustDays"
        label="Trusted for"
        description="Days. A new password or second step ends it."
        value={values.trustDays}
        min={1}
        max={90}
      />
    </SettingsCard>
  );
}
