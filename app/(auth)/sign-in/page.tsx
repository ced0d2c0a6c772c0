import type { Metadata } from "next";
import Link from "next/link";
import { leaveIfSignedIn } from "@/app/(auth)/leave-if-signed-in";
import { AuthHeading } from "@/components/auth/auth-heading";
import { Footnote } from "@/components/auth/footnote";
import { IdentifierForm } from "@/components/auth/identifier-form";
import { SignedInElsewhere } from "@/components/auth/signed-in-elsewhere";
import { getSettings } from "@/lib/settings/read";
import { firstFactors } from "@/lib/strategies";
import { kindsInWords, signInKinds } from "@/lib/users/identify";
import { startSignInAction } from "./actions";

export const metadata: Metadata = { title: "Sign in" };

export default async function SignInPage({ searchParams }: PageProps<"/sign-in">) {
  const destination = await leaveIfSignedIn(searchParams);
  const settings = await getSettings();
  const query = destination.asked ? `?redirect_url=${encodeURIComponent(destination.asked)}` : "";
  const kinds = signInKinds(settings).filter((kind) => firstFactors(settings, kind).length > 0);

  if (kinds.length === 0) {
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
          : `Welcome back. Enter your ${kindsInWords(kinds)} to go on.`}
      </AuthHeading>
      <IdentifierForm
        action={startSignInAction}
        kinds={kinds}
        label={kindsInWords(kinds)}
        redirectUrl={destination.asked}
      />
      {settings.signUp.open && (
        <Footnote>
          No account yet? <Link href={`/sign-up${query}`}>Create one</Link>
        </Footnote>
      )}
      <SignedInElsewhere redirectUrl={destination.path} />
    </>
  );
}
