"use client";

import { useEffect, useState } from "react";
import { useFormStatus } from "react-dom";
import { FieldError } from "@/components/ui/field";
import type { FormAction } from "@/lib/form-state";
import { AuthForm } from "./auth-form";
import { clock, useCountdown } from "./countdown";
import { useAnswer } from "./form-context";
import { SubmitButton } from "./submit-button";

interface ResendButtonProps {
  action: FormAction;
  /** ISO time from which a new one may be asked for. */
  resendAt?: string;
  /** Posted along where the action sends by more than one method. */
  strategy?: string;
  redirectUrl?: string;
  /** Posted along besides. */
  hidden?: Record<string, string | undefined>;
  what?: "code" | "link";
}

/** Asks for a new code or link, once the last one has had time to arrive. */
export function ResendButton({ action, resendAt, strategy, redirectUrl, hidden, what = "code" }: ResendButtonProps) {
  return (
    <AuthForm action={action} hidden={{ strategy, redirect_url: redirectUrl, ...hidden }} className="-my-2 gap-1">
      <Resend resendAt={resendAt} what={what} />
    </AuthForm>
  );
}

/** Kept outside: the answer is a redirect to this same page, which mounts everything anew. */
let asked = false;

function Resend({ resendAt, what }: Pick<ResendButtonProps, "resendAt" | "what">) {
  const { message, retryAt } = useAnswer();
  const { pending } = useFormStatus();
  const left = useCountdown(retryAt && (!resendAt || retryAt > resendAt) ? retryAt : resendAt);
  const [sent, setSent] = useState(false);
  // Without JavaScript nothing would ever enable it again; the server refuses early ones anyway.
  const [counts, setCounts] = useState(false);
  useEffect(() => setCounts(true), []);
  useEffect(() => {
    if (pending) asked = true;
    else if (message) asked = false;
  }, [pending, message]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: a later time is how a new code shows.
  useEffect(() => {
    if (asked) setSent(true);
    asked = false;
  }, [resendAt]);
  return (
    <>
      <SubmitButton variant="ghost" size="default" disabled={counts && left > 0}>
        <span className="tabular-nums" suppressHydrationWarning>
          {left > 0 ? `Send again in ${clock(left)}` : `Send a new ${what}`}
        </span>
      </SubmitButton>
      <div className="min-h-5 text-center text-sm">
        {message && <FieldError>{message}</FieldError>}
        <div aria-live="polite" className="text-muted-foreground">
          {!message && sent && `We sent a new ${what}.`}
        </div>
      </div>
    </>
  );
}
