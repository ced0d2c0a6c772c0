import { AuthForm } from "@/components/auth/auth-form";
import { FormMessage } from "@/components/auth/form-message";
import { SubmitButton } from "@/components/auth/submit-button";
import { Flag } from "@/components/flag";
import { RecentAuthHint } from "@/components/profile/recent-auth-hint";
import { Time } from "@/components/profile/time";
import { Alert, AlertDescription } from "@/components/ui/alert";
import { Badge } from "@/components/ui/badge";
import { Card, CardContent, CardDescription, CardHeader, CardTitle } from "@/components/ui/card";
import type { SmsMeter as Meter } from "@/lib/access/sms-meter";
import type { FormAction } from "@/lib/form-state";

/** What text messages did in the last 24 hours, and the countries that were stopped. */
export function SmsMeter({ today, perDay, countries, resumeAction }: Meter & { resumeAction: FormAction }) {
  const used = Math.min(100, Math.round((today / perDay) * 100));
  return (
    <Card role="region" aria-label="Last 24 hours">
      <CardHeader>
        <CardTitle>
          <h2>Last 24 hours</h2>
        </CardTitle>
        <CardDescription>
          Messages sent, and how many of their codes were entered. Codes that nobody enters are how fraud shows.
        </CardDescription>
      </CardHeader>
      <CardContent className="space-y-4">
        {today >= perDay && (
          <Alert variant="destructive">
            <AlertDescription>
              The most messages in a day are sent: no more go out until some of them are a day old, or the limit is
              raised.
            </AlertDescription>
          </Alert>
        )}
        <div className="space-y-2">
          <p className="text-sm tabular-nums">
            <span className="text-3xl font-semibold">{today.toLocaleString("en")}</span>{" "}
            <span className="text-muted-foreground">of {perDay.toLocaleString("en")} messages</span>
          </p>
          <div className="h-2 overflow-hidden rounded-full bg-muted" aria-hidden="true">
            <div className="h-full rounded-full bg-primary" style={{ width: `${used}%` }} />
          </div>
        </div>
        {countries.length === 0 ? (
          <p className="text-sm text-muted-foreground">
            Nothing was sent. Countries appear here with their first message.
          </p>
        ) : (
          <ul className="divide-y">
            {countries.map((country) => (
              <CountryRow key={country.country} {...country} resumeAction={resumeAction} />
            ))}
          </ul>
        )}
      </CardContent>
    </Card>
  );
}

type CountryRowProps = Meter["countries"][number] & { resumeAction: FormAction };

function CountryRow({ country, name, sent, codes, verified, stoppedAt, resumeAction }: CountryRowProps) {
  const share = codes > 0 && `${verified} of ${codes} codes entered (${Math.round((verified / codes) * 100)}%)`;
  return (
    <li className="flex flex-wrap items-center gap-x-4 gap-y-2 py-3">
      <div className="flex min-w-0 grow basis-48 items-center gap-4">
        <Flag country={country} />
        <div className="min-w-0 space-y-0.5">
          <p className="flex flex-wrap items-center gap-2 text-sm font-medium">
            {name} {stoppedAt && <Badge variant="destructive">Stopped</Badge>}
          </p>
          <p className="text-sm text-muted-foreground tabular-nums">
            {[`${sent.toLocaleString("en")} sent`, share].filter(Boolean).join(" · ")}
            {stoppedAt && (
              <>
                {" · since "}
                <Time at={stoppedAt} />
              </>
            )}
          </p>
        </div>
      </div>
      {stoppedAt && (
        <AuthForm action={resumeAction} hidden={{ country }} className="shrink-0">
          <SubmitButton variant="outline" size="sm" aria-label={`Resume ${name}`} className="w-auto">
            Resume
          </SubmitButton>
          <FormMessage />
          <RecentAuthHint />
        </AuthForm>
      )}
    </li>
  );
}
