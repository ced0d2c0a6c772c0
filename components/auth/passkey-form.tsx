"use client";

import { KeyRoundIcon } from "lucide-react";
import { useActionState } from "react";
import type { FormAction, FormState } from "@/lib/form-state";
import { FormContext } from "./form-context";
import { FormMessage } from "./form-message";
import { askForPasskey, sendProof } from "./passkey-proof";
import { SubmitButton } from "./submit-button";
import { useWebAuthn } from "./use-webauthn";

interface PasskeyFormProps {
  /** Takes `strategy` and `response`. */
  action: FormAction;
  redirectUrl?: string;
  /** There is nothing left to confirm: another tab was faster. */
  onGone: string | (() => void);
}

/** Confirms who it is by one of their own passkeys. */
export function PasskeyForm({ action, redirectUrl, onGone }: PasskeyFormProps) {
  const isSupported = useWebAuthn();
  const [state, confirm, pending] = useActionState(async (_: FormState) => {
    const asked = await askForPasskey("step-up");
    if (!("failure" in asked)) {
      return sendProof(action, asked.proof, { strategy: "passkey", redirect_url: redirectUrl });
    }
    if (asked.failure.code === "attempt_missing") {
      if (typeof onGone === "string") location.replace(onGone);
      else onGone();
    }
    return asked.failure;
  }, {});

  if (isSupported === false) {
    return <p className="text-sm text-muted-foreground">This browser can't use passkeys. Use another method.</p>;
  }
  return (
    <form action={confirm} className="flex flex-col gap-3">
      <FormContext value={pending ? {} : state}>
        <SubmitButton disabled={isSupported === undefined}>
          <KeyRoundIcon aria-hidden="true" />
          Use your passkey
        </SubmitButton>
        <FormMessage />
      </FormContext>
    </form>
  );
}
