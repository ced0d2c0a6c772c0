"use client";

import type { FormAction } from "@/lib/form-state";
import { AuthForm } from "./auth-form";
import { CodeInput } from "./code-input";
import { FormField } from "./form-field";
import { SubmitButton } from "./submit-button";

interface CodeFormProps {
  action: FormAction;
  submitLabel: string;
  /** Posted along where the action takes codes of more than one kind. */
  strategy?: string;
}

/** The six digits of a message. */
export function CodeForm({ action, submitLabel, strategy }: CodeFormProps) {
  return (
    <AuthForm action={action} hidden={{ strategy }}>
      <FormField name="code" label="6-digit code" control={CodeInput} autoFocus required withMessage />
      <SubmitButton>{submitLabel}</SubmitButton>
    </AuthForm>
  );
}
