import type { Metadata } from "next";
import Link from "next/link";
import { ContinueWith, hasWaysElsewhere } from "@/app/(auth)/continue-with";
import { leaveIfSignedIn } from "@/app/(auth)/leave-if-signed-in";
import { AuthHeading } from "@/components/auth/auth-heading";
import { Footnote } from "@/components/auth/footnote";
import { SignUpForm } from "@/components/auth/sign-up-form";
import { SignedInElsewhere } from "@/components/auth/signed-in-elsewhere";
import { isSignUpPossible, signUpFields } from "@/lib/flows/sign-up-fields";
import { getSettings } from "@/lib/settings/read";
import { offeredCountries } from "@/lib/users/offered-countries";
import { usernameHint } from "@/lib/users/username";
import { startSignUpAction } from "./actions";

export const metadata: Metadata = { title: "Create your account" };

export default async function SignUpPage({ searchParams }: PageProps<"/sign-up">) {
  const destination = await leaveIfSignedIn(searchParams);
  const settings = await getSettings();
  const query = destination.asked ? `?redirect_url=${encodeURIComponent(destination.asked)}` : "";
  const signIn = (
    <Footnote>
      Have an account already? <Link href={`/sign-in${query}`}>Sign in</Link>
    </Footnote>
  );

  const byForm = isSignUpPossible(settings);
  if (!byForm && !(settings.signUp.open && hasWaysElsewhere(settings))) {
    return (
      <>
        <AuthHeading title="Sign-up is closed">
          New accounts can't be created here at the moment. Ask an administrator for one.
        </AuthHeading>
        {signIn}
      </>
    );
  }
  return (
    <>
      <AuthHeading title="Create your account">
        {destination.lost
          ? "That step had expired, or was opened in another browser. Start again here."
          : `It takes a minute, and then ${settings.branding.appName} is yours.`}
      </AuthHeading>
      <ContinueWith settings={settings} redirectUrl={destination.asked} separated={byForm} />
      {byForm && (
        <SignUpForm
          action={startSignUpAction}
          redirectUrl={destination.asked}
          fields={signUpFields(settings)}
          usernameHint={usernameHint(settings)}
          phone={{ countries: offeredCountries(settings), defaultCountry: settings.phone.defaultCountry }}
        />
      )}
      {signIn}
      <SignedInElsewhere redirectUrl={destination.path} />
    </>
  );
}
