import type { Metadata } from "next";
import { ChoiceRow, NumberRow, SwitchRow, TextRow } from "@/components/admin/setting-rows";
import { SettingsCard } from "@/components/admin/settings-card";
import { requireRecentAdmin } from "@/lib/guard";
import { whyNoEmail } from "@/lib/messages/email";
import { getSettings } from "@/lib/settings/read";
import {
  saveBrandingAction,
  saveEmailAction,
  saveNamesAction,
  savePasswordAction,
  saveProtectionAction,
  saveSessionsAction,
  saveSignInAction,
  saveSignUpAction,
} from "./actions";

export const metadata: Metadata = { title: "User & authentication" };

const requirements = [
  { value: "off", label: "Off" },
  { value: "optional", label: "Optional" },
  { value: "required", label: "Required" },
];

export default async function AuthenticationPage() {
  await requireRecentAdmin("/admin/authentication");
  const { branding, signUp, email, password, names, signIn, sessions, protection } = await getSettings();
  return (
    <>
      <h1 className="text-2xl font-semibold tracking-tight">User &amp; authentication</h1>

      <SettingsCard
        title="Email"
        description="Codes sent to an address, to sign up and to sign in."
        action={saveEmailAction}
        warning={whyNoEmail()}
      >
        <SwitchRow
          name="verifyAtSignUp"
          label="Verify at sign-up"
          description="An account exists only after its address is proved by a code. Off: whether an address has an account can be found out at sign-up."
          checked={email.verifyAtSignUp}
        />
        <SwitchRow
          name="codeSignIn"
          label="Sign in with a code"
          description="Also needed to verify addresses at sign-up and to reset a forgotten password: off, both stop."
          checked={email.codeSignIn}
        />
        <NumberRow
          name="codeTries"
          label="Wrong codes allowed"
          description="After that many a new journey has to begin."
          value={email.codeTries}
          min={3}
          max={10}
        />
      </SettingsCard>

      <SettingsCard title="Password" description="Who gets one, and what it has to be." action={savePasswordAction}>
        <SwitchRow
          name="enabled"
          label="Passwords"
          description="Off: new people get none. Whoever has one still signs in with it."
          checked={password.enabled}
        />
        <SwitchRow
          name="requiredAtSignUp"
          label="Ask for one at sign-up"
          description="Off: people can set one in their profile."
          checked={password.requiredAtSignUp}
        />
        <NumberRow
          name="minLength"
          label="Shortest length"
          description="In characters. 15 is advised where a password is the only factor."
          value={password.minLength}
          min={8}
          max={64}
        />
        <SwitchRow
          name="refuseCommon"
          label="Refuse common passwords"
          description="By a list of nearly 50,000 that attackers try first. Nothing leaves this server."
          checked={password.refuseCommon}
        />
      </SettingsCard>

      <SettingsCard title="Sign-in" description="What a person is asked first." action={saveSignInAction}>
        <ChoiceRow
          name="preferred"
          label="First method"
          description="The others stand behind “Use another method”."
          value={signIn.preferred}
          options={[
            { value: "password", label: "Password" },
            { value: "email-code", label: "Email code" },
          ]}
        />
      </SettingsCard>

      <SettingsCard title="Sign-up" description="Whether strangers can create an account." action={saveSignUpAction}>
        <SwitchRow
          name="open"
          label="Open"
          description="Off: the sign-up page says that it is closed."
          checked={signUp.open}
        />
      </SettingsCard>

      <SettingsCard title="Names" description="Asked at sign-up, kept in the profile." action={saveNamesAction}>
        <ChoiceRow name="firstName" label="First name" value={names.firstName} options={requirements} />
        <ChoiceRow name="lastName" label="Last name" value={names.lastName} options={requirements} />
      </SettingsCard>

      <SettingsCard
        title="Sessions"
        description="How long people stay signed in. Applies to new sessions."
        action={saveSessionsAction}
      >
        <NumberRow
          name="absoluteDays"
          label="Longest session"
          description="Days, whatever happens."
          value={sessions.absoluteDays}
          min={1}
          max={365}
        />
        <NumberRow
          name="idleDays"
          label="Without a visit"
          description="Days, counted anew with every visit."
          value={sessions.idleDays}
          min={1}
          max={365}
        />
        <NumberRow
          name="recentAuthMinutes"
          label="Fresh proof"
          description="Minutes after which sensitive changes ask again who it is."
          value={sessions.recentAuthMinutes}
          min={1}
          max={60}
        />
      </SettingsCard>

      <SettingsCard
        title="Protection"
        description="Against guessing, and against finding out who has an account."
        action={saveProtectionAction}
      >
        <ChoiceRow
          name="enumeration"
          label="Who has an account"
          description="Strict: known and unknown addresses look the same. Friendly: unknown ones are told so."
          value={protection.enumeration}
          options={[
            { value: "strict", label: "Strict" },
            { value: "bulk", label: "Friendly" },
          ]}
        />
        <NumberRow
          name="lockoutFailures"
          label="Wrong proofs in a row"
          description="Passwords and codes together, before an account locks."
          value={protection.lockoutFailures}
          min={5}
          max={100}
        />
        <NumberRow
          name="lockoutMinutes"
          label="Locked for"
          description="Minutes. A mailed link opens the account at once."
          value={protection.lockoutMinutes}
          min={1}
          max={1440}
        />
      </SettingsCard>

      <SettingsCard
        title="Branding"
        description="The name on every page and in every mail."
        action={saveBrandingAction}
      >
        <TextRow name="appName" label="Name of this site" value={branding.appName} />
      </SettingsCard>
    </>
  );
}
