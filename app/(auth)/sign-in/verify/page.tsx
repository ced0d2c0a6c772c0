import type { Metadata } from "next";
import Link from "next/link";
import { requireStep } from "@/app/(auth)/require-step";
import { sentMessageOf } from "@/app/(auth)/sent-message";
import { AuthHeading } from "@/components/auth/auth-heading";
import { Footnote } from "@/components/auth/footnote";
import { methodLabels } from "@/components/auth/method-labels";
import { MethodList } from "@/components/auth/method-list";
import { PasswordForm } from "@/components/auth/password-form";
import { SentMessageStep, sentWords } from "@/components/auth/sent-message";
import { SignedInElsewhere } from "@/components/auth/signed-in-elsewhere";
import { findEnterpriseFor } from "@/lib/connections/enterprise";
import { HOME_PATH } from "@/lib/flows/next-step";
import { getSettings } from "@/lib/settings/read";
import { firstFactors } from "@/lib/strategies";
import { finishLinkAction } from "../../email-link/actions";
import { chooseMethodAction, verifyCodeAction, verifyPasswordAction } from "../actions";

export const metadata: Metadata = { title: "Verify" };

export default async function VerifySignInPage() {
  const attempt = await requireStep("sign-in", "/sign-in");
  const methods = firstFactors(await getSettings(), attempt.identifierKind ?? "email");
  const { identifierKind, identifierValue } = attempt;
  const organisation =
    identifierKind === "email" && identifierValue
      ? (await findEnterpriseFor(identifierValue))?.organisation
      : undefined;
  const landing = attempt.data.redirectTo ?? HOME_PATH;
  const message = sentMessageOf(attempt);
  const { title, words } = sentWords(message);
  const startOver = (
    <Link href="/sign-in" className="underline underline-offset-4">
      Not you?
    </Link>
  );

  return (
    <>
      {attempt.strategy === "password" ? (
        <>
          <AuthHeading title="Enter your password">
            For {message.to}. {startOver}
          </AuthHeading>
          <PasswordForm action={verifyPasswordAction} identifier={attempt.identifierValue ?? ""} />
          <Footnote>
            <Link href="/reset-password">Forgotten your password?</Link>
          </Footnote>
        </>
      ) : (
        <>
          <AuthHeading title={title}>
            {words} {startOver}
          </AuthHeading>
          <SentMessageStep
            message={message}
            verifyAction={verifyCodeAction}
            submitLabel="Sign in"
            resendAction={chooseMethodAction}
            link={{ flow: "sign-in", finishAction: finishLinkAction, landing }}
          />
        </>
      )}
      <MethodList
        action={chooseMethodAction}
        methods={[
          ...methods.filter((id) => id !== attempt.strategy).map((id) => ({ id, ...methodLabels[id] })),
          ...(organisation ? [{ id: "enterprise", ...methodLabels.enterprise, description: organisation }] : []),
        ]}
      />
      <SignedInElsewhere redirectUrl={landing} />
    </>
  );
}
