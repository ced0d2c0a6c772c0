"use client";

import type { FormAction } from "@/lib/form-state";
import { accountFields } from "./account-fields";
import { AuthForm } from "./auth-form";
import { FormField } from "./form-field";
import { FormMessage } from "./form-message";
import { HiddenUsername } from "./hidden-username";
import { NewPasswordField, type PasswordRules } from "./new-password-field";
import { type PhoneCountry, PhoneField } from "./phone-field";
import { SubmitButton } from "./submit-button";

interface ContinueFormProps {
  action: FormAction;
  /** The address of the new account, for password managers. */
  identifier: string;
  /** What is still missing. */
  fields: (keyof typeof accountFields | "phone" | "password")[];
  passwordRules: PasswordRules;
  /** The rules a username has to follow, in words. */
  usernameHint: string;
  phone: { countries: PhoneCountry[]; defaultCountry: string };
}

/** Last step of a new account: what the settings still ask for. */
export function ContinueForm({ action, identifier, fields, passwordRules, usernameHint, phone }: ContinueFormProps) {
  const asked = fields.filter((field) => field !== "password");
  const asksPassword = fields.includes("password");
  return (
    <AuthForm action={action}>
      {asksPassword && !fields.includes("username") && <HiddenUsername value={identifier} />}
      {asked.map((name, index) =>
        name === "phone" ? (
          <PhoneField key={name} label="Phone number" {...phone} required autoFocus={index === 0} />
        ) : (
          <FormField
            key={name}
            name={name}
            {...accountFields[name]}
            description={name === "username" ? usernameHint : undefined}
            required
            autoFocus={index === 0}
          />
        ),
      )}
      {asksPassword ? (
        <NewPasswordField label="Password" rules={passwordRules} autoFocus={asked.length === 0} />
      ) : (
        <FormMessage />
      )}
      <SubmitButton>Create account</SubmitButton>
    </AuthForm>
  );
}
