"use client";

import { AuthForm } from "@/components/auth/auth-form";
import { FormField } from "@/components/auth/form-field";
import { SubmitButton } from "@/components/auth/submit-button";
import type { FormAction } from "@/lib/form-state";
import { RecentAuthHint } from "./recent-auth-hint";

/** Names another address; a code or link goes there before it is added. */
export function AddEmailForm({ action, sends }: { action: FormAction; sends: "code" | "link" }) {
  return (
    <AuthForm action={action} className="border-t pt-5">
      <FormField
        name="email"
        type="email"
        inputMode="email"
        autoComplete="email"
        label="Add an address"
        description={`We'll send a ${sends} there first.`}
        required
        withMessage
      />
      <RecentAuthHint />
      <SubmitButton variant="outline" className="sm:w-fit">
        Send {sends}
      </SubmitButton>
    </AuthForm>
  );
}
