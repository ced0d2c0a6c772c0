import type { Metadata } from "next";
import { AdminCard } from "@/components/admin/admin-card";
import { BackLink } from "@/components/admin/back-link";
import { SsoNewForm } from "@/components/admin/sso-new-form";
import { requireRecentAdmin } from "@/lib/guard";
import { createConnectionAction } from "./actions";

export const metadata: Metadata = { title: "Add connection" };

export default async function NewConnectionPage() {
  await requireRecentAdmin("/admin/sso/new");
  return (
    <>
      <div className="space-y-3">
        <BackLink href="/admin/sso">SSO</BackLink>
        <h1 className="text-2xl font-semibold tracking-tight">Add connection</h1>
      </div>
      <AdminCard
        title="Organisation"
        description="Nothing changes for anybody until you have set it up, tested it and activated it."
      >
        <SsoNewForm action={createConnectionAction} />
      </AdminCard>
    </>
  );
}
