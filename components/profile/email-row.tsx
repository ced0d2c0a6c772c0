"use client";

import { AuthForm } from "@/components/auth/auth-form";
import { FormMessage } from "@/components/auth/form-message";
import { SubmitButton } from "@/components/auth/submit-button";
import { Badge } from "@/components/ui/badge";
import type { FormAction } from "@/lib/form-state";
import { RecentAuthHint } from "./recent-auth-hint";

interface EmailRowProps {
  id: string;
  address: string;
  isPrimary: boolean;
  isVerified: boolean;
  /** Sends a code to the address, as adding it would. */
  verifyAction: FormAction;
  makePrimaryAction: FormAction;
  removeAction: FormAction;
}

/** One address of the person and what can be done with it. */
export function EmailRow({
  id,
  address,
  isPrimary,
  isVerified,
  verifyAction,
  makePrimaryAction,
  removeAction,
}: EmailRowProps) {
  return (
    <li className="flex flex-col gap-2 py-3 first:pt-0 sm:flex-row sm:items-center">
      <div className="flex min-w-0 grow flex-wrap items-center gap-2">
        <span className="truncate text-sm font-medium" title={address}>
          {address}
        </span>
        {isPrimary && <Badge variant="secondary">Primary</Badge>}
        {!isVerified && <Badge variant="outline">Unverified</Badge>}
      </div>
      <div className="flex shrink-0 flex-wrap gap-2">
        {!isVerified && (
          <RowAction action={verifyAction} hidden={{ email: address }} label={`Verify ${address}`}>
            Verify
          </RowAction>
        )}
        {isVerified && !isPrimary && (
          <RowAction action={makePrimaryAction} hidden={{ id }} label={`Make ${address} primary`}>
            Make primary
          </RowAction>
        )}
        {!isPrimary && (
          <RowAction action={removeAction} hidden={{ id }} label={`Remove ${address}`}>
            Remove
          </RowAction>
        )}
      </div>
    </li>
  );
}

interface RowActionProps {
  action: FormAction;
  hidden: Record<string, string>;
  label: string;
  children: string;
}

function RowAction({ action, hidden, label, children }: RowActionProps) {
  return (
    <AuthForm action={action} hidden={hidden}>
      <SubmitButton variant="outline" size="sm" aria-label={label} className="w-auto">
        {children}
      </SubmitButton>
      <FormMessage />
      <RecentAuthHint />
    </AuthForm>
  );
}
