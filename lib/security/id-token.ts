import "server-only";
import { createRemoteJWKSet, customFetch, errors, type JWTPayload, type JWTVerifyOptions, jwtVerify } from "jose";
import { fail, ok, type Result } from "@/lib/errors";
import { discover, issuerOfTenant } from "./discovery";
import { guardedFetch, OutboundError } from "./outbound";

const CLOCK_SKEW_SECONDS = 60;
/** How soon after keys were read an unknown one may have them read again (OA-07). */
const KEYS_COOLDOWN_MS = 10_000;
const SUBJECT_MAX = 255;
/** Of a public key only: with "none" or HS256 anybody could sign (RFC 8725 §3.1). */
const ALGORITHMS = [
  "RS256",
  "RS384",
  "RS512",
  "PS256",
  "PS384",
  "PS512",
  "ES256",
  "ES384",
  "ES512",
  "EdDSA",
  "Ed25519",
];

/** Which check a token did not pass: `details.check` of an `id_token_refused`; a claim by its name. */
export type IdTokenCheck =
  | "format"
  | "alg"
  | "key"
  | "signature"
  | "iss"
  | "sub"
  | "aud"
  | "azp"
  | "exp"
  | "iat"
  | "nbf"
  | "tid";

type Keys = ReturnType<typeof createRemoteJWKSet>;
const keySets = new Map<string, Keys>();

/**
 * The checks of an ID token that Auth.js leaves out (OpenID Connect Core 1.0, §3.1.3.7): its signature, with the keys the
 * issuer publishes; and once more those it makes, on what is now known to be the issuer's own words. Keys named by the
 * token itself (`jku`, `jwk`, `x5u`, `x5c`) are ignored. Whether the token answers this very request (nonce, state, PKCE)
 * is Auth.js' to say.
 * @param expected.issuer as configured. @param expected.jwksUri where its keys are, if it has no discovery document.
 * @returns the claims; id_token_refused with an `IdTokenCheck` as `details.check`; or provider_unreachable.
 */
export async function verifyIdToken(
  token: string,
  expected: { issuer: string; clientId: string; jwksUri?: string; now: Date },
): Promise<Result<JWTPayload>> {
  const provider = expected.jwksUri
    ? ok({ issuer: expected.issuer, jwks_uri: expected.jwksUri })
    : await discover(expected.issuer, expected.now);
  if (!provider.ok) return provider;
  const keys = keysAt(provider.data.jwks_uri);
  try {
    const { payload, protectedHeader } = await verify(token, keys, {
      algorithms: ALGORITHMS,
      audience: expected.clientId,
      requiredClaims: ["iss", "sub", "exp", "iat"],
      clockTolerance: CLOCK_SKEW_SECONDS,
      currentDate: expected.now,
    });
    const failed = failedClaim(payload, provider.data.issuer, expected);
    if (failed) return refused(failed);
    const isForAnyTenant = provider.data.issuer !== payload.iss;
    return isForAnyTenant && !isKeyOfTenant(keys, protectedHeader.kid, payload) ? refused("key") : ok(payload);
  } catch (error) {
    return failureOf(error);
  }
}

function keysAt(uri: string): Keys {
  const known = keySets.get(uri);
  if (known) return known;
  const keys = createRemoteJWKSet(new URL(uri), { cooldownDuration: KEYS_COOLDOWN_MS, [customFetch]: guardedFetch });
  keySets.set(uri, keys);
  return keys;
}

async function verify(token: string, keys: Keys, options: JWTVerifyOptions) {
  try {
    return await jwtVerify(token, keys, options);
  } catch (error) {
    // An unknown key is looked for again by jose; one that came under an old name, or without any, is not.
    if (!(error instanceof errors.JWSSignatureVerificationFailed) || keys.coolingDown) throw error;
    await keys.reload();
    return jwtVerify(token, keys, options);
  }
}

/** @returns the first claim that is not as it should be, of those jose does not look at. */
function failedClaim(
  { iss, sub, aud, azp, iat = 0, tid }: JWTPayload,
  named: string,
  { clientId, now }: { clientId: string; now: Date },
): IdTokenCheck | undefined {
  const issuer = issuerOfTenant(named, tid);
  if (!issuer) return "tid";
  if (iss !== issuer) return "iss";
  if (typeof sub !== "string" || sub === "" || sub.length > SUBJECT_MAX) return "sub";
  // Of several audiences the one it was made for has to be named.
  if (azp === undefined ? Array.isArray(aud) && aud.length > 1 : azp !== clientId) return "azp";
  if (iat > now.getTime() / 1000 + CLOCK_SKEW_SECONDS) return "iat";
}

/** Microsoft says of each key whose tokens it signs; that of one tenant must not sign for another. */
function isKeyOfTenant(keys: Keys, kid: string | undefined, { iss, tid }: JWTPayload): boolean {
  const key: { kid?: string; issuer?: unknown } | undefined = keys.jwks()?.keys.find((one) => one.kid === kid);
  return typeof key?.issuer !== "string" || issuerOfTenant(key.issuer, tid) === iss;
}

const refused = (check: IdTokenCheck) => fail("id_token_refused", { details: { check } });

const CHECK_OF_ERROR: Record<string, IdTokenCheck> = {
  [errors.JWSInvalid.code]: "format",
  [errors.JWTInvalid.code]: "format",
  [errors.JOSENotSupported.code]: "format",
  [errors.JOSEAlgNotAllowed.code]: "alg",
  [errors.JWKSNoMatchingKey.code]: "key",
  [errors.JWKSMultipleMatchingKeys.code]: "key",
  [errors.JWSSignatureVerificationFailed.code]: "signature",
};

function failureOf(error: unknown) {
  if (error instanceof OutboundError) return fail("provider_unreachable", { details: { reason: error.code } });
  if (error instanceof errors.JWTClaimValidationFailed || error instanceof errors.JWTExpired)
    return refused(error.claim as IdTokenCheck);
  if (error instanceof errors.JOSEError) {
    const check = CHECK_OF_ERROR[error.code];
    // The rest is about the list of keys: its status, its form, its time.
    return check ? refused(check) : fail("provider_unreachable", { details: { reason: "no-keys" } });
  }
  // A key that is too short, or none, throws what the cryptography throws.
  if (error instanceof TypeError || error instanceof DOMException) return refused("key");
  throw error;
}
