import Link from "next/link";
import { Card, CardContent } from "@/components/ui/card";
import { type SsoState, SsoStateBadges } from "./sso-state-badge";

export interface SsoRow {
  id: string;
  organisation: string;
  protocol: string;
  domains: string[];
  state: SsoState;
}

/** Enterprise connections, a row each. */
export function SsoList({ rows }: { rows: SsoRow[] }) {
  if (rows.length === 0) {
    return (
      <Card>
        <CardContent className="space-y-1 text-center">
          <p className="font-medium">No connection yet</p>
          <p className="text-sm text-muted-foreground">
            Add one for a customer or for your own company: its people then sign in with its identity provider.
          </p>
        </CardContent>
      </Card>
    );
  }
  return (
    <Card className="py-0">
      <CardContent className="px-0">
        <ul className="divide-y" aria-label="Connections">
          {rows.map(({ id, organisation, protocol, domains, state }) => (
            <li key={id} className="relative space-y-1 px-4 py-3 hover:bg-accent/50 sm:px-6">
              <p className="flex flex-wrap items-center gap-2 text-sm font-medium">
                <Link
                  href={`/admin/sso/${id}`}
                  className="wrap-anywhere outline-none after:absolute after:inset-0 focus-visible:after:ring-[3px] focus-visible:after:ring-ring/50 focus-visible:after:ring-inset"
                >
                  {organisation}
                </Link>
                <SsoStateBadges state={state} />
              </p>
              <p className="text-sm text-muted-foreground wrap-anywhere">
                {protocol} · {domains.length > 0 ? domains.join(", ") : "no domain yet"}
              </p>
            </li>
          ))}
        </ul>
      </CardContent>
    </Card>
  );
}
