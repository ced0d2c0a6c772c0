import type { Metadata } from "next";
import Link from "next/link";
import { redirect } from "next/navigation";
import { requireStep } from "@/app/(auth)/require-step";
import { sentMessageOf } from "@/app/(auth)/sent-message";
import { AuthHeading } from "@/components/auth/auth-heading";
import { Footnote } from "@/components/auth/footnote";
import { NewPasswordForm } from "@/components/auth/new-password-form";
import { getSettings } from "@/lib/settings/read";
import { passwordRulesOf } from "@/lib/users/composition";
import { hasPassword } from "@/lib/users/passwords";
import { newPasswordAction } from "../actions";

export const metadata: Metadata = { title: "Choose a new password" };

export default async function NewPasswordPage() {
  const attempt = await requireStep("reset-password", "/reset-password");
  if (!attempt.identifierProvedAt) redirect("/reset-password/verify");
  const settings = await getSettings();
  // Proved by now: this tells nobody but the owner of the account.
  if (!settings.password.enabled && !(attempt.userId && (await hasPassword(attempt.userId)))) {
    return (
      <>
        <AuthHeading title="You have no password">
          Nor are new ones given here. Sign in with a code or link instead.
        </AuthHeading>
        <Footnote>
          <Link href="/sign-in">Go to sign in</Link>
        </Footnote>
      </>
    );
  }
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
