import type { Metadata } from "next";
import Link from "next/link";
import { SocialList } from "@/components/admin/social-list";
import { Button } from "@/components/ui/button";
import { countConnected } from "@/lib/connections/social-people";
import { viewConnections } from "@/lib/connections/social-view";
import { requireAdmin } from "@/lib/guard";
import { getSettings } from "@/lib/settings/read";
import { UnreadableSettingsOf } from "../unreadable-settings";

export const metadata: Metadata = { title: "Social" };

export default async function SocialPage() {
  await requireAdmin("/admin/social");
  const connected = await countConnected();
  const connections = viewConnections(await getSettings()).map((view) => ({
    ...view,
    people: connected.get(view.id) ?? 0,
  }));
  const custom = connections.filter(({ provider }) => !provider);
  return (
    <>
      <div className="space-y-1">
        <h1 className="text-2xl font-semibold tracking-tight">Social</h1>
        <p className="text-sm text-muted-foreground">
          People sign in with an account they have elsewhere. Each provider needs keys, which you get from it.
        </p>
      </div>
      <UnreadableSettingsOf page="/admin/social" />
      <SocialList title="Providers" connections={connections.filter(({ provider }) => provider)} />
      <div className="flex flex-wrap items-end justify-between gap-x-6 gap-y-3">
        <div className="space-y-1">
          <h2 className="text-lg font-semibold tracking-tight">Custom providers</h2>
          <p className="text-sm text-muted-foreground">Any other one that speaks OpenID Connect.</p>
        </div>
        <Button asChild variant="outline">
          <Link href="/admin/social/new">Add a provider</Link>
        </Button>
      </div>
      {custom.length > 0 && <SocialList title="Custom providers" connections={custom} />}
    </>
  );
}
