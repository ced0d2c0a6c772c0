"use client";

import Link from "next/link";
import { Button } from "@/components/ui/button";
import { WalletForm } from "@/components/wallets/wallet-form";
import type { FormAction } from "@/lib/form-state";
import { CodeForm } from "./code-form";
import { LinkWaiting } from "./link-waiting";
import { methodLabels } from "./method-labels";
import { MethodList } from "./method-list";
import { PasskeyForm } from "./passkey-form";
import { PasswordForm } from "./password-form";
import { ResendButton } from "./resend-button";
import { SecondFactorForm } from "./second-factor-form";
import { SocialButtons } from "./social-buttons";
import type { OpenStepUp } from "./step-up-words";

type Current = NonNullable<OpenStepUp["current"]>;

interface StepUpStepsProps {
  view: OpenStepUp;
  /** Goes on by another method, or sends the message again. */
  chooseAction: FormAction;
  confirmAction: FormAction;
  /** Goes on once the mailed link was opened. */
  followLinkAction: FormAction;
  /** Leads to a provider; where it is missing, its page does. */
  socialAction?: FormAction;
  /** Where a link opened in another tab leads. */
  redirectUrl?: string;
  /** Another tab was faster: where to go, or what to do. */
  onGone: string | (() => void);
}

/** What a confirmation asks for at the moment, on its page and in its dialog: one method's form, and the others. */
export function StepUpSteps({ view, redirectUrl, ...props }: StepUpStepsProps) {
  const { level, current, others, signInWith } = view;
  return (
    <>
      {signInWith.length > 0 && <SignInAgain options={signInWith} {...props} redirectUrl={redirectUrl} />}
      {current && <CurrentMethod key={`${level} ${current.id}`} {...props} {...{ view, current, redirectUrl }} />}
      <MethodList
        action={props.chooseAction}
        redirectUrl={redirectUrl}
        title={current ? undefined : "Choose a method"}
        methods={others.map(({ id, strategy, to }) => ({ id, ...methodLabels[strategy], ...wordsOf(strategy, to) }))}
      />
    </>
  );
}

/** It leaves for the provider, so a dialog can't do it. */
function SignInAgain({
  options,
  socialAction,
  redirectUrl,
}: Pick<StepUpStepsProps, "socialAction" | "redirectUrl"> & { options: OpenStepUp["signInWith"] }) {
  if (socialAction) {
    const buttons = options.map(({ connection, ...option }) => ({ id: connection, ...option }));
    return <SocialButtons action={socialAction} options={buttons} redirectUrl={redirectUrl} />;
  }
  return (
    <Button asChild size="lg">
      <Link href={`/step-up?redirect_url=${encodeURIComponent(redirectUrl ?? "/")}`}>Sign in again</Link>
    </Button>
  );
}

/** Several numbers need telling apart; a link here signs nobody in. */
function wordsOf(strategy: Current["strategy"], to: string | null) {
  if (strategy === "email-link") return { description: `A link to open in this browser, sent to ${to}` };
  return to ? { description: `A 6-digit code, sent to ${to}` } : {};
}

function CurrentMethod({
  view,
  current: { id, strategy },
  chooseAction,
  confirmAction,
  followLinkAction,
  redirectUrl,
  onGone,
}: StepUpStepsProps & { current: Current }) {
  const { message, username } = view;
  if (strategy === "passkey") return <PasskeyForm action={confirmAction} {...{ redirectUrl, onGone }} />;
  if (strategy === "wallet" && view.walletSetup) {
    return <WalletForm action={confirmAction} setup={view.walletSetup} {...{ redirectUrl, onGone }} />;
  }
  if (strategy === "password") {
    return (
      <PasswordForm
        action={confirmAction}
        strategy={strategy}
        identifier={username}
        redirectUrl={redirectUrl}
        submitLabel="Confirm"
      />
    );
  }
  if (strategy === "totp" || strategy === "backup-code") {
    const hidden = { strategy, redirect_url: redirectUrl };
    return <SecondFactorForm action={confirmAction} hidden={hidden} kind={strategy} submitLabel="Confirm" />;
  }
  const isLink = strategy === "email-link";
  return (
    <>
      {isLink ? (
        <LinkWaiting key={message?.resendAt} flow="step-up" finishAction={followLinkAction} landing={onGone} />
      ) : (
        <CodeForm action={confirmAction} submitLabel="Confirm" strategy={strategy} />
      )}
      <ResendButton
        action={chooseAction}
        strategy={id}
        redirectUrl={redirectUrl}
        resendAt={message?.resendAt}
        what={isLink ? "link" : "code"}
      />
    </>
  );
}
