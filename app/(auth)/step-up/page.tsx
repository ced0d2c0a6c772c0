import type { Metadata } from "next";
import { cookies } from "next/headers";
import { sentMessageOf } from "@/app/(auth)/sent-message";
import { AuthHeading } from "@/components/auth/auth-heading";
import { methodLabels } from "@/components/auth/method-labels";
import { MethodList } from "@/components/auth/method-list";
import { PasswordForm } from "@/components/auth/password-form";
import { SentMessageStep, sentWords } from "@/components/auth/sent-message";
import { findAttempt } from "@/lib/flows/attempt";
import { stepUpMethods } from "@/lib/flows/step-up";
import { requireUser } from "@/lib/guard";
import { sameOriginPath } from "@/lib/security/origin";
import { getSettings } from "@/lib/settings/read";
import { chooseMethodAction, confirmCodeAction, confirmPasswordAction } from "./actions";

export const metadata: Metadata = { title: "Confirm it's you" };

export default async function StepUpPage({ searchParams }: PageProps<"/step-up">) {
  const session = await requireUser("/step-up");
  const redirectUrl = sameOriginPath((await searchParams).redirect_url);
  const methods = (await stepUpMethods(session, await getSettings())).map(({ id }) => id);
  const open = await findAttempt(await cookies(), "step-up", new Date());
  const attempt = open?.userId === session.user.id ? open : null;
  const current = attempt?.strategy ?? (methods.includes("password") ? "password" : null);
  const message = attempt && current !== "password" ? sentMessageOf(attempt) : null;

  return (
    <>
      <AuthHeading title="Confirm it's you">
        {message ? sentWords(message).words : "This is a sensitive change, so we ask once more who you are."}
      </AuthHeading>
      {current === "password" && (
        <PasswordForm
          action={confirmPasswordAction}
          identifier={session.user.identifier ?? ""}
          redirectUrl={redirectUrl}
          submitLabel="Confirm"
        />
      )}
      {message && (
        <SentMessageStep
          message={message}
          verifyAction={confirmCodeAction}
          submitLabel="Confirm"
          resendAction={chooseMethodAction}
        />
      )}
      <MethodList
        action={chooseMethodAction}
        redirectUrl={redirectUrl}
        methods={methods.filter((id) => id !== current).map((id) => ({ id, ...methodLabels[id] }))}
      />
    </>
  );
}
