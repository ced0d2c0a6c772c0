import type { Metadata } from "next";
import Link from "next/link";
import { requireStep } from "@/app/(auth)/require-step";
import { sentMessageOf } from "@/app/(auth)/sent-message";
import { AuthHeading } from "@/components/auth/auth-heading";
import { Footnote } from "@/components/auth/footnote";
import { methodLabels } from "@/components/auth/method-labels";
import { MethodList } from "@/components/auth/method-list";
import { ResendButton } from "@/components/auth/resend-button";
import { SecondFactorForm } from "@/components/auth/second-factor-form";
import { sentWords } from "@/components/auth/sent-message";
import { SignedInElsewhere } from "@/components/auth/signed-in-elsewhere";
import { HOME_PATH } from "@/lib/flows/next-step";
import { secondFactorMethods } from "@/lib/flows/second-factor-methods";
import { getSettings } from "@/lib/settings/read";
import { firstFactorPhone } from "@/lib/strategies/stage";
import { chooseMethodAction, verifyAction } from "../actions";
import { sessionFlowOf } from "../session-flow";

export const metadata: Metadata = { title: "Two-step verification" };

export default async function SecondFactorPage({ params }: PageProps<"/second-factor/[flow]">) {
  const { flow, start } = sessionFlowOf((await params).flow);
  const attempt = await requireStep(flow, start, "second-factor");
  const settings = await getSettings();
  const { mfa, branding } = settings;
  const methods = await secondFactorMethods(attempt, settings);
  const current = methods.find(
    ({ strategy, phone }) => strategy === attempt.strategy && phone === attempt.secondFactorPhone,
  );
  const message = sentMessageOf(attempt);

  if (!current) {
    return (
      <>
        <AuthHeading title="This way stops here">
          {firstFactorPhone(attempt)
            ? "Your second step is a code to the number you have just used, so it can't be both. Start again with your password or your address."
            : "Your second step is a text message, and none can be sent from here at the moment. Try again later."}
        </AuthHeading>
        <NoneWorks appName={branding.appName} title="No other way in?" />
        <Footnote>
          <Link href={start}>Start again</Link>
        </Footnote>
      </>
    );
  }
  return (
    <>
      {current.strategy === "totp" && (
        <AuthHeading title="Enter the code from your app">
          Open your authenticator app and look for {branding.appName}.
        </AuthHeading>
      )}
      {current.strategy === "phone-code" && (
        <AuthHeading title={sentWords(message).title}>{sentWords(message).words}</AuthHeading>
      )}
      {current.strategy === "backup-code" && (
        <AuthHeading title="Enter a backup code">One of the codes you kept. Each works once.</AuthHeading>
      )}
      <SecondFactorForm
        key={current.id}
        action={verifyAction}
        hidden={{ flow, strategy: current.strategy }}
        kind={current.strategy}
        submitLabel={flow === "reset-password" ? "Continue" : "Sign in"}
        trustDays={mfa.trustBrowser && flow === "sign-in" ? mfa.trustDays : undefined}
      />
      {current.strategy === "phone-code" && (
        <ResendButton action={chooseMethodAction} hidden={{ flow, strategy: current.id }} resendAt={message.resendAt} />
      )}
      <MethodList
        action={chooseMethodAction}
        hidden={{ flow }}
        methods={methods
          .filter(({ id }) => id !== current.id)
          .map(({ id, strategy, to }) => ({
            id,
            label: methodLabels[strategy].label,
            // A number stays on one line.
            description: to
              ? `A 6-digit code, sent to ${to.replaceAll(" ", "\u00a0")}`
              : methodLabels[strategy].description,
          }))}
      />
      <NoneWorks appName={branding.appName} />
      <Footnote>
        Not you? <Link href={start}>Start again</Link>
      </Footnote>
      <SignedInElsewhere redirectUrl={attempt.data.redirectTo ?? HOME_PATH} />
    </>
  );
}

/** For whoever has lost everything: what is left to do. */
function NoneWorks({ appName, title = "None of these works?" }: { appName: string; title?: string }) {
  return (
    <details className="text-center text-sm text-muted-foreground">
      <summary className="cursor-pointer py-2">{title}</summary>
      Ask the people who run {appName}: once they are sure that it is you, they can reset your two-step verification.
    </details>
  );
}
