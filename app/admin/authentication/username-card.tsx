import { RequirementRow } from "@/components/admin/requirement-row";
import { NumberRow, SwitchRow } from "@/components/admin/setting-rows";
import { SettingsCard } from "@/components/admin/settings-card";
import type { FormAction } from "@/lib/form-state";
import { type Settings, USERNAME_BOUNDS } from "@/lib/settings/schema";

interface UsernameCardProps {
  values: Settings["username"];
  action: FormAction;
}

/** What usernames are for, and what they may be (P14, P15). */
export function UsernameCard({ values, action }: UsernameCardProps) {
  return (
    <SettingsCard
      title="Username"
      description="Names people choose. No two differ only in upper and lower case."
      action={action}
    >
      <RequirementRow name="signUp" value={values.signUp} />
      <SwitchRow
        name="signIn"
        label="Sign in with a username"
        description="Off: a username says nothing at sign-in."
        checked={values.signIn}
      />
      <NumberRow name="minLength" label="Fewest characters" value={values.minLength} {...USERNAME_BOUNDS} />
      <NumberRow
        name="maxLength"
        label="Most characters"
        description="Of new usernames; those there are stay."
        value={values.maxLength}
        {...USERNAME_BOUNDS}
      />
      <SwitchRow
        name="specialCharacters"
        label="More characters"
        description="Allows ^ $ ! . ` # + ~ beside letters, digits, _ and -."
        checked={values.specialCharacters}
      />
      <SwitchRow
        name="latinOnly"
        label="Latin letters only"
        description="Off: letters of any one alphabet. Some of them look like Latin ones, so one person can pass for another."
        checked={values.latinOnly}
      />
      <SwitchRow
        name="restrictChanges"
        label="Restrict changes"
        description="Whoever has a username keeps it as it is."
        checked={values.restrictChanges}
      />
    </SettingsCard>
  );
}
