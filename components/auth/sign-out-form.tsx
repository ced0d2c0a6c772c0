"use client";

import { type ReactNode, useEffect, useRef } from "react";
import { useFormStatus } from "react-dom";
import type { FormAction } from "@/lib/form-state";
import { AuthForm } from "./auth-form";
import { useAnswer } from "./form-context";
import { FormMessage } from "./form-message";
import { announceSession } from "./session-channel";
import { SubmitButton } from "./submit-button";

/** Ends the session. With an icon it is a row of a navigation, without one the button of a page. */
export function SignOutForm({ action, icon }: { action: FormAction; icon?: ReactNode }) {
  return (
    <AuthForm action={action}>
      {icon ? (
        <SubmitButton variant="ghost" size="default" className="px-3 [&>span]:justify-start">
          {icon}
          Sign out
        </SubmitButton>
      ) : (
        <SubmitButton>Sign out</SubmitButton>
      )}
      <FormMessage />
      <TellOtherTabs />
    </AuthForm>
  );
}

/** The form goes away once the session is over: only then is it true for the other tabs. */
function TellOtherTabs() {
  const { pending } = useFormStatus();
  const { code } = useAnswer();
  const sent = useRef(false);
  useEffect(() => {
    if (pending) sent.current = true;
    else if (code) sent.current = false;
  }, [pending, code]);
  useEffect(
    () => () => {
      if (sent.current) announceSession("signed-out");
    },
    [],
  );
  return null;
}
