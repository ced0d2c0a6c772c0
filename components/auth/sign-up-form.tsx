"use client";

import type { FormAction } from "@/lib/form-state";
import { accountFields } from "./account-fields";
import { AuthForm } from "./auth-form";
import { FormField } from "./form-field";
import { SubmitButton } from "./submit-button";

interface SignUpFormProps {
  action: FormAction;
  /** In the order they are asked. */
  fields: { name: keyof typeof accountFields; required: boolean }[];
  redirectUrl?: string;
}

/** First step of a new account: what the settings ask for. */
export function SignUpForm({ action, fields, redirectUrl }: SignUpFormProps) {
  return (
    <AuthForm action={action} hidden={{ redirect_url: redirectUrl }}>
      {fields.map(({ name, required }, index) => (
        <FormField
          key={name}
          name={name}
          {...accountFields[name]}
          required={required}
          optional={!required}
          autoFocus={index === 0}
          withMessage={index === fields.length - 1}
        />
      ))}
      <SubmitButton>Continue</SubmitButton>
    </AuthForm>
  );
}
