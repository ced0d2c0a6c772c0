import type { Metadata } from "next";
import { cookies } from "next/headers";
import Link from "next/link";
import { redirect } from "next/navigation";
import { sentMessageOf } from "@/app/(auth)/sent-message";
import { SentMessageStep, sentWords } from "@/components/auth/sent-message";
import { Button } from "@/components/ui/button";
import { Card, CardContent, CardDescription, CardHeader, CardTitle } from "@/components/ui/card";
import { findAttempt } from "@/lib/flows/attempt";
import { requireUser } from "@/lib/guard";
import { finishLinkAction } from "../../../(auth)/email-link/actions";
import { resendAction, verifyCodeAction } from "../actions";

export const metadata: Metadata = { title: "Verify" };

export default async function VerifyIdentifierPage() {
  const { user } = await requireUser("/profile");
  const attempt = await findAttempt(await cookies(), "add-identifier", new Date());
  if (attempt?.userId !== user.id) redirect("/profile");
  const message = sentMessageOf(attempt);
  const { title, words } = sentWords(message);
  const what = attempt.identifierKind === "phone" ? "number" : "address";
  return (
    <Card className="max-w-md">
      <CardHeader>
        <CardTitle>
          <h1>{message.resendAt ? `Verify your ${what}` : title}</h1>
        </CardTitle>
        <CardDescription>{words}</CardDescription>
      </CardHeader>
      <CardContent className="space-y-4">
        <SentMessageStep
          message={message}
          verifyAction={verifyCodeAction}
          submitLabel={`Add ${what}`}
          resendAction={resendAction}
          link={{ flow: "add-identifier", finishAction: finishLinkAction, landing: "/profile" }}
        />
        <Button asChild variant="ghost" className="w-full">
          <Link href="/profile">Cancel</Link>
        </Button>
      </CardContent>
    </Card>
  );
}
