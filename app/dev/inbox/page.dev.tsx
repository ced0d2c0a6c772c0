import type { Metadata } from "next";
import { connection } from "next/server";
import { InboxMessage } from "@/components/dev/inbox-message";
import { InboxRefresh } from "@/components/dev/inbox-refresh";
import { Card, CardContent } from "@/components/ui/card";
import { emailChannel } from "@/lib/messages/email";
import { listOutbox } from "@/lib/messages/outbox";

export const metadata: Metadata = { title: "Inbox (development)" };

/** Mail and SMS that stayed on this machine. Only `next dev` compiles pages named `.dev.tsx` (next.config.ts). */
export default async function InboxPage() {
  await connection();
  const messages = await listOutbox();

  return (
    <main className="mx-auto flex w-full max-w-2xl flex-col gap-4 px-4 py-8">
      <InboxRefresh />
      <header className="flex flex-col gap-1">
        <h1 className="text-2xl font-semibold tracking-tight">Inbox</h1>
        <p className="text-sm text-muted-foreground">
          Mail and text messages of this development server. They never left your machine, and new ones appear by
          themselves.
        </p>
        {emailChannel() !== "outbox" && (
          <p className="text-sm text-muted-foreground">
            Mail is sent for real now, so it does not arrive here: RESEND_API_KEY or SMTP_URL is set.
          </p>
        )}
      </header>
      {messages.length === 0 && (
        <Card>
          <CardContent className="flex flex-col gap-1 py-8 text-center">
            <p className="font-medium">No messages yet</p>
            <p className="text-sm text-muted-foreground">
              Ask for a code on the sign-in page and it shows up here within two seconds.
            </p>
          </CardContent>
        </Card>
      )}
      <ul className="flex flex-col gap-4">
        {messages.map((message) => (
          <li key={message.id}>
            <InboxMessage message={message} />
          </li>
        ))}
      </ul>
    </main>
  );
}
