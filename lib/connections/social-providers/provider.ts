import "server-only";
import type { OAuthConfig, OIDCConfig } from "next-auth/providers";
import type { Claims } from "../identity";

/** What a provider answered: claims of an ID token, or its user's profile. */
export type Profile = Record<string, unknown>;
export type ProviderConfig = OAuthConfig<Profile> | OIDCConfig<Profile>;
/** `issuer` is what an admin entered; undefined for the provider's own. */
export type Keys = { clientId: string; clientSecret: string; issuer?: string };

/**
 * A provider everybody may have an account at. One file and its line in the list are all there is to a provider: its
 * keys come from `AUTH_<ID>_ID` and `AUTH_<ID>_SECRET`, or from /admin/social.
 */
export interface SocialProvider {
  /** As Auth.js calls it, so that its documentation and names of variables hold here too. */
  id: string;
  name: string;
  /** On a grid of 24 × 24; a path without a colour takes that of the text. */
  icon: { path: string; color?: string }[];
  /** How an admin gets its keys: the provider's page, and what to do there. */
  setUp: { url: string; steps: string };
  /** Where it runs in more than one place: which one an admin may enter, and which it is without. */
  homes?: { label: string; description: string; issuer: string };
  /** Auth.js' description of its protocol. */
  configure(keys: Keys): ProviderConfig;
  /** Where it can't do all of PKCE, state and nonce; with the reason. */
  checks?: ProviderConfig["checks"];
  /** Mends a discovery document that says something else than the provider does. */
  amend?(metadata: Profile): Profile;
  /** Who its answer says it is; null when it does not. Only a listed provider's word counts as proof of an address (LK-05). */
  claims(profile: Profile): Claims | null;
}
