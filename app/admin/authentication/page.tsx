import type { Metadata } from "next";
import { RequirementRow } from "@/components/admin/requirement-row";
import { ChoiceRow, NumberRow, SwitchRow, TextRow } from "@/components/admin/setting-rows";
import { SettingsCard } from "@/components/admin/settings-card";
import { requireRecentAdmin } from "@/lib/guard";
import { whyNoEmail } from "@/lib/messages/email";
import { whyNoSms } from "@/lib/messages/sms";
import { whyNoPasskeys } from "@/lib/security/relying-party";
import { getSettings } from "@/lib/settings/read";
import { UnreadableSettingsOf } from "../unreadable-settings";
import {
  saveBrandingAction,
  saveEmailAction,
  saveMfaAction,
  saveNamesAction,
  savePasskeyAction,
  savePasswordAction,
  savePhoneAction,
  saveProtectionAction,
  saveSessionsAction,
  saveSignInAction,
  saveSignUpAction,
  saveUsernameAction,
} from "./actions";
import { EmailCard } from "./email-card";
import { MfaCard } from "./mfa-card";
import { PasskeyCard } from "./passkey-card";
import { PasswordCard } from "./password-card";
import { PhoneCard } from "./phone-card";
import { UsernameCard } from "./username-card";

export const metadata: Metadata = { title: "User & authentication" };

export default async function AuthenticationPage() {
  await requireRecentAdmin("/admin/authentication");
  const { branding, signUp, email, phone, username, password, passkey, mfa, names, signIn, sessions, protection } =
    await getSettings();
  return (
    <>
      <h1 className="text-2xl font-semibold tracking-tight">User &amp; authentication</h1>
      <UnreadableSettingsOf page="/admin/authentication" />

      <EmailCard values={email} action={saveEmailAction} warning={whyNoEmail()} />
      <PhoneCard values={phone} action={savePhoneAction} warning={whyNoSms()} />
      <UsernameCard values={username} action={saveUsernameAction} />
      <PasswordCard values={password} action={savePasswordAction} />
      <PasskeyCard values={passkey} action={savePasskeyAction} warning={whyNoPasskeys(passkey.relatedOrigins)} />
      <MfaCard values={mfa} action={saveMfaAction} warning={whyNoSms()} />

      <SettingsCard title="Sign-in" description="What a person is asked first." action={saveSignInAction}>
        <ChoiceRow
          name="preferred"
          label="First method"
          description="The others stand behind “Use another method”."
          value={signIn.preferred}
          options={[
            { value: "password", label: "Password" },
            { value: "code", label: "Code or link" },
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
        <RequirementRow name="firstName" label="First name" description="" value={names.firstName} />
        <RequirementRow name="lastName" label="Last name" description="" value={names.lastName} />
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
          name="codeTries"
          label="Wrong codes allowed"
          description="By mail and by text message. After that many a new journey has to begin."
          value={protection.codeTries}
          min={3}
          max={10}
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
        <NumberRow
          name="networkFailures"
          label="Failed attempts per network"
          description="Wrong passwords and codes for any account, in 10 minutes. Successful sign-ins don’t count."
          value={protection.networkFailures}
          min={20}
          max={100_000}
        />
        <NumberRow
          name="networkSends"
          label="Emailed codes per network"
          description="Per hour, asked for in browsers an account doesn’t know. Codes that are entered don’t count."
          value={protection.networkSends}
          min={20}
          max={100_000}
        />
        <NumberRow
          name="networkTexts"
          label="Texted codes per network"
          description="Per hour, asked for in browsers an account doesn’t know. Each message costs money."
          value={protection.networkTexts}
          min={1}
          max={10_000}
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
