import type { Metadata } from "next";
import Link from "next/link";
import { ContinueWith, hasWaysElsewhere } from "@/app/(auth)/continue-with";
import { leaveIfSignedIn } from "@/app/(auth)/leave-if-signed-in";
import { AuthHeading } from "@/components/auth/auth-heading";
import { Footnote } from "@/components/auth/footnote";
import { IdentifierForm } from "@/components/auth/identifier-form";
import { PasskeySignIn } from "@/components/auth/passkey-sign-in";
import { SignedInElsewhere } from "@/components/auth/signed-in-elsewhere";
import { offersPasskeys } from "@/lib/security/relying-party";
import { getSettings } from "@/lib/settings/read";
import { firstFactors } from "@/lib/strategies";
import { kindsInWords, signInKinds } from "@/lib/users/identify";
import { passkeySignInAction, startSignInAction } from "./actions";

export const metadata: Metadata = { title: "Sign in" };

export default async function SignInPage({ searchParams }: PageProps<"/sign-in">) {
  const destination = await leaveIfSignedIn(searchParams);
  const settings = await getSettings();
  const query = destination.asked ? `?redirect_url=${encodeURIComponent(destination.asked)}` : "";
  const kinds = signInKinds(settings).filter((kind) => firstFactors(settings, kind).length > 0);

  const { button, autofill } = settings.passkey;
  const passkeys = offersPasskeys(settings) ? { button, autofill: autofill && kinds.length > 0 } : null;

  const hasOthers = hasWaysElsewhere(settings);
  if (kinds.length === 0 && !passkeys?.button && !hasOthers) {
    return (
      <AuthHeading title="Sign-in is off">
        No way to sign in is switched on. An administrator can change that in /admin.
      </AuthHeading>
    );
  }
  return (
    <>
      <AuthHeading title={`Sign in to ${settings.branding.appName}`}>
        {destination.lost
          ? "That step had expired, or was opened in another browser. Start again here."
          : kinds.length > 0
            ? `Welcome back. Enter your ${kindsInWords(kinds)} to go on.`
            : hasOthers
              ? "Welcome back. Choose how to go on."
              : "Welcome back. Your passkey is all you need."}
      </AuthHeading>
      <ContinueWith settings={settings} redirectUrl={destination.asked} separated={kinds.length > 0} />
      {kinds.length > 0 && (
        <IdentifierForm
          action={startSignInAction}
          kinds={kinds}
          label={kindsInWords(kinds)}
          redirectUrl={destination.asked}
          onwardPath="/sign-in/verify"
        />
      )}
      {passkeys && (passkeys.button || passkeys.autofill) && (
        <PasskeySignIn
          action={passkeySignInAction}
          redirectUrl={destination.asked}
          separated={kinds.length > 0 || hasOthers}
          {...passkeys}
        />
      )}
      {settings.signUp.open && (
        <Footnote>
          No account yet? <Link href={`/sign-up${query}`}>Create one</Link>
        </Footnote>
      )}
      <SignedInElsewhere redirectUrl={destination.path} />
    </>
  );
}
