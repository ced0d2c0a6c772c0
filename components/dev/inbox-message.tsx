import { CopyButton } from "@/components/auth/copy-button";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { Card, CardContent, CardHeader, CardTitle } from "@/components/ui/card";
import type { OutboxMessage } from "@/lib/messages/outbox";
import { LinkedText } from "./linked-text";

/** @returns the first six digits that stand alone; those inside a link belong to its token. */
const findCode = (text: string) => text.replace(/https?:\/\/\S+/g, "").match(/(?<!\d)\d{6}(?!\d)/)?.[0];

/** @returns the link that is the point of a message: one with a token. */
const findLink = (text: string) => text.match(/https?:\/\/\S+\/(?:email-link\?token=|unlock#)\S+/)?.[0];

/** One message: who got it, its code or link, and the whole of it: of a mail on demand, of a text message at once. */
export function InboxMessage({ message }: { message: OutboxMessage }) {
  const { channel, to, subject, text, html, createdAt } = message;
  const code = findCode(text);
  const link = findLink(text);
  return (
    <Card>
      <CardHeader>
        <div className="flex min-w-0 items-center gap-2 text-sm text-muted-foreground">
          <Badge variant="secondary">{channel === "email" ? "Mail" : "SMS"}</Badge>
          <span className="min-w-0 truncate">{to}</span>
          <time className="ml-auto shrink-0 tabular-nums" dateTime={createdAt.toISOString()}>
            {createdAt.toLocaleTimeString("en-GB")}
          </time>
        </div>
        {subject && <CardTitle className="text-base leading-snug break-words">{subject}</CardTitle>}
      </CardHeader>
      <CardContent className="flex flex-col">
        {code && (
          <div className="flex flex-wrap items-center justify-between gap-3 rounded-lg bg-muted p-4">
            <span className="font-mono text-3xl font-semibold tracking-widest select-all">{code}</span>
            <CopyButton text={code} label="Copy code" className="min-h-11 w-36" />
          </div>
        )}
        {link && (
          <Button asChild variant="outline" className="w-fit">
            <a href={link} target="_blank" rel="noreferrer">
              Open the link
            </a>
          </Button>
        )}
        {channel === "sms" ? (
          <LinkedText
            className="mt-4 w-fit rounded-2xl rounded-bl-sm bg-muted px-4 py-3 text-sm first:mt-0"
            text={text}
          />
        ) : (
          <details>
            <summary className="cursor-pointer py-3 text-sm font-medium">Show text</summary>
            <LinkedText className="rounded-lg border p-4 text-sm" text={text} />
          </details>
        )}
        {html && (
          <details>
            <summary className="cursor-pointer py-3 text-sm font-medium">Show as mail</summary>
            <iframe
              className="h-128 w-full rounded-lg border bg-white"
              sandbox=""
              srcDoc={html}
              title={subject ?? "Mail"}
              loading="lazy"
            />
          </details>
        )}
      </CardContent>
    </Card>
  );
}
