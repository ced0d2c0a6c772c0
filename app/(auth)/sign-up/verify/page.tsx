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

export const metadata: Metadata = { title: "Verify your address" };

export default async function VerifySignUpPage() {
  const attempt = await requireStep("sign-up", "/sign-up");
  if (attempt.identifierProvedAt) redirect("/sign-up/continue");
  return (
    <>
      <AuthHeading title="Verify your address">
        We sent a 6-digit code to {attempt.identifierValue}. It works for {CODE_MINUTES} minutes.
      </AuthHeading>
      <CodeForm action={verifyCodeAction} submitLabel="Verify" />
      <ResendButton
        action={resendCodeAction}
        resendAt={attempt.sentAt ? resendAt(attempt.sentAt).toISOString() : undefined}
      />
      <Footnote>
        Wrong address? <Link href="/sign-up">Change it</Link>
      </Footnote>
    </>
  );
}
