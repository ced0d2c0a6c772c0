"use client";

import { AuthForm } from "@/components/auth/auth-form";
import { FormMessage } from "@/components/auth/form-message";
import { SubmitButton } from "@/components/auth/submit-button";
import { RecentAuthHint } from "@/components/profile/recent-auth-hint";
import type { FormAction } from "@/lib/form-state";

interface LiftLocksFormProps {
  action: FormAction;
  /** Whose. */
  id: string;
  /** There is something to lift. */
  isOffered: boolean;
}

/** Lifts a user's locks. It stays afterwards, to show the result. */
export function LiftLocksForm({ action, id, isOffered }: LiftLocksFormProps) {
  return (
    <AuthForm action={action} hidden={{ id }}>
      <FormMessage />
      <RecentAuthHint />
      {isOffered && (
        <SubmitButton variant="outline" className="sm:w-fit">
          Lift the lock
        </SubmitButton>
      )}
    </AuthForm>
  );
}
