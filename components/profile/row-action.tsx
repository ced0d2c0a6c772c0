"use client";

import { AuthForm } from "@/components/auth/auth-form";
import { FormMessage } from "@/components/auth/form-message";
import { SubmitButton } from "@/components/auth/submit-button";
import type { FormAction } from "@/lib/form-state";
import { RecentAuthHint } from "./recent-auth-hint";

interface RowActionProps {
  action: FormAction;
  hidden: Record<string, string>;
  /** As read out, where the rows make the visible word ambiguous. */
  label: string;
  children: string;
}

/** One thing that can be done with a row of a list. */
export function RowAction({ action, hidden, label, children }: RowActionProps) {
  return (
    <AuthForm action={action} hidden={hidden} className="items-start gap-1 sm:items-end">
      <SubmitButton variant="outline" size="sm" aria-label={label} className="w-auto">
        {children}
      </SubmitButton>
      <FormMessage />
      <RecentAuthHint />
    </AuthForm>
  );
}
