import { TrustedBrowserRow } from "@/components/profile/trusted-browser-row";
import { Card, CardContent, CardDescription, CardHeader, CardTitle } from "@/components/ui/card";
import type { listTrustedBrowsers } from "@/lib/sessions/trusted-browsers";
import { distrustBrowserAction } from "./second-factor-actions";

interface TrustedBrowsersCardProps {
  browsers: Awaited<ReturnType<typeof listTrustedBrowsers>>;
  /** The device of this visit. */
  currentId: string | null;
}

/** Where no second step is asked for. Nothing where there is no such browser. */
export function TrustedBrowsersCard({ browsers, currentId }: TrustedBrowsersCardProps) {
  if (browsers.length === 0) return null;
  return (
    <Card role="region" aria-label="Trusted browsers">
      <CardHeader>
        <CardTitle>Trusted browsers</CardTitle>
        <CardDescription>
          Here we don't ask for the second step when you sign in. A new password, or a change of your two-step
          verification, ends it everywhere.
        </CardDescription>
      </CardHeader>
      <CardContent>
        <ul className="divide-y">
          {browsers.map((browser) => (
            <TrustedBrowserRow
              key={browser.id}
              browser={browser}
              isCurrent={browser.id === currentId}
              action={distrustBrowserAction}
            />
          ))}
        </ul>
      </CardContent>
    </Card>
  );
}
