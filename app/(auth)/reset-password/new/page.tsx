import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { requireStep } from "@/app/(auth)/require-step";
import { sentMessageOf } from "@/app/(auth)/sent-message";
import { AuthHeading } from "@/components/auth/auth-heading";
import { NewPasswordForm } from "@/components/auth/new-password-form";
import { getSettings } from "@/lib/settings/read";
import { passwordRulesOf } from "@/lib/users/composition";
import { newPasswordAction } from "../actions";

export const metadata: Metadata = { title: "Choose a new password" };

export default async function NewPasswordPage() {
  const attempt = await requireStep("reset-password", "/reset-password");
  if (!attempt.identifierProvedAt) redirect("/reset-password/verify");
  const settings = await getSettings();
  return (
    <>
      <AuthHeading title="Choose a new password">
        For {sentMessageOf(attempt).to}. You'll be signed in with it right away.
      </AuthHeading>
      <NewPasswordForm
        action={newPasswordAction}
        identifier={attempt.identifierValue ?? ""}
        passwordRules={passwordRulesOf(settings)}
      />
    </>
  );
}
