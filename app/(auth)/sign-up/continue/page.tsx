import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { requireStep } from "@/app/(auth)/require-step";
import { AuthHeading } from "@/components/auth/auth-heading";
import { ContinueForm } from "@/components/auth/continue-form";
import { missingFields } from "@/lib/flows/sign-up-advance";
import { collected, nextToProve } from "@/lib/flows/sign-up-fields";
import { getSettings } from "@/lib/settings/read";
import { passwordRulesOf } from "@/lib/users/composition";
import { offeredCountries } from "@/lib/users/offered-countries";
import { formatPhone } from "@/lib/users/phone-number";
import { usernameHint } from "@/lib/users/username";
import { continueSignUpAction } from "../actions";

export const metadata: Metadata = { title: "Almost there" };

export default async function ContinueSignUpPage() {
  const attempt = await requireStep("sign-up", "/sign-up");
  const settings = await getSettings();
  if (nextToProve(attempt, settings)) redirect("/sign-up/verify");
  const proved = collected(attempt).filter(({ kind, verifiedAt }) => kind !== "username" && verifiedAt);
  const verified = new Intl.ListFormat("en-GB").format(
    proved.map(({ kind, value }) => (kind === "phone" ? formatPhone(value) : value)),
  );
  return (
    <>
      <AuthHeading title="Almost there">
        {verified && `${verified} ${proved.length === 1 ? "is" : "are"} verified. `}One last step before your account is
        ready.
      </AuthHeading>
      <ContinueForm
        action={continueSignUpAction}
        identifier={attempt.data.email ?? attempt.data.username ?? attempt.data.phone ?? ""}
        fields={missingFields(attempt, settings)}
        passwordRules={passwordRulesOf(settings)}
        usernameHint={usernameHint(settings)}
        phone={{ countries: offeredCountries(settings), defaultCountry: settings.phone.defaultCountry }}
      />
    </>
  );
}
