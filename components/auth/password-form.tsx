"use client";

import type { FormAction } from "@/lib/form-state";
import { AuthForm } from "./auth-form";
import { FormField } from "./form-field";
import { HiddenUsername } from "./hidden-username";
import { PasswordInput } from "./password-input";
import { SubmitButton } from "./submit-button";

interface PasswordFormProps {
  action: FormAction;
  /** Whose password, for password managers. */
  identifier: string;
  /** Posted along where the action takes more than passwords. */
  strategy?: string;
  redirectUrl?: string;
  submitLabel?: string;
}

/** The password of an account. */
export function PasswordForm({
  action,
  identifier,
  strategy,
  redirectUrl,
  submitLabel = "Sign in",
}: PasswordFormProps) {
  return (
    <AuthForm action={action} hidden={{ strategy, redirect_url: redirectUrl }}>
      <HiddenUsername value={identifier} />
      <FormField
        name="password"
        label="Password"
        control={PasswordInput}
        autoComplete="current-password"
        autoFocus
        required
        withMessage
      />
      <SubmitButton>{submitLabel}</SubmitButton>
    </AuthForm>
  );
}
