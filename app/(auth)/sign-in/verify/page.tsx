import type { Metadata } from "next";
import Link from "next/link";
import { requireStep } from "@/app/(auth)/require-step";
import { AuthHeading } from "@/components/auth/auth-heading";
import { CodeForm } from "@/components/auth/code-form";
import { Footnote } from "@/components/auth/footnote";
import { methodLabels } from "@/components/auth/method-labels";
import { MethodList } from "@/components/auth/method-list";
import { PasswordForm } from "@/components/auth/password-form";
import { ResendButton } from "@/components/auth/resend-button";
import { SignedInElsewhere } from "@/components/auth/signed-in-elsewhere";
import { HOME_PATH } from "@/lib/flows/next-step";
import { getSettings } from "@/lib/settings/read";
import { firstFactors } from "@/lib/strategies";
import { CODE_MINUTES, resendAt } from "@/lib/strategies/challenges";
import { chooseMethodAction, verifyCodeAction, verifyPasswordAction } from "../actions";

export const metadata: Metadata = { title: "Verify" };

export default async function VerifySignInPage() {
  const attempt = await requireStep("sign-in", "/sign-in");
  const others = firstFactors(await getSettings()).filter((id) => id !== attempt.strategy);
  // Their own typing, in the browser that typed it: nothing is given away.
  const address = attempt.identifierValue ?? "";

  return (
    <>
      {attempt.strategy === "password" ? (
        <>
          <AuthHeading title="Enter your password">
            For {address}.{" "}
            <Link href="/sign-in" className="underline underline-offset-4">
              Not you?
            </Link>
          </AuthHeading>
          <PasswordForm action={verifyPasswordAction} identifier={address} />
          <Footnote>
            <Link href="/reset-password">Forgotten your password?</Link>
          </Footnote>
        </>
      ) : (
        <>
          <AuthHeading title="Check your email">
            We sent a 6-digit code to {address}. It works for {CODE_MINUTES} minutes.
          </AuthHeading>
          <CodeForm action={verifyCodeAction} submitLabel="Sign in" />
          <ResendButton
            action={chooseMethodAction}
            strategy="email-code"
            resendAt={attempt.sentAt ? resendAt(attempt.sentAt).toISOString() : undefined}
          />
        </>
      )}
      <MethodList action={chooseMethodAction} methods={others.map((id) => ({ id, ...methodLabels[id] }))} />
      <SignedInElsewhere redirectUrl={attempt.data.redirectTo ?? HOME_PATH} />
    </>
  );
}
