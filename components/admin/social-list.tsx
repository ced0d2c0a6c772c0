import Link from "next/link";
import { SocialIcon } from "@/components/auth/social-icon";
import { Card, CardContent } from "@/components/ui/card";
import type { ConnectionView } from "@/lib/connections/social-view";
import { SocialBadges } from "./social-badges";

interface SocialListProps {
  title: string;
  connections: (ConnectionView & { people: number })[];
}

/** Social connections, a row each, with their state. */
export function SocialList({ title, connections }: SocialListProps) {
  return (
    <Card className="py-0">
      <CardContent className="px-0">
        <ul className="divide-y" aria-label={title}>
          {connections.map((connection) => (
            <li
              key={connection.id}
              className="relative flex min-h-14 items-center gap-4 px-4 py-3 hover:bg-accent/50 sm:px-6"
            >
              <SocialIcon name={connection.name} logo={connection.provider?.icon} />
              <div className="flex min-w-0 grow flex-wrap items-center gap-x-3 gap-y-1">
                <Link
                  href={`/admin/social/${connection.id}`}
                  className="text-sm font-medium wrap-anywhere outline-none after:absolute after:inset-0 focus-visible:after:ring-[3px] focus-visible:after:ring-ring/50 focus-visible:after:ring-inset"
                >
                  {connection.name}
                </Link>
                <SocialBadges connection={connection} />
              </div>
              {connection.people > 0 && (
                <span className="shrink-0 text-xs text-muted-foreground tabular-nums">
                  {connection.people.toLocaleString("en")} connected
                </span>
              )}
            </li>
          ))}
        </ul>
      </CardContent>
    </Card>
  );
}
