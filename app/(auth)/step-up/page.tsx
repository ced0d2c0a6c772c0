import type { Metadata } from "next";
import { cookies } from "next/headers";
import { AuthHeading } from "@/components/auth/auth-heading";
import { CodeForm } from "@/components/auth/code-form";
import { methodLabels } from "@/components/auth/method-labels";
import { MethodList } from "@/components/auth/method-list";
import { PasswordForm } from "@/components/auth/password-form";
import { ResendButton } from "@/components/auth/resend-button";
import { findAttempt } from "@/lib/flows/attempt";
import { stepUpMethods } from "@/lib/flows/step-up";
import { requireUser } from "@/lib/guard";
import { sameOriginPath } from "@/lib/security/origin";
import { CODE_MINUTES, resendAt } from "@/lib/strategies/challenges";
import { chooseMethodAction, confirmCodeAction, confirmPasswordAction } from "./actions";

export const metadata: Metadata = { title: "Confirm it's you" };

export default async function StepUpPage({ searchParams }: PageProps<"/step-up">) {
  const session = await requireUser("/step-up");
  const redirectUrl = sameOriginPath((await searchParams).redirect_url);
  const methods = await stepUpMethods(session);
  const open = await findAttempt(await cookies(), "step-up", new Date());
  const attempt = open?.userId === session.user.id ? open : null;
  const current = attempt?.strategy ?? (methods.includes("password") ? "password" : null);

  return (
    <>
      <AuthHeading title="Confirm it's you">
        {current === "email-code"
          ? `We sent a 6-digit code to ${attempt?.identifierValue}. It works for ${CODE_MINUTES} minutes.`
          : "This is a sensitive change, so we ask once more who you are."}
      </AuthHeading>
      {current === "password" && (
        <PasswordForm
          action={confirmPasswordAction}
          identifier={session.user.email ?? ""}
          redirectUrl={redirectUrl}
          submitLabel="Confirm"
        />
      )}
      {current === "email-code" && (
        <>
          <CodeForm action={confirmCodeAction} submitLabel="Confirm" />
          <ResendButton
            action={chooseMethodAction}
            strategy="email-code"
            resendAt={attempt?.sentAt ? resendAt(attempt.sentAt).toISOString() : undefined}
          />
        </>
      )}
      <MethodList
        action={chooseMethodAction}
        redirectUrl={redirectUrl}
        methods={methods.filter((id) => id !== current).map((id) => ({ id, ...methodLabels[id] }))}
      />
    </>
  );
}
