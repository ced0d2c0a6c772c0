import type { Metadata } from "next";
import Link from "next/link";
import { redirect } from "next/navigation";
import { requireStep } from "@/app/(auth)/require-step";
import { sentMessageOf } from "@/app/(auth)/sent-message";
import { AuthHeading } from "@/components/auth/auth-heading";
import { Footnote } from "@/components/auth/footnote";
import { SentMessageStep, sentWords } from "@/components/auth/sent-message";
import { resendCodeAction, verifyCodeAction } from "../actions";

export const metadata: Metadata = { title: "Reset your password" };

export default async function VerifyResetPage() {
  const attempt = await requireStep("reset-password", "/reset-password");
  if (attempt.identifierProvedAt) redirect("/reset-password/new");
  const message = sentMessageOf(attempt);
  const { title, words } = sentWords(message);
  return (
    <>
      <AuthHeading title={title}>
        {message.resendAt
          ? `If ${message.to} has an account here, we sent it a 6-digit code. It works for ${message.minutes} minutes.`
          : words}
      </AuthHeading>
      <SentMessageStep
        message={message}
        verifyAction={verifyCodeAction}
        submitLabel="Continue"
        resendAction={resendCodeAction}
      />
      <Footnote>
        Wrong {attempt.identifierKind === "phone" ? "number" : "address"}? <Link href="/reset-password">Change it</Link>
      </Footnote>
    </>
  );
}
