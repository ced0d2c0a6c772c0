import { RequirementRow } from "@/components/admin/requirement-row";
import { ChoiceRow, SwitchRow } from "@/components/admin/setting-rows";
import { SettingsCard } from "@/components/admin/settings-card";
import type { FormAction } from "@/lib/form-state";
import type { Settings } from "@/lib/settings/schema";
import { phoneCountries } from "@/lib/users/phone-number";

interface PhoneCardProps {
  values: Settings["phone"];
  action: FormAction;
  /** Why no text message can be sent. */
  warning: string | null;
}

/** What phone numbers are for (P07). Where messages go is decided in /admin/sms. */
export function PhoneCard({ values, action, warning }: PhoneCardProps) {
  return (
    <SettingsCard
      title="Phone"
      description="Numbers, and the codes that prove them. The countries text messages go to are under SMS."
      action={action}
      warning={warning}
    >
      <RequirementRow name="signUp" value={values.signUp} />
      <SwitchRow
        name="verifyAtSignUp"
        label="Verify at sign-up"
        description="An account exists only after its number is proved by a code. Off: whether a number has an account can be found out at sign-up."
        checked={values.verifyAtSignUp}
      />
      <SwitchRow
        name="signIn"
        label="Sign in with a number"
        description="Off: a number is only for messages, and says nothing at sign-in."
        checked={values.signIn}
      />
      <SwitchRow
        name="codeSignIn"
        label="Sign in with a code"
        description="Six digits that work for 10 minutes. Each text message costs money."
        checked={values.codeSignIn}
      />
      <ChoiceRow
        name="defaultCountry"
        label="First country"
        description="Chosen at first beside every number field, and meant where a number has no country code."
        value={values.defaultCountry}
        options={phoneCountries().map(({ country, callingCode, name }) => ({
          value: country,
          label: `${name} (+${callingCode})`,
        }))}
        className="w-44 sm:w-64"
      />
      <SwitchRow
        name="restrictChanges"
        label="Restrict changes"
        description="After sign-up, people can't add, change or remove numbers."
        checked={values.restrictChanges}
      />
    </SettingsCard>
  );
}
