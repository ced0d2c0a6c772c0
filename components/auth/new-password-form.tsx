"use client";

import type { FormAction } from "@/lib/form-state";
import { AuthForm } from "./auth-form";
import { HiddenUsername } from "./hidden-username";
import { NewPasswordField, type PasswordRules } from "./new-password-field";
import { SignOutOthers } from "./sign-out-others";
import { SubmitButton } from "./submit-button";

interface NewPasswordFormProps {
  action: FormAction;
  /** Whose password, for password managers. */
  identifier: string;
  passwordRules: PasswordRules;
  signOutOthersDefault?: boolean;
}

/** Sets a password, and signs the other devices out unless told otherwise. */
export function NewPasswordForm({
  action,
  identifier,
  passwordRules,
  signOutOthersDefault = true,
}: NewPasswordFormProps) {
  return (
    <AuthForm action={action}>
      <HiddenUsername value={identifier} />
      <NewPasswordField label="New password" rules={passwordRules} autoFocus />
      <SignOutOthers ticked={signOutOthersDefault} />
      <SubmitButton>Set new password</SubmitButton>
    </AuthForm>
  );
}
