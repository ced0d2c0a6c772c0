import "server-only";
import { customFetch } from "next-auth";
import { standardClaims } from "@/lib/connections/claims";
import { type EnterpriseConnection, enterpriseSecret } from "@/lib/connections/enterprise";
import { enterpriseClaims } from "@/lib/connections/enterprise-claims";
import type { Claims } from "@/lib/connections/identity";
import { findSocial, type SocialConnection } from "@/lib/connections/social";
import type { Profile, ProviderConfig } from "@/lib/connections/social-providers";
import { parseJson } from "@/lib/parse-json";
import { refuseUnsafeRedirect } from "@/lib/security/discovery";
import { guardedFetch } from "@/lib/security/outbound";
import type { Settings } from "@/lib/settings/schema";

/** A connection as Auth.js takes it, and how its answer is read. */
export interface Provider {
  id: string;
  strategy: "oauth" | "enterprise";
  config: ProviderConfig;
  claims(profile: Profile): Claims | null;
  /** Of an OpenID provider: whose ID tokens they are, to check once more (OA-04). */
  idToken: { issuer: string; clientId: string; jwksUri?: string } | null;
}

/** Code flow with PKCE and state always, and a nonce where there is an ID token (OA-01). */
const checksOf = (type: ProviderConfig["type"]): ProviderConfig["checks"] =>
  type === "oidc" ? ["pkce", "state", "nonce"] : ["pkce", "state"];

const WELL_KNOWN = "/.well-known/openid-configuration";

/** Every request to a provider is guarded (OA-08, OA-09). Auth.js wants a user info endpoint even where it asks none. */
function providerFetch(amend: (metadata: Profile) => Profile): typeof fetch {
  return async (input, init) => {
    const response = await guardedFetch(input, init);
    const { pathname, origin } = new URL(input instanceof Request ? input.url : input);
    if (!pathname.endsWith(WELL_KNOWN) || !response.ok) return response;
    const metadata = (await response
      .clone()
      .text()
      .then(parseJson)
      .catch(() => null)) as Profile | null;
    // What is no JSON is for the protocol's own library to complain of.
    if (!metadata) return response;
    refuseUnsafeRedirect(metadata);
    return Response.json(amend({ userinfo_endpoint: `${origin}/none`, ...metadata }));
  };
}

/** @returns the social connection of that key, if people can use it now. */
export function socialProvider(settings: Settings, id: string): Provider | null {
  const connection = findSocial(settings, id);
  return connection ? providerOf(connection) : null;
}

function providerOf(connection: SocialConnection): Provider {
  const { id, name, clientId, issuer, provider, trustsEmail } = connection;
  const keys = { clientId, clientSecret: connection.clientSecret(), issuer: issuer || undefined };
  const claims = provider?.claims ?? ((profile: Profile) => standardClaims(profile, trustsEmail));
  const given = provider?.configure(keys) ?? ({ id, name, type: "oidc", ...keys } as ProviderConfig);
  const config = withGuards(given, claims, provider?.checks, provider?.amend);
  const signedBy = config.type === "oidc" ? issuer || config.issuer : undefined;
  return { id, strategy: "oauth", config, claims, idToken: signedBy ? { issuer: signedBy, clientId } : null };
}

/** @returns an enterprise connection by OpenID Connect; null while it lacks what that needs. */
export function enterpriseProvider(connection: EnterpriseConnection): Provider | null {
  const { id, organisation, oidc } = connection;
  if (!oidc) return null;
  const { issuer, clientId, scopes, authorizationUrl, tokenUrl, userInfoUrl, jwksUrl } = oidc;
  const claims = (profile: Profile) => enterpriseClaims(connection, profile);
  const given = {
    id,
    name: organisation,
    type: "oidc",
    issuer,
    clientId,
    clientSecret: enterpriseSecret(connection),
    authorization: { ...(authorizationUrl && { url: authorizationUrl }), params: { scope: scopes } },
    ...(tokenUrl && { token: tokenUrl, userinfo: userInfoUrl || `${issuer}/none` }),
  } as ProviderConfig;
  const idToken = { issuer, clientId, jwksUri: jwksUrl };
  return { id, strategy: "enterprise", config: withGuards(given, claims), claims, idToken };
}

function withGuards(
  given: ProviderConfig,
  claims: Provider["claims"],
  checks: ProviderConfig["checks"] = checksOf(given.type),
  amend: (metadata: Profile) => Profile = (metadata) => metadata,
): ProviderConfig {
  return {
    ...given,
    checks,
    // Its id becomes the account's; whoever has none is refused in the callback.
    profile: (profile: Profile) => ({ id: claims(profile)?.subject ?? "" }),
    [customFetch]: providerFetch(amend),
  } as ProviderConfig;
}
