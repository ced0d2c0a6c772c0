"use client";

import { AuthForm } from "@/components/auth/auth-form";
import { FormField } from "@/components/auth/form-field";
import { SubmitButton } from "@/components/auth/submit-button";
import type { FormAction } from "@/lib/form-state";
import { RecentAuthHint } from "./recent-auth-hint";

/** Names another address; a code goes there before it is added. */
export function AddEmailForm({ action }: { action: FormAction }) {
  return (
    <AuthForm action={action} className="border-t pt-5">
      <FormField
        name="email"
        type="email"
        inputMode="email"
        autoComplete="email"
        label="Add an address"
        description="We'll send a code there first."
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
