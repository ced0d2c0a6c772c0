import type { Metadata } from "next";
import Link from "next/link";
import { SsoList } from "@/components/admin/sso-list";
import { Button } from "@/components/ui/button";
import { listConnections } from "@/lib/connections/organisations";
import { requireRecentAdmin } from "@/lib/guard";
import { certificateState } from "./certificates";

export const metadata: Metadata = { title: "SSO" };

export default async function SsoPage() {
  await requireRecentAdmin("/admin/sso");
  const now = new Date();
  const connections = await listConnections();
  const rows = connections.map(({ id, organisation, protocol, domains, active, testedAt, saml }) => ({
    id,
    organisation,
    protocol: protocol === "saml" ? "SAML" : "OpenID Connect",
    domains,
    state: { active, tested: testedAt !== null, certificates: certificateState(saml, now) },
  }));
  return (
    <>
      <div className="flex flex-wrap items-start justify-between gap-4">
        <div className="space-y-1">
          <h1 className="text-2xl font-semibold tracking-tight">SSO</h1>
          <p className="text-sm text-muted-foreground">
            Organisations whose people sign in with their own identity provider.
          </p>
        </div>
        <Button asChild>
          <Link href="/admin/sso/new">Add connection</Link>
        </Button>
      </div>
      <SsoList rows={rows} />
    </>
  );
}
