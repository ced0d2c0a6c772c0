"use client";

import type { FormAction } from "@/lib/form-state";
import { accountFields } from "./account-fields";
import { AuthForm } from "./auth-form";
import { FormField } from "./form-field";
import { type PhoneCountry, PhoneField } from "./phone-field";
import { SubmitButton } from "./submit-button";

interface SignUpFormProps {
  action: FormAction;
  /** In the order they are asked. */
  fields: { name: keyof typeof accountFields | "phone"; required: boolean }[];
  /** The rules a username has to follow, in words. */
  usernameHint: string;
  phone: { countries: PhoneCountry[]; defaultCountry: string };
  redirectUrl?: string;
}

/** First step of a new account: what the settings ask for. */
export function SignUpForm({ action, fields, usernameHint, phone, redirectUrl }: SignUpFormProps) {
  return (
    <AuthForm action={action} hidden={{ redirect_url: redirectUrl }}>
      {fields.map(({ name, required }, index) => {
        const asked = {
          required,
          optional: !required,
          autoFocus: index === 0,
          withMessage: index === fields.length - 1,
        };
        return name === "phone" ? (
          <PhoneField key={name} label="Phone number" {...phone} {...asked} />
        ) : (
          <FormField
            key={name}
            name={name}
            {...accountFields[name]}
            {...asked}
            description={name === "username" ? usernameHint : undefined}
          />
        );
      })}
      <SubmitButton>Continue</SubmitButton>
    </AuthForm>
  );
}
