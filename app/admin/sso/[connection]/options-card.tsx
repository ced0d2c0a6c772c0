import { SwitchRow } from "@/components/admin/setting-rows";
import { SettingsCard } from "@/components/admin/settings-card";
import type { EnterpriseConnection } from "@/lib/connections/enterprise";
import { changeOptionsAction } from "./actions";

/** What an admin decides about a connection, whatever its provider. */
export function OptionsCard({ connection }: { connection: EnterpriseConnection }) {
  const { id, protocol, enforced, createsPeople, refreshesNames, idpInitiated, asksSecondFactor, allowSubdomains } =
    connection;
  return (
    <SettingsCard title="Options" description="A change applies at once." action={changeOptionsAction}>
      <input type="hidden" name="connection" value={id} />
      <SwitchRow
        name="enforced"
        label="Require it"
        description="People of its domains sign in through it and in no other way: no password, code or social account opens theirs. Off: it is offered to them beside the others."
        checked={enforced}
      />
      <SwitchRow
        name="createsPeople"
        label="Create accounts"
        description="Whoever is new gets an account with their first sign-in. Off: only people who have one get in."
        checked={createsPeople}
      />
      <SwitchRow
        name="refreshesNames"
        label="Keep names up to date"
        description="First and last name follow the identity provider with every sign-in."
        checked={refreshesNames}
      />
      <SwitchRow
        name="asksSecondFactor"
        label="Ask for the second step"
        description="Whoever has two-step verification here is asked for it after this sign-in, too. Off: the identity provider sees to it."
        checked={asksSecondFactor}
      />
      <SwitchRow
        name="allowSubdomains"
        label="Include subdomains"
        description="Addresses under its domains belong to it, too: example.com stands for team.example.com as well."
        checked={allowSubdomains}
      />
      {protocol === "saml" && (
        <SwitchRow
          name="idpInitiated"
          label="Sign-ins that start at the identity provider"
          description="Takes a response nobody asked for here. Less safe: somebody can be signed in to an account that is not theirs without noticing."
          checked={idpInitiated}
        />
      )}
    </SettingsCard>
  );
}
