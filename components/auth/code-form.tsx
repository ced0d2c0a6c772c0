"use client";

import type { FormAction } from "@/lib/form-state";
import { AuthForm } from "./auth-form";
import { CodeInput } from "./code-input";
import { FormField } from "./form-field";
import { SubmitButton } from "./submit-button";

/** The six digits of a message. */
export function CodeForm({ action, submitLabel }: { action: FormAction; submitLabel: string }) {
  return (
    <AuthForm action={action}>
      <FormField name="code" label="6-digit code" control={CodeInput} autoFocus required withMessage />
      <SubmitButton>{submitLabel}</SubmitButton>
    </AuthForm>
  );
}
