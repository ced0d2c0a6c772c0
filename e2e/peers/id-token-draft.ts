import { type generateKeyPair, type JWTPayload, SignJWT } from "jose";

export type Keys = Awaited<ReturnType<typeof generateKeyPair>>;

/** An ID token before it is signed, and what to sign another with. */
export interface IdTokenDraft {
  issuer: string;
  /** As they should be. */
  claims: JWTPayload & { iat: number };
  /** Whose public half is published under `kid`, and one that is nobody's. */
  keys: { own: Keys; foreign: Keys; kid: string };
  /** Signs, by RS256 with the own key unless told otherwise. A claim that is undefined is left out. */
  sign(claims?: Record<string, unknown>, other?: { header?: Record<string, unknown>; key?: Keys }): Promise<string>;
}

/** @param claims of a good token. */
export function draftIdToken(claims: JWTPayload & { iat: number }, keys: IdTokenDraft["keys"]): IdTokenDraft {
  return {
    issuer: claims.iss ?? "",
    claims,
    keys,
    sign: (changed = {}, { header = {}, key = keys.own } = {}) =>
      new SignJWT({ ...claims, ...changed })
        .setProtectedHeader({ alg: "RS256", kid: keys.kid, ...header })
        .sign(key.privateKey),
  };
}
