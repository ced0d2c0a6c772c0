"use client";

import { useEffect, useRef } from "react";
import { AuthForm } from "@/components/auth/auth-form";
import { FormMessage } from "@/components/auth/form-message";
import { SubmitButton } from "@/components/auth/submit-button";
import { useWebAuthn } from "@/components/auth/use-webauthn";
import { cancelCeremony } from "@/components/auth/webauthn";
import type { FormAction } from "@/lib/form-state";
import { CreatePasskey } from "./create-passkey";
import { registerPasskey } from "./register-passkey";

interface OfferPasskeyProps {
  startAction: FormAction;
  finishAction: FormAction;
  /** Takes `when`, "later" or "never", and `redirect_url`. */
  declineAction: FormAction;
  /** Where it goes on. */
  next: string;
}

/** Offers a passkey between a sign-in and where it leads. Whatever is chosen, it goes on. */
export function OfferPasskey({ startAction, finishAction, declineAction, next }: OfferPasskeyProps) {
  const isSupported = useWebAuthn();
  const isBegun = useRef(false);
  const goOn = () => location.replace(next);

  useEffect(() => {
    // Once, though effects run twice in development.
    if (isSupported === undefined || isBegun.current) return;
    isBegun.current = true;
    if (!isSupported) return location.replace(next);
    // No transition: it may wait for long, and the other buttons must not wait for it.
    void (async () => {
      if (!(await createsSilently())) return;
      const steps = { startAction, finishAction };
      const answer = await registerPasskey(steps, {}, new FormData(), { silent: true }).catch(() => null);
      if (answer?.done && !answer.code) location.replace(next);
    })();
  }, [isSupported, startAction, finishAction, next]);

  return (
    <div className="flex flex-col gap-2">
      <CreatePasskey startAction={startAction} finishAction={finishAction} onReady={goOn} />
      <div onSubmit={() => void cancelCeremony()}>
        <AuthForm action={declineAction} hidden={{ redirect_url: next }}>
          <SubmitButton name="when" value="later" variant="outline">
            Not now
          </SubmitButton>
          <SubmitButton name="when" value="never" variant="ghost">
            Don't ask on this browser
          </SubmitButton>
          <FormMessage />
        </AuthForm>
      </div>
    </div>
  );
}

/** @returns whether the browser lets the password manager that was just used make one without a dialog. */
async function createsSilently(): Promise<boolean> {
  try {
    const capabilities = await PublicKeyCredential.getClientCapabilities?.();
    return capabilities?.conditionalCreate === true;
  } catch {
    return false;
  }
}
