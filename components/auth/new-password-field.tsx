"use client";

import { FormField } from "./form-field";
import { PasswordInput } from "./password-input";

export interface PasswordRules {
  minLength: number;
  maxLength: number;
}

/** A password to be chosen. The rules also tell password managers what to generate. */
export function NewPasswordField({
  label,
  rules,
  autoFocus,
}: {
  label: string;
  rules: PasswordRules;
  autoFocus?: boolean;
}) {
  // Safari and its kin read this attribute, which React's types do not know. No `maxlength`: it would cut what is pasted.
  const generator = { passwordrules: `minlength: ${rules.minLength}; maxlength: ${rules.maxLength};` };
  return (
    <FormField
      name="password"
      label={label}
      description={`At least ${rules.minLength} characters`}
      control={PasswordInput}
      autoComplete="new-password"
      autoFocus={autoFocus}
      required
      withMessage
      {...generator}
    />
  );
}
