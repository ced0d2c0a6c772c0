"use client";

import Link from "next/link";
import type { FormAction } from "@/lib/form-state";
import { AuthForm } from "./auth-form";
import { useAnswer } from "./form-context";
import { FormField } from "./form-field";
import { SubmitButton } from "./submit-button";

interface IdentifierFormProps {
  action: FormAction;
  /** What the field takes. */
  kinds: ("email" | "phone" | "username")[];
  /** The kinds in words, small letters. */
  label: string;
  redirectUrl?: string;
  autoComplete?: string;
  submitLabel?: string;
  /** Where the journey goes on all the same when its first message may not be sent. */
  onwardPath?: string;
}

/** First step: who are you? One field for an address, a number or a username. */
export function IdentifierForm({
  action,
  kinds,
  label,
  redirectUrl,
  autoComplete = "username webauthn",
  submitLabel = "Continue",
  onwardPath,
}: IdentifierFormProps) {
  const [only] = kinds.length === 1 ? kinds : [];
  const keyboard = only === "phone" ? "tel" : only === "email" ? "email" : "text";
  return (
    <AuthForm action={action} hidden={{ redirect_url: redirectUrl }}>
      <FormField
        name="identifier"
        label={label.charAt(0).toUpperCase() + label.slice(1)}
        type={keyboard}
        inputMode={kinds.includes("email") && keyboard === "text" ? "email" : keyboard}
        autoComplete={autoComplete}
        autoCapitalize="none"
        spellCheck={false}
        autoFocus
        required
        withMessage
      />
      <SubmitButton>{submitLabel}</SubmitButton>
      {onwardPath && <OtherMethod path={onwardPath} />}
    </AuthForm>
  );
}

/** The other ways to sign in are open while a code has to wait. */
function OtherMethod({ path }: { path: string }) {
  const { retryAt } = useAnswer();
  if (!retryAt) return null;
  return (
    <Link href={path} className="text-center text-sm underline underline-offset-4">
      Use another method
    </Link>
  );
}
