"use client";

import type { FormAction } from "@/lib/form-state";
import { AuthForm } from "./auth-form";
import { type PhoneCountry, PhoneField } from "./phone-field";
import { SubmitButton } from "./submit-button";

interface EnrolPhoneFormProps {
  action: FormAction;
  hidden: Record<string, string | undefined>;
  countries: PhoneCountry[];
  defaultCountry: string;
}

/** The number that gets the codes of a second step; one goes there first. */
export function EnrolPhoneForm({ action, hidden, countries, defaultCountry }: EnrolPhoneFormProps) {
  return (
    <AuthForm action={action} hidden={hidden}>
      <PhoneField
        label="Phone number"
        countries={countries}
        defaultCountry={defaultCountry}
        required
        autoFocus
        withMessage
      />
      <SubmitButton>Send code</SubmitButton>
    </AuthForm>
  );
}
