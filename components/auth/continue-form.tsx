"use client";

import type { FormAction } from "@/lib/form-state";
import { accountFields } from "./account-fields";
import { AuthForm } from "./auth-form";
import { FormField } from "./form-field";
import { FormMessage } from "./form-message";
import { HiddenUsername } from "./hidden-username";
import { NewPasswordField, type PasswordRules } from "./new-password-field";
import { SubmitButton } from "./submit-button";

interface ContinueFormProps {
  action: FormAction;
  /** The address of the new account, for password managers. */
  identifier: string;
  /** What is still missing. */
  fields: ("firstName" | "lastName" | "password")[];
  passwordRules: PasswordRules;
}

/** Last step of a new account: what the settings still ask for. */
export function ContinueForm({ action, identifier, fields, passwordRules }: ContinueFormProps) {
  const names = fields.filter((field) => field !== "password");
  const asksPassword = fields.includes("password");
  return (
    <AuthForm action={action}>
      <HiddenUsername value={identifier} />
      {names.map((name, index) => (
        <FormField key={name} name={name} {...accountFields[name]} required autoFocus={index === 0} />
      ))}
      {asksPassword ? (
        <NewPasswordField label="Password" rules={passwordRules} autoFocus={names.length === 0} />
      ) : (
        <FormMessage />
      )}
      <SubmitButton>Create account</SubmitButton>
    </AuthForm>
  );
}
