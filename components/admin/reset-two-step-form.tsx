"use client";

import type { ReactNode } from "react";
import { AuthForm } from "@/components/auth/auth-form";
import { FormField } from "@/components/auth/form-field";
import { FormMessage } from "@/components/auth/form-message";
import { SubmitButton } from "@/components/auth/submit-button";
import { RecentAuthHint } from "@/components/profile/recent-auth-hint";
import type { FormAction } from "@/lib/form-state";

interface ResetTwoStepFormProps {
  action: FormAction;
  /** Whose. */
  id: string;
  /** There is something to take away. */
  isOffered: boolean;
  /** What it does, exactly. */
  children: ReactNode;
}

/** Takes somebody's second step away, with a reason. Stays when all is done, to say so. */
export function ResetTwoStepForm({ action, id, isOffered, children }: ResetTwoStepFormProps) {
  return (
    <AuthForm action={action} hidden={{ id }}>
      {isOffered && (
        <div className="space-y-4 border-t pt-6">
          <p className="text-sm">{children}</p>
          <FormField
            name="reason"
            label="Reason"
            description="Kept in the audit log. No codes, no passwords."
            autoComplete="off"
            maxLength={200}
            required
          />
        </div>
      )}
      <FormMessage />
      <RecentAuthHint />
      {isOffered && (
        <SubmitButton variant="destructive" className="sm:w-fit">
          Reset two-step verification
        </SubmitButton>
      )}
    </AuthForm>
  );
}
