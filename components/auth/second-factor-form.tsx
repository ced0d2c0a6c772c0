"use client";

import type { FormAction } from "@/lib/form-state";
import { AuthForm } from "./auth-form";
import { CodeInput } from "./code-input";
import { FormField } from "./form-field";
import { SubmitButton } from "./submit-button";
import { TrustBrowser } from "./trust-browser";

interface SecondFactorFormProps {
  action: FormAction;
  /** Posted along, e.g. `strategy`. */
  hidden?: Record<string, string | undefined>;
  kind: "totp" | "phone-code" | "backup-code";
  submitLabel: string;
  /** Offers to spare this browser the second step for so many days. */
  trustDays?: number;
  /** Off where something has to be done before the code can be known. */
  autoFocus?: boolean;
}

/** The code of a second factor: six digits of an app or text message, or one of the backup codes. */
export function SecondFactorForm({
  action,
  hidden,
  kind,
  submitLabel,
  trustDays,
  autoFocus = true,
}: SecondFactorFormProps) {
  const common = { name: "code", autoFocus, required: true, withMessage: true };
  return (
    <AuthForm action={action} hidden={hidden}>
      {kind === "backup-code" ? (
        <FormField
          {...common}
          label="Backup code"
          placeholder="abcd-efgh-jkmn-pqrs"
          autoComplete="off"
          autoCapitalize="none"
          autoCorrect="off"
          spellCheck={false}
          className="h-10 font-mono"
        />
      ) : (
        <FormField
          {...common}
          label="6-digit code"
          // Read out with the field: whoever can't see the box below learns of it before it is too late.
          description={
            trustDays ? "The last digit sends the code. If you want the box below, tick it first." : undefined
          }
          control={CodeInput}
        />
      )}
      {/* After the code, which has the focus: one Tab ahead, and any post of the form takes it along. */}
      {trustDays !== undefined && <TrustBrowser days={trustDays} />}
      <SubmitButton>{submitLabel}</SubmitButton>
    </AuthForm>
  );
}
