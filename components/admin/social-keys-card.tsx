import { CopyButton } from "@/components/auth/copy-button";
import { Card, CardContent, CardDescription, CardHeader, CardTitle } from "@/components/ui/card";
import type { ConnectionView } from "@/lib/connections/social-view";

/** What the provider has to know of us, and where an admin gets what we have to know of it. */
export function SocialKeysCard({ connection }: { connection: ConnectionView }) {
  const { name, provider, callbackUrl, environment } = connection;
  const { clientId, hasSecret, idName, secretName } = environment;
  return (
    <Card role="region" aria-label="Keys">
      <CardHeader>
        <CardTitle>
          <h2>Keys</h2>
        </CardTitle>
        <CardDescription>
          {provider?.setUp.steps ?? `Register this site as a confidential client at ${name}, with this callback URL.`}
        </CardDescription>
      </CardHeader>
      <CardContent className="space-y-6 text-sm">
        {provider && (
          <a
            href={provider.setUp.url}
            target="_blank"
            rel="noreferrer"
            className="inline-block font-medium underline underline-offset-4"
          >
            Open {name}’s page for this
          </a>
        )}
        <div className="space-y-2">
          <p className="font-medium">Callback URL</p>
          <div className="flex flex-col gap-3 sm:flex-row sm:items-center">
            <code className="min-w-0 grow rounded-md bg-muted px-3 py-2 font-mono text-xs wrap-anywhere">
              {callbackUrl}
            </code>
            <CopyButton text={callbackUrl} label="Copy" aria-label="Copy callback URL" className="self-start" />
          </div>
        </div>
        <div className="space-y-2">
          <p className="font-medium">By the environment</p>
          <p className="text-muted-foreground">
            In place of typing them, set <code className="font-mono text-xs wrap-anywhere">{idName}</code>
            {isSet(clientId !== "")} and <code className="font-mono text-xs wrap-anywhere">{secretName}</code>
            {isSet(hasSecret)}. What is typed here counts more.
          </p>
        </div>
      </CardContent>
    </Card>
  );
}

const isSet = (isThere: boolean) => (isThere ? " (is set)" : "");
