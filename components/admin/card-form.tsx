"use client";

import type { ComponentProps, ReactNode } from "react";
import { AuthForm } from "@/components/auth/auth-form";
import { FormMessage } from "@/components/auth/form-message";
import { SubmitButton } from "@/components/auth/submit-button";
import { RecentAuthHint } from "@/components/profile/recent-auth-hint";
import type { FormAction } from "@/lib/form-state";
import { cn } from "@/lib/utils";

interface CardFormProps {
  action: FormAction;
  hidden: Record<string, string>;
  /** The word on its button. */
  submit: string;
  /** As read out, where several forms of a page have the same word. */
  label?: string;
  variant?: ComponentProps<typeof SubmitButton>["variant"];
  className?: string;
  children?: ReactNode;
}

/** A form within a card: its fields, its button, and beside it what became of it. */
export function CardForm({ action, hidden, submit, label, variant, className, children }: CardFormProps) {
  return (
    <AuthForm action={action} hidden={hidden} className={cn("gap-3", className)}>
      {children}
      <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
        <SubmitButton variant={variant} aria-label={label} className="w-auto">
          {submit}
        </SubmitButton>
        <FormMessage />
        <RecentAuthHint />
      </div>
    </AuthForm>
  );
}
