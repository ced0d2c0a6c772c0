import type { ConnectionView } from "@/lib/connections/social-view";
import type { FormAction } from "@/lib/form-state";
import { ChoiceRow, SecretRow, SwitchRow, TextRow } from "./setting-rows";
import { SettingsCard } from "./settings-card";

interface SocialCardProps {
  connection: ConnectionView;
  /** How many have connected an account, and how many of them have no other way in. */
  people: { connected: number; stranded: number };
  action: FormAction;
}

/** Switches a social connection on and off, and takes its keys. */
export function SocialCard({ connection, people, action }: SocialCardProps) {
  const { id, provider, state, use, clientId, hasSecret, issuer, trustsEmail, environment } = connection;
  return (
    <SettingsCard
      title="Connection"
      description={inWords(people)}
      action={action}
      hidden={{ key: id }}
      warning={warningOf(connection, people)}
    >
      <SwitchRow
        name="enabled"
        label="On"
        description="Off: nobody signs in with it. What people have connected is kept."
        checked={state !== "off"}
      />
      <ChoiceRow
        name="use"
        label="What for"
        description="Link only: people who are signed in connect it in their profile; nobody signs in or up with it."
        value={use}
        options={[
          { value: "sign-in", label: "Sign-in and sign-up" },
          { value: "connect", label: "Link only" },
        ]}
      />
      {!provider && <TextRow name="name" label="Name" description="On its button." value={connection.name} />}
      {(!provider || provider.homes) && (
        <TextRow
          name="issuer"
          label={provider?.homes?.label ?? "Issuer"}
          description={provider?.homes?.description ?? "As the provider calls itself: an https address."}
          value={issuer}
          placeholder={provider?.homes?.issuer}
          className="sm:w-80"
        />
      )}
      <TextRow
        name="clientId"
        label="Client ID"
        description={environment.clientId ? `Empty: ${environment.idName} counts.` : ""}
        value={clientId}
        placeholder={environment.clientId || undefined}
        className="sm:w-80"
      />
      <SecretRow
        name="clientSecret"
        label="Client secret"
        description={secretWords(connection)}
        placeholder={hasSecret ? "Stored" : undefined}
      />
      {hasSecret && (
        <SwitchRow
          name="secretRemoved"
          label="Remove the stored secret"
          description={environment.hasSecret ? `Then ${environment.secretName} counts.` : "Then it can't be on."}
          checked={false}
        />
      )}
      {!provider && (
        <SwitchRow
          name="trustsEmail"
          label="Believe its addresses"
          description="Only if it makes everybody prove their address before it says so: whoever can name any address there as verified gets into the account that has it here. Off: people prove it here once more."
          checked={trustsEmail}
        />
      )}
    </SettingsCard>
  );
}

const count = (people: number) => (people === 1 ? "1 person" : `${people.toLocaleString("en")} people`);

const inWords = ({ connected }: SocialCardProps["people"]) =>
  connected === 0 ? "Nobody has connected an account yet." : `${count(connected)} connected an account.`;

function warningOf({ state, use }: ConnectionView, { stranded }: SocialCardProps["people"]): string | null {
  if (state === "incomplete") return "This is switched on, but has no effect: its keys are missing.";
  if (stranded === 0) return null;
  const has = stranded === 1 ? "has" : "have";
  return state === "on" && use === "sign-in"
    ? `${count(stranded)} ${has} no other way to sign in. Switched off, or for linking only, it shuts them out.`
    : `${count(stranded)} ${has} no way to sign in until it is on for sign-in.`;
}

function secretWords({ hasSecret, environment }: ConnectionView): string {
  if (hasSecret) return "One is stored, and is not shown again. Leave this empty to keep it.";
  return environment.hasSecret
    ? `Empty: ${environment.secretName} counts.`
    : "It is stored encrypted, and is not shown again.";
}
