"use client";

import { AuthForm } from "@/components/auth/auth-form";
import { HiddenUsername } from "@/components/auth/hidden-username";
import { NewPasswordField, type PasswordRules } from "@/components/auth/new-password-field";
import { SignOutOthers } from "@/components/auth/sign-out-others";
import { SubmitButton } from "@/components/auth/submit-button";
import type { FormAction } from "@/lib/form-state";
import { RecentAuthHint } from "./recent-auth-hint";

interface SetPasswordFormProps {
  action: FormAction;
  /** Whose password, for password managers. */
  identifier: string;
  isNew: boolean;
  passwordRules: PasswordRules;
}

/** Sets a first password, or replaces the one there is. */
export function SetPasswordForm({ action, identifier, isNew, passwordRules }: SetPasswordFormProps) {
  return (
    <AuthForm action={action}>
      <HiddenUsername value={identifier} />
      <NewPasswordField label={isNew ? "Password" : "New password"} rules={passwordRules} />
      <RecentAuthHint />
      <SignOutOthers ticked />
      <SubmitButton className="sm:w-fit">{isNew ? "Set password" : "Change password"}</SubmitButton>
    </AuthForm>
  );
}
