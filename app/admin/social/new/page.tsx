import type { Metadata } from "next";
import { SecretRow, SwitchRow, TextRow } from "@/components/admin/setting-rows";
import { SettingsCard } from "@/components/admin/settings-card";
import { BackLink } from "@/components/admin/social-back-link";
import { requireRecentAdmin } from "@/lib/guard";
import { addConnectionAction } from "../actions";

export const metadata: Metadata = { title: "Add a provider" };

export default async function NewConnectionPage() {
  await requireRecentAdmin("/admin/social/new");
  return (
    <>
      <div className="space-y-3">
        <BackLink />
        <h1 className="text-2xl font-semibold tracking-tight">Add a provider</h1>
      </div>
      <SettingsCard
        title="Provider"
        description="Any that speaks OpenID Connect and tells about itself at its issuer’s address. It begins switched off."
        action={addConnectionAction}
      >
        <TextRow
          name="key"
          label="Key"
          description="The end of its callback URL, …/callback/<key>. It never changes."
          value=""
          placeholder="example-id"
        />
        <TextRow name="name" label="Name" description="On its button." value="" />
        <TextRow
          name="issuer"
          label="Issuer"
          description="As the provider calls itself: an https address. It is asked when you save."
          value=""
          placeholder="https://id.example.com"
          className="sm:w-80"
        />
        <TextRow name="clientId" label="Client ID" value="" className="sm:w-80" />
        <SecretRow
          name="clientSecret"
          label="Client secret"
          description="It is stored encrypted, and is not shown again."
        />
        <SwitchRow
          name="trustsEmail"
          label="Believe its addresses"
          description="Only if it makes everybody prove their address before it says so: whoever can name any address there as verified gets into the account that has it here. Off: people prove it here once more."
          checked={false}
        />
      </SettingsCard>
    </>
  );
}
