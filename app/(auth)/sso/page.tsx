import type { Metadata } from "next";
import Link from "next/link";
import { AuthForm } from "@/components/auth/auth-form";
import { AuthHeading } from "@/components/auth/auth-heading";
import { Footnote } from "@/components/auth/footnote";
import { FormMessage } from "@/components/auth/form-message";
import { SubmitButton } from "@/components/auth/submit-button";
import { Button } from "@/components/ui/button";
import { findSocial } from "@/lib/connections/social";
import type { ErrorCode } from "@/lib/errors";
import { CONNECTIONS_PATH } from "@/lib/flows/connect";
import { getSession } from "@/lib/sessions/read";
import { getSettings } from "@/lib/settings/read";
import { firstFactors, resetKinds } from "@/lib/strategies";
import { signInKinds } from "@/lib/users/identify";
import { startSignInAction, startSocialAction } from "../sign-in/actions";
import { readProblem } from "./problem";

export const metadata: Metadata = { title: "Sign-in stopped" };

/** After these, the same provider may well give another answer. */
const MAY_PASS: ErrorCode[] = ["attempt_missing", "sso_cancelled", "sso_failed", "sso_provider_down", "sso_refused"];
/** There is an account, and its own ways in open it. */
const HAS_ACCOUNT: ErrorCode[] = ["identifier_taken", "sso_account_exists", "sso_account_unproved"];

/** Where people land whom a provider's answer led nowhere: why, and what to do now. */
export default async function SsoPage({ searchParams }: PageProps<"/sso">) {
  const settings = await getSettings();
  const { code, title, words, connection, email, redirectTo } = await readProblem(await searchParams, settings);
  const heading = <AuthHeading title={title}>{words}</AuthHeading>;

  if (await getSession()) {
    return (
      <>
        {heading}
        <WayOn href={CONNECTIONS_PATH}>Back to your connected accounts</WayOn>
      </>
    );
  }
  const social = findSocial(settings, connection);
  if (social?.use === "sign-in" && MAY_PASS.includes(code)) {
    return (
      <>
        {heading}
        <AuthForm action={startSocialAction} hidden={{ connection, redirect_url: redirectTo }}>
          <SubmitButton>Try again with {social.name}</SubmitButton>
          <FormMessage />
        </AuthForm>
        <Footnote>
          <Link href="/sign-in">Use another way</Link>
        </Footnote>
      </>
    );
  }
  if (HAS_ACCOUNT.includes(code)) {
    const named = email && signInKinds(settings).includes("email") && firstFactors(settings, "email").length > 0;
    return (
      <>
        {heading}
        {named ? (
          <AuthForm action={startSignInAction} hidden={{ identifier: email, redirect_url: CONNECTIONS_PATH }}>
            <SubmitButton>Sign in to it</SubmitButton>
            <FormMessage />
          </AuthForm>
        ) : (
          <WayOn href="/sign-in">Sign in to it</WayOn>
        )}
        {settings.password.enabled && resetKinds(settings).includes("email") && (
          <Footnote>
            No way in any more? <Link href="/reset-password">Reset your password</Link>
          </Footnote>
        )}
        <Footnote>
          <Link href="/sign-in">Back to sign in</Link>
        </Footnote>
      </>
    );
  }
  return (
    <>
      {heading}
      <WayOn href="/sign-in">{code === "sso_required" ? "Enter your email address" : "Back to sign in"}</WayOn>
      <Footnote>
        <Link href="/">To the start page</Link>
      </Footnote>
    </>
  );
}

const WayOn = ({ href, children }: { href: string; children: string }) => (
  <Button asChild size="lg" className="w-full">
    <Link href={href}>{children}</Link>
  </Button>
);
