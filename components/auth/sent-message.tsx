import type { FormAction } from "@/lib/form-state";
import type { StrategyId } from "@/lib/strategies/strategy";
import { CodeForm } from "./code-form";
import { LinkWaiting } from "./link-waiting";
import { ResendButton } from "./resend-button";

/** What was sent to somebody: as the page knows it, times in ISO. */
export interface SentMessage {
  /** Which of the message strategies sent it. */
  strategy: StrategyId | null;
  to: string;
  minutes: number;
  /** From when another may be asked for; absent when nothing has left yet. */
  resendAt?: string;
}

/** @returns title and sentence of a screen that waits for a code or link. */
export function sentWords({ strategy, to, minutes, resendAt }: SentMessage): { title: string; words: string } {
  const title = strategy === "phone-code" ? "Check your phone" : "Check your email";
  const what = strategy === "email-link" ? "a link" : "a 6-digit code";
  return resendAt
    ? { title, words: `We sent ${what} to ${to}. It works for ${minutes} minutes.` }
    : { title: "Nothing was sent yet", words: `We could not send ${what} to ${to}. Try again below.` };
}

interface SentMessageStepProps {
  message: SentMessage;
  /** Takes the code. */
  verifyAction: FormAction;
  submitLabel: string;
  resendAction: FormAction;
  redirectUrl?: string;
  /** For links: the journey, how its waiting tab goes on, and where it lands when another tab was faster. */
  link?: { flow: string; finishAction: FormAction; landing: string };
}

/** The screen after a message has left: a field for its code, or the wait for its link; and sending it again. */
export function SentMessageStep({
  message,
  verifyAction,
  submitLabel,
  resendAction,
  redirectUrl,
  link,
}: SentMessageStepProps) {
  const isLink = message.strategy === "email-link";
  return (
    <>
      {isLink && link ? (
        <LinkWaiting key={message.resendAt} {...link} />
      ) : (
        <CodeForm action={verifyAction} submitLabel={submitLabel} strategy={message.strategy ?? undefined} />
      )}
      <ResendButton
        action={resendAction}
        strategy={message.strategy ?? undefined}
        redirectUrl={redirectUrl}
        resendAt={message.resendAt}
        what={isLink ? "link" : "code"}
      />
    </>
  );
}
