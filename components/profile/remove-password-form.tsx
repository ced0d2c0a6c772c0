"use client";

import { AuthForm } from "@/components/auth/auth-form";
import { FormMessage } from "@/components/auth/form-message";
import { SignOutOthers } from "@/components/auth/sign-out-others";
import { SubmitButton } from "@/components/auth/submit-button";
import type { FormAction } from "@/lib/form-state";
import { RecentAuthHint } from "./recent-auth-hint";

/** Takes the password away from somebody who signs in another way. */
export function RemovePasswordForm({ action }: { action: FormAction }) {
  return (
    <AuthForm action={action}>
      <SignOutOthers ticked />
      <FormMessage />
      <RecentAuthHint />
      <SubmitButton variant="destructive" className="sm:w-fit">
        Remove password
      </SubmitButton>
    </AuthForm>
  );
}
