import type { Metadata } from "next";
import Link from "next/link";
import { redirect } from "next/navigation";
import { requireStep } from "@/app/(auth)/require-step";
import { AuthHeading } from "@/components/auth/auth-heading";
import { CodeForm } from "@/components/auth/code-form";
import { Footnote } from "@/components/auth/footnote";
import { ResendButton } from "@/components/auth/resend-button";
import { CODE_MINUTES, resendAt } from "@/lib/strategies/challenges";
import { resendCodeAction, verifyCodeAction } from "../actions";

export const metadata: Metadata = { title: "Reset your password" };

export default async function VerifyResetPage() {
  const attempt = await requireStep("reset-password", "/reset-password");
  if (attempt.identifierProvedAt) redirect("/reset-password/new");
  return (
    <>
      <AuthHeading title="Check your email">
        If {attempt.identifierValue} has an account here, we sent it a 6-digit code. It works for {CODE_MINUTES}{" "}
        minutes.
      </AuthHeading>
      <CodeForm action={verifyCodeAction} submitLabel="Continue" />
      <ResendButton
        action={resendCodeAction}
        resendAt={attempt.sentAt ? resendAt(attempt.sentAt).toISOString() : undefined}
      />
      <Footnote>
        Wrong address? <Link href="/reset-password">Change it</Link>
      </Footnote>
    </>
  );
}
