"use client";

import { AuthForm } from "@/components/auth/auth-form";
import { type PhoneCountry, PhoneField } from "@/components/auth/phone-field";
import { SubmitButton } from "@/components/auth/submit-button";
import type { FormAction } from "@/lib/form-state";
import { RecentAuthHint } from "./recent-auth-hint";

interface AddPhoneFormProps {
  action: FormAction;
  countries: PhoneCountry[];
  defaultCountry: string;
}

/** Names another number; a code goes there before it is added. */
export function AddPhoneForm({ action, countries, defaultCountry }: AddPhoneFormProps) {
  return (
    <AuthForm action={action} className="border-t pt-5">
      <PhoneField
        label="Add a number"
        description="We'll send a code there first."
        countries={countries}
        defaultCountry={defaultCountry}
        required
        withMessage
      />
      <RecentAuthHint />
      <SubmitButton variant="outline" className="sm:w-fit">
        Send code
      </SubmitButton>
    </AuthForm>
  );
}
