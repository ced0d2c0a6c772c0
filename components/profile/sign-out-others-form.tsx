"use client";

import { AuthForm } from "@/components/auth/auth-form";
import { FormMessage } from "@/components/auth/form-message";
import { SubmitButton } from "@/components/auth/submit-button";
import type { FormAction } from "@/lib/form-state";
import { RecentAuthHint } from "./recent-auth-hint";

/** Ends every session but this one. */
export function SignOutOthersForm({ action }: { action: FormAction }) {
  return (
    <AuthForm action={action}>
      <SubmitButton variant="outline" className="sm:w-fit">
        Sign out all other devices
      </SubmitButton>
      <FormMessage />
      <RecentAuthHint />
    </AuthForm>
  );
}
