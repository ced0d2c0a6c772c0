import { cookies } from "next/headers";
import { SocialButtons } from "@/components/auth/social-buttons";
import { socialConnections } from "@/lib/connections/social";
import { lastConnection } from "@/lib/sessions/last-connection";
import type { Settings } from "@/lib/settings/schema";
import { startSocialAction } from "./sign-in/actions";

interface SocialSignInProps {
  settings: Settings;
  redirectUrl?: string;
}

/** @returns the connections people sign in and up with, as their buttons need them. */
export const socialOptions = (settings: Settings) =>
  socialConnections(settings).flatMap(({ id, name, use, provider }) =>
    use === "sign-in" ? [{ id, name, logo: provider?.icon }] : [],
  );

/** The ways in by an account elsewhere. Nothing where there are none. */
export async function SocialSignIn({ settings, redirectUrl }: SocialSignInProps) {
  const options = socialOptions(settings);
  if (options.length === 0) return null;
  const lastUsed = lastConnection(await cookies());
  return <SocialButtons action={startSocialAction} options={options} lastUsed={lastUsed} redirectUrl={redirectUrl} />;
}
