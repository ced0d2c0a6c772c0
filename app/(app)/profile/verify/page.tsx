import type { Metadata } from "next";
import { cookies } from "next/headers";
import Link from "next/link";
import { redirect } from "next/navigation";
import { CodeForm } from "@/components/auth/code-form";
import { ResendButton } from "@/components/auth/resend-button";
import { Button } from "@/components/ui/button";
import { Card, CardContent, CardDescription, CardHeader, CardTitle } from "@/components/ui/card";
import { findAttempt } from "@/lib/flows/attempt";
import { requireUser } from "@/lib/guard";
import { CODE_MINUTES, resendAt } from "@/lib/strategies/challenges";
import { resendCodeAction, verifyEmailAction } from "../actions";

export const metadata: Metadata = { title: "Verify your address" };

export default async function VerifyEmailPage() {
  const { user } = await requireUser("/profile");
  const attempt = await findAttempt(await cookies(), "add-identifier", new Date());
  if (attempt?.userId !== user.id) redirect("/profile");
  return (
    <Card className="max-w-md">
      <CardHeader>
        <CardTitle>
          <h1>Verify your address</h1>
        </CardTitle>
        <CardDescription>
          We sent a 6-digit code to {attempt.identifierValue}. It works for {CODE_MINUTES} minutes.
        </CardDescription>
      </CardHeader>
      <CardContent className="space-y-4">
        <CodeForm action={verifyEmailAction} submitLabel="Add address" />
        <ResendButton
          action={resendCodeAction}
          resendAt={attempt.sentAt ? resendAt(attempt.sentAt).toISOString() : undefined}
        />
        <Button asChild variant="ghost" className="w-full">
          <Link href="/profile">Cancel</Link>
        </Button>
      </CardContent>
    </Card>
  );
}
