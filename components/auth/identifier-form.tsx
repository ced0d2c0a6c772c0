"use client";

import type { FormAction } from "@/lib/form-state";
import { AuthForm } from "./auth-form";
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
}

/** First step: who are you? One field for an address, a number or a username. */
export function IdentifierForm({
  action,
  kinds,
  label,
  redirectUrl,
  autoComplete = "username webauthn",
  submitLabel = "Continue",
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
    </AuthForm>
  );
}
