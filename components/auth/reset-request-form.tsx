"use client";

import type { FormAction } from "@/lib/form-state";
import { AuthForm } from "./auth-form";
import { FormField } from "./form-field";
import { SubmitButton } from "./submit-button";

/** First step of a new password: which account? */
export function ResetRequestForm({ action, defaultValue }: { action: FormAction; defaultValue?: string }) {
  return (
    <AuthForm action={action}>
      <FormField
        name="identifier"
        label="Email address"
        type="email"
        inputMode="email"
        autoComplete="username"
        defaultValue={defaultValue}
        autoFocus
        required
        withMessage
      />
      <SubmitButton>Send code</SubmitButton>
    </AuthForm>
  );
}
