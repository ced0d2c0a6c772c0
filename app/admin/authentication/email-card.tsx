import { RequirementRow } from "@/components/admin/requirement-row";
import { ChoiceRow, SwitchRow } from "@/components/admin/setting-rows";
import { SettingsCard } from "@/components/admin/settings-card";
import type { FormAction } from "@/lib/form-state";
import type { Settings } from "@/lib/settings/schema";

interface EmailCardProps {
  values: Settings["email"];
  action: FormAction;
  /** Why no mail can be sent. */
  warning: string | null;
}

/** What email addresses are for (P06). */
export function EmailCard({ values, action, warning }: EmailCardProps) {
  return (
    <SettingsCard
      title="Email"
      description="Addresses, and the codes and links that prove them."
      action={action}
      warning={warning}
    >
      <RequirementRow name="signUp" value={values.signUp} />
      <SwitchRow
        name="verifyAtSignUp"
        label="Verify at sign-up"
        description="An account exists only after its address is proved. Off: whether an address has an account can be found out at sign-up."
        checked={values.verifyAtSignUp}
      />
      <ChoiceRow
        name="verifyBy"
        label="Verify by"
        description="How an address is proved at sign-up and when one is added."
        value={values.verifyBy}
        options={[
          { value: "code", label: "Code" },
          { value: "link", label: "Link" },
        ]}
      />
      <SwitchRow
        name="signIn"
        label="Sign in with an address"
        description="Off: an address is only for messages, and says nothing at sign-in."
        checked={values.signIn}
      />
      <SwitchRow
        name="codeSignIn"
        label="Sign in with a code"
        description="Six digits that work for 10 minutes."
        checked={values.codeSignIn}
      />
      <SwitchRow
        name="linkSignIn"
        label="Sign in with a link"
        description="A link that works once, for 10 minutes."
        checked={values.linkSignIn}
      />
      <SwitchRow
        name="sameBrowser"
        label="Require the same device and browser"
        description="A link works only where it was asked for. Off: opened anywhere, it signs in the browser that asked, also when somebody else did."
        checked={values.sameBrowser}
      />
      <SwitchRow
        name="restrictChanges"
        label="Restrict changes"
        description="After sign-up, people can't add, change or remove addresses."
        checked={values.restrictChanges}
      />
    </SettingsCard>
  );
}
