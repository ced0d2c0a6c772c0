import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { requireStep } from "@/app/(auth)/require-step";
import { AuthHeading } from "@/components/auth/auth-heading";
import { ContinueForm } from "@/components/auth/continue-form";
import { missingFields } from "@/lib/flows/sign-up";
import { getSettings } from "@/lib/settings/read";
import { PASSWORD_CEILING } from "@/lib/settings/schema";
import { continueSignUpAction } from "../actions";

export const metadata: Metadata = { title: "Almost there" };

export default async function ContinueSignUpPage() {
  const attempt = await requireStep("sign-up", "/sign-up");
  const settings = await getSettings();
  if (settings.email.verifyAtSignUp && !attempt.identifierProvedAt) redirect("/sign-up/verify");
  return (
    <>
      <AuthHeading title="Almost there">
        {attempt.identifierProvedAt ? `${attempt.identifierValue} is verified. ` : ""}One last step before your account
        is ready.
      </AuthHeading>
      <ContinueForm
        action={continueSignUpAction}
        identifier={attempt.identifierValue ?? ""}
        fields={missingFields(attempt, settings)}
        passwordRules={{ minLength: settings.password.minLength, maxLength: PASSWORD_CEILING }}
      />
    </>
  );
}
