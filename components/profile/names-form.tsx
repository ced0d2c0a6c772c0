"use client";

import { AuthForm } from "@/components/auth/auth-form";
import { FormField } from "@/components/auth/form-field";
import { FormMessage } from "@/components/auth/form-message";
import { SubmitButton } from "@/components/auth/submit-button";
import type { FormAction } from "@/lib/form-state";

const labels = { firstName: "First name", lastName: "Last name" };
const autoComplete = { firstName: "given-name", lastName: "family-name" };

interface NamesFormProps {
  action: FormAction;
  fields: { name: keyof typeof labels; required: boolean; value: string }[];
}

/** A person's names, as far as the settings ask for them. */
export function NamesForm({ action, fields }: NamesFormProps) {
  return (
    <AuthForm action={action}>
      <div className="grid gap-x-4 sm:grid-cols-2">
        {fields.map(({ name, required, value }) => (
          <FormField
            key={name}
            name={name}
            label={labels[name]}
            autoComplete={autoComplete[name]}
            defaultValue={value}
            required={required}
            optional={!required}
          />
        ))}
      </div>
      <FormMessage />
      <SubmitButton className="sm:w-fit">Save name</SubmitButton>
    </AuthForm>
  );
}
