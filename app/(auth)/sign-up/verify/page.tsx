import type { Metadata } from "next";
import Link from "next/link";
import { redirect } from "next/navigation";
import { requireStep } from "@/app/(auth)/require-step";
import { sentMessageOf } from "@/app/(auth)/sent-message";
import { AuthHeading } from "@/components/auth/auth-heading";
import { Footnote } from "@/components/auth/footnote";
import { SentMessageStep, sentWords } from "@/components/auth/sent-message";
import { SignedInElsewhere } from "@/components/auth/signed-in-elsewhere";
import { HOME_PATH } from "@/lib/flows/next-step";
import { nextToProve } from "@/lib/flows/sign-up-fields";
import { getSettings } from "@/lib/settings/read";
import { finishLinkAction } from "../../email-link/actions";
import { resendAction, verifyCodeAction } from "../actions";

export const metadata: Metadata = { title: "Verify" };

export default async function VerifySignUpPage() {
  const attempt = await requireStep("sign-up", "/sign-up");
  if (!nextToProve(attempt, await getSettings())) redirect("/sign-up/continue");
  const message = sentMessageOf(attempt);
  const isPhone = attempt.identifierKind === "phone";
  const landing = attempt.data.redirectTo ?? HOME_PATH;
  const { title, words } = sentWords(message);
  return (
    <>
      <AuthHeading title={message.resendAt ? `Verify your ${isPhone ? "number" : "address"}` : title}>
        {words}
      </AuthHeading>
      <SentMessageStep
        message={message}
        verifyAction={verifyCodeAction}
        submitLabel="Verify"
        resendAction={resendAction}
        link={{ flow: "sign-up", finishAction: finishLinkAction, landing }}
      />
      <Footnote>
        Wrong {isPhone ? "number" : "address"}? <Link href="/sign-up">Start again</Link>
      </Footnote>
      <SignedInElsewhere redirectUrl={landing} />
    </>
  );
}
