"use client";

import { AuthForm } from "@/components/auth/auth-form";
import { FormField } from "@/components/auth/form-field";
import { SubmitButton } from "@/components/auth/submit-button";
import type { FormAction } from "@/lib/form-state";
import { RecentAuthHint } from "./recent-auth-hint";

interface UsernameFormProps {
  action: FormAction;
  value: string;
  /** The rules, in words. */
  hint: string;
}

/** Sets or changes the username. */
export function UsernameForm({ action, value, hint }: UsernameFormProps) {
  return (
    <AuthForm action={action}>
      <FormField
        name="username"
        label="Username"
        description={hint}
        autoComplete="username"
        autoCapitalize="none"
        spellCheck={false}
        defaultValue={value}
        required
        withMessage
      />
      <RecentAuthHint />
      <SubmitButton className="sm:w-fit">{value ? "Change username" : "Set username"}</SubmitButton>
    </AuthForm>
  );
}
