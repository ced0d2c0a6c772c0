"use client";

import { KeyRoundIcon } from "lucide-react";
import { startTransition, useActionState, useEffect, useEffectEvent, useRef } from "react";
import type { FormAction, FormState } from "@/lib/form-state";
import { cn } from "@/lib/utils";
import { FormContext } from "./form-context";
import { FormMessage } from "./form-message";
import { Or } from "./or";
import { askForPasskey, type PasskeyProof, sendProof } from "./passkey-proof";
import { suggestPasskeys } from "./passkey-suggestions";
import { SubmitButton } from "./submit-button";
import { useWebAuthn } from "./use-webauthn";

interface PasskeySignInProps {
  /** Takes the browser's answer. */
  action: FormAction;
  redirectUrl?: string;
  button: boolean;
  /** Suggestions in a field of this page. */
  autofill: boolean;
  /** Whether a form stands above. */
  separated: boolean;
}

/**
 * Sign-in by passkey: suggested by the browser where the identifier is typed, and asked for by a button. One ceremony at
 * a time: suggestions pause while the button's dialog is open or an answer is on its way, and come back after it.
 */
export function PasskeySignIn({ action, redirectUrl, button, autofill, separated }: PasskeySignInProps) {
  const isSupported = useWebAuthn();
  const pressed = useRef<HTMLElement | null>(null);

  const [state, signIn, pending] = useActionState(async (_: FormState, given: PasskeyProof | FormData) => {
    const asked = given instanceof FormData ? await askForPasskey("sign-in") : { proof: given };
    return "failure" in asked ? asked.failure : sendProof(action, asked.proof, { redirect_url: redirectUrl });
  }, {});

  const suggests = autofill && isSupported === true && !pending;
  const onProof = useEffectEvent((proof: PasskeyProof) => startTransition(() => signIn(proof)));
  useEffect(() => (suggests ? suggestPasskeys((proof) => onProof(proof)) : undefined), [suggests]);

  // A disabled button lets go of the focus: it gets it back, unless somebody has moved on.
  useEffect(() => {
    if (!pending && document.activeElement === document.body) pressed.current?.focus();
  }, [pending]);

  if (isSupported === false) return null;
  return (
    <FormContext value={pending ? {} : state}>
      {/* Its place is kept until the browser has been asked: nothing below moves. */}
      <form
        action={signIn}
        onSubmit={({ nativeEvent }) => {
          pressed.current = (nativeEvent as SubmitEvent).submitter;
        }}
        className={cn("flex flex-col gap-4", isSupported === undefined && "invisible")}
      >
        {button && separated && <Or />}
        {button && (
          <SubmitButton variant={separated ? "outline" : "default"}>
            <KeyRoundIcon aria-hidden="true" />
            Sign in with a passkey
          </SubmitButton>
        )}
        <FormMessage />
      </form>
    </FormContext>
  );
}
