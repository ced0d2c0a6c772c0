import { ChoiceRow, NumberRow, SwitchRow } from "@/components/admin/setting-rows";
import { SettingsCard } from "@/components/admin/settings-card";
import type { FormAction } from "@/lib/form-state";
import type { Settings } from "@/lib/settings/schema";

interface PasswordCardProps {
  values: Settings["password"];
  action: FormAction;
}

/** Who gets a password, and what it has to be (P17, P18). */
export function PasswordCard({ values, action }: PasswordCardProps) {
  return (
    <SettingsCard title="Password" description="Who gets one, and what it has to be." action={action}>
      <SwitchRow
        name="enabled"
        label="Passwords"
        description="Off: new people get none. Whoever has one still signs in with it."
        checked={values.enabled}
      />
      <SwitchRow
        name="requiredAtSignUp"
        label="Ask for one at sign-up"
        description="Off: people can set one in their profile."
        checked={values.requiredAtSignUp}
      />
      <NumberRow
        name="minLength"
        label="Shortest length"
        description="In characters. 15 is advised where a password is the only factor."
        value={values.minLength}
        min={8}
        max={64}
      />
      <NumberRow
        name="maxLength"
        label="Longest length"
        description="In characters. Room for a long sentence."
        value={values.maxLength}
        min={64}
        max={128}
      />
      <ChoiceRow
        name="minStrength"
        label="Least strength"
        description="By the number of guesses it would take. Counts for more than the kinds of characters below."
        value={String(values.minStrength)}
        options={[
          { value: "0", label: "Any" },
          { value: "1", label: "Weak" },
          { value: "2", label: "Could be stronger" },
          { value: "3", label: "Good" },
          { value: "4", label: "Strong" },
        ]}
      />
      <SwitchRow name="requireLowercase" label="Ask for a lower-case letter" checked={values.requireLowercase} />
      <SwitchRow name="requireUppercase" label="Ask for an upper-case letter" checked={values.requireUppercase} />
      <SwitchRow name="requireNumber" label="Ask for a number" checked={values.requireNumber} />
      <SwitchRow name="requireSymbol" label="Ask for a symbol" checked={values.requireSymbol} />
      <SwitchRow
        name="refuseCommon"
        label="Refuse common passwords"
        description="By a list of nearly 50,000 that attackers try first. Nothing leaves this server."
        checked={values.refuseCommon}
      />
      <SwitchRow
        name="refuseBreached"
        label="Refuse leaked passwords"
        description="Asks Have I Been Pwned with five characters of a new password's hash. When it can't be reached, the password is taken."
        checked={values.refuseBreached}
      />
      <SwitchRow
        name="breachedAtSignIn"
        label="Refuse leaked passwords at sign-in"
        description="Whoever signs in with one has to reset it first, by a code."
        checked={values.breachedAtSignIn}
      />
    </SettingsCard>
  );
}
