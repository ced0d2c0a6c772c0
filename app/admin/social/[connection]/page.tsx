import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { BackLink } from "@/components/admin/social-back-link";
import { SocialBadges } from "@/components/admin/social-badges";
import { SocialCard } from "@/components/admin/social-card";
import { SocialKeysCard } from "@/components/admin/social-keys-card";
import { SocialRemoveCard } from "@/components/admin/social-remove-card";
import { SocialIcon } from "@/components/auth/social-icon";
import { db } from "@/db/client";
import { countLinks, countOnlyWayIn } from "@/lib/connections/social-people";
import { viewConnection } from "@/lib/connections/social-view";
import { requireRecentAdmin } from "@/lib/guard";
import { getSettings } from "@/lib/settings/read";
import { removeConnectionAction, saveConnectionAction } from "../actions";

export const metadata: Metadata = { title: "Social connection" };

export default async function SocialConnectionPage({ params }: PageProps<"/admin/social/[connection]">) {
  const { connection: id } = await params;
  await requireRecentAdmin(`/admin/social/${id}`);
  const settings = await getSettings();
  const connection = viewConnection(settings, id);
  if (!connection) notFound();
  const { name, provider, state } = connection;
  const links = await countLinks(db, id);
  const stranded = links > 0 ? await countOnlyWayIn(id, settings) : 0;
  return (
    <>
      <div className="space-y-3">
        <BackLink />
        <div className="flex flex-wrap items-center gap-3">
          <SocialIcon name={name} logo={provider?.icon} className="size-6" />
          <h1 className="min-w-0 text-2xl font-semibold tracking-tight wrap-anywhere">{name}</h1>
          <SocialBadges connection={connection} />
        </div>
      </div>
      <SocialCard connection={connection} people={{ connected: links, stranded }} action={saveConnectionAction} />
      <SocialKeysCard connection={connection} />
      {!provider && (
        <SocialRemoveCard id={id} name={name} isOff={state === "off"} links={links} action={removeConnectionAction} />
      )}
    </>
  );
}
