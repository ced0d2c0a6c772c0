import "server-only";
import type { OAuthConfig, OIDCConfig } from "next-auth/providers";
import Google from "next-auth/providers/google";
import { standardClaims } from "./claims";
import type { Claims } from "./identity";

/** What a provider answered: claims of an ID token, or its user's profile. */
export type Profile = Record<string, unknown>;
type Keys = { clientId: string; clientSecret: string; issuer?: string };
export type ProviderConfig = OAuthConfig<Profile> | OIDCConfig<Profile>;

/**
 * A provider everybody may have an account at. One entry is all there is to a provider: its keys come from
 * `AUTH_<ID>_ID` and `AUTH_<ID>_SECRET`, or from /admin/social.
 */
export interface SocialProvider {
  id: string;
  name: string;
  /** Its logo: paths on a 24×24 viewBox; one without a colour takes the text's. */
  icon?: { path: string; color?: string }[];
  /** Auth.js' description of its protocol. */
  configure(keys: Keys): ProviderConfig;
  /** Where it can't do all of PKCE, state and nonce; with the reason. */
  checks?: ProviderConfig["checks"];
  /** Mends a discovery document that says something else than the provider does. */
  amend?(metadata: Profile): Profile;
  /** Who its answer says it is; null when it does not. Only a listed provider's word counts as proof of an address (LK-05). */
  claims(profile: Profile): Claims | null;
}

/** In the order of the buttons. */
export const socialProviders: SocialProvider[] = [
  {
    id: "google",
    name: "Google",
    configure: (keys) => Google(keys) as ProviderConfig,
    claims: (profile) => standardClaims(profile, true),
  },
];
