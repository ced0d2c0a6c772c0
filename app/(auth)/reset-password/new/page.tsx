import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { requireStep } from "@/app/(auth)/require-step";
import { AuthHeading } from "@/components/auth/auth-heading";
import { NewPasswordForm } from "@/components/auth/new-password-form";
import { getSettings } from "@/lib/settings/read";
import { PASSWORD_CEILING } from "@/lib/settings/schema";
import { newPasswordAction } from "../actions";

export const metadata: Metadata = { title: "Choose a new password" };

export default async function NewPasswordPage() {
  const attempt = await requireStep("reset-password", "/reset-password");
  if (!attempt.identifierProvedAt) redirect("/reset-password/verify");
  const { password } = await getSettings();
  return (
    <>
      <AuthHeading title="Choose a new password">
        For {attempt.identifierValue}. You'll be signed in with it right away.
      </AuthHeading>
      <NewPasswordForm
        action={newPasswordAction}
        identifier={attempt.identifierValue ?? ""}
        passwordRules={{ minLength: password.minLength, maxLength: PASSWORD_CEILING }}
      />
    </>
  );
}
