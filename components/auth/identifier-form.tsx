"use client";

import type { FormAction } from "@/lib/form-state";
import { AuthForm } from "./auth-form";
import { FormField } from "./form-field";
import { SubmitButton } from "./submit-button";

interface IdentifierFormProps {
  action: FormAction;
  label?: string;
  defaultValue?: string;
  redirectUrl?: string;
  autoFocus?: boolean;
  autoComplete?: string;
}

/** First step of signing in: who are you? */
export function IdentifierForm({
  action,
  label = "Email address",
  defaultValue,
  redirectUrl,
  autoFocus = true,
  autoComplete = "username webauthn",
}: IdentifierFormProps) {
  return (
    <AuthForm action={action} hidden={{ redirect_url: redirectUrl }}>
      <FormField
        name="identifier"
        label={label}
        type="email"
        inputMode="email"
        autoComplete={autoComplete}
        defaultValue={defaultValue}
        autoFocus={autoFocus}
        required
        withMessage
      />
      <SubmitButton>Continue</SubmitButton>
    </AuthForm>
  );
}
