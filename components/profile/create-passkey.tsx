"use client";

import { AuthForm } from "@/components/auth/auth-form";
import { FormMessage } from "@/components/auth/form-message";
import { SubmitButton } from "@/components/auth/submit-button";
import { useWebAuthn } from "@/components/auth/use-webauthn";
import type { FormAction, FormState } from "@/lib/form-state";
import { RecentAuthHint } from "./recent-auth-hint";
import { registerPasskey } from "./register-passkey";

interface CreatePasskeyProps {
  startAction: FormAction;
  finishAction: FormAction;
  /** Called once it is there. */
  onReady?: () => void;
  className?: string;
}

/** Creates a passkey in the browser's own dialog; where that can't be, says what else there is. */
export function CreatePasskey({ startAction, finishAction, onReady, className }: CreatePasskeyProps) {
  const isSupported = useWebAuthn();
  if (isSupported === false) {
    return (
      <p className="text-sm text-muted-foreground">
        This browser can't create passkeys. Open this page in a newer browser or on your phone, or go on signing in as
        you do now.
      </p>
    );
  }
  async function register(before: FormState, data: FormData) {
    const answer = await registerPasskey({ startAction, finishAction }, before, data);
    if (answer.done && !answer.code) onReady?.();
    return answer;
  }
  return (
    <AuthForm ceremony action={register} className={isSupported === undefined ? "invisible" : undefined}>
      <SubmitButton className={className}>Create a passkey</SubmitButton>
      <FormMessage />
      <RecentAuthHint />
    </AuthForm>
  );
}
