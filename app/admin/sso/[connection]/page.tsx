import { domainToUnicode } from "node:url";
import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { AdminCard } from "@/components/admin/admin-card";
import { BackLink } from "@/components/admin/back-link";
import { CardForm } from "@/components/admin/card-form";
import { TextRow } from "@/components/admin/setting-rows";
import { SsoAttempts } from "@/components/admin/sso-attempts";
import { SsoAttributes } from "@/components/admin/sso-attributes";
import { SsoCopyRows } from "@/components/admin/sso-copy-rows";
import { SsoDanger } from "@/components/admin/sso-danger";
import { SsoDomains } from "@/components/admin/sso-domains";
import { SsoPeople } from "@/components/admin/sso-people";
import { SsoStateBadges } from "@/components/admin/sso-state-badge";
import { Badge } from "@/components/ui/badge";
import { affectedPeople } from "@/lib/connections/affected-people";
import { attributePresets } from "@/lib/connections/attribute-names";
import { findEnterprise } from "@/lib/connections/enterprise";
import { listDomains } from "@/lib/connections/enterprise-domains";
import { isConfigured } from "@/lib/connections/enterprise-state";
import { readMembers } from "@/lib/connections/organisations";
import { requireRecentAdmin } from "@/lib/guard";
import { getSettings } from "@/lib/settings/read";
import { certificateState } from "../certificates";
import {
  addDomainAction,
  changeAttributesAction,
  deactivateAction,
  deleteAction,
  removeDomainAction,
  renameAction,
  testAction,
} from "./actions";
import { readAttempts } from "./attempts";
import { OptionsCard } from "./options-card";
import { addressesFor } from "./our-addresses";
import { ProviderCard } from "./provider-card";
import { StateCard } from "./state-card";

export const metadata: Metadata = { title: "Connection" };

export default async function ConnectionPage({ params, searchParams }: PageProps<"/admin/sso/[connection]">) {
  const { connection: id } = await params;
  await requireRecentAdmin(`/admin/sso/${id}`);
  const connection = await findEnterprise(id);
  if (!connection) notFound();
  const { organisation, protocol, active, testedAt, saml, attributes } = connection;
  const [domains, attempts, members, affected, { tested }] = await Promise.all([
    listDomains(id),
    readAttempts(connection),
    readMembers(connection.organisationId),
    affectedPeople(id, await getSettings()),
    searchParams,
  ]);
  const now = new Date();
  const state = { active, tested: testedAt !== null, certificates: certificateState(saml, now) };
  return (
    <>
      <div className="space-y-3">
        <BackLink href="/admin/sso">SSO</BackLink>
        <div className="flex flex-wrap items-center gap-2">
          <h1 className="min-w-0 text-2xl font-semibold tracking-tight wrap-anywhere">{organisation}</h1>
          <Badge variant="outline">{protocol === "saml" ? "SAML" : "OpenID Connect"}</Badge>
          <SsoStateBadges state={state} />
        </div>
      </div>
      <StateCard connection={connection} domains={domains} />

      <AdminCard
        title="For the identity provider"
        description="Enter these there, or have them entered by whoever runs it."
      >
        <SsoCopyRows rows={addressesFor(connection)} />
      </AdminCard>

      <ProviderCard connection={connection} now={now} />

      <AdminCard
        title="Domains"
        description="Whose addresses belong to it. It speaks for these and for no others. A domain has one connection."
      >
        <SsoDomains
          connection={id}
          domains={domains.map((domain) => ({ domain, shown: domainToUnicode(domain) || domain }))}
          addAction={addDomainAction}
          removeAction={removeDomainAction}
        />
      </AdminCard>

      <AdminCard
        title="Attributes"
        description={`Under which names the identity provider sends ${protocol === "saml" ? "attributes" : "claims"}. Only the address has to be there.`}
      >
        <SsoAttributes
          // What another save has changed is shown.
          key={Object.values(attributes).join(" ")}
          action={changeAttributesAction}
          connection={id}
          names={attributes}
          presets={attributePresets(protocol)}
        />
      </AdminCard>

      <AdminCard
        id="test"
        title="Test sign-in"
        description="Go through a sign-in as its people would, active or not. Nobody is signed in or created by it, and you come back here."
      >
        <SsoAttempts
          action={testAction}
          connection={id}
          isConfigured={isConfigured(connection)}
          attempts={attempts}
          isBack={tested !== undefined}
        />
      </AdminCard>

      <OptionsCard connection={connection} />

      <AdminCard title="People" description="Members of the organisation.">
        <SsoPeople {...members} />
      </AdminCard>

      <AdminCard title="Name" description="People see it when they sign in through it, and in their profile.">
        <CardForm action={renameAction} hidden={{ connection: id }} submit="Save" label="Save name">
          <TextRow name="organisation" label="Organisation" value={organisation} />
        </CardForm>
      </AdminCard>

      <AdminCard title="Deactivate or delete" description="What it means for people stands first.">
        <SsoDanger
          connection={id}
          organisation={organisation}
          active={active}
          affected={affected}
          deactivateAction={deactivateAction}
          deleteAction={deleteAction}
        />
      </AdminCard>
    </>
  );
}
