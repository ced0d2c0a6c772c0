import { base64url, exportJWK, exportSPKI, SignJWT, UnsecuredJWT } from "jose";
import type { IdTokenDraft } from "./id-token-draft";

/** More than two clocks may differ by (60 s) and a slow machine may need, in seconds. */
const TOO_FAR = 300;

export interface Alteration {
  name: string;
  /** What has to notice it: the check of our own, or the nonce, which is Auth.js'. */
  check: string;
  alter(draft: IdTokenDraft): Promise<string>;
}

const hmac = ({ claims, keys: { kid } }: IdTokenDraft, alg: string, secret: Uint8Array) =>
  new SignJWT(claims).setProtectedHeader({ alg, kid }).sign(secret);
/** The good signature below a header and claims that say something else. */
async function forged({ claims, keys, sign }: IdTokenDraft, changed: object, header: object = {}): Promise<string> {
  const [, , signature] = (await sign()).split(".");
  const parts = [
    { alg: "RS256", kid: keys.kid, ...header },
    { ...claims, ...changed },
  ];
  return [...parts.map((part) => base64url.encode(JSON.stringify(part))), signature].join(".");
}

/** The altered ID tokens of OA-04: none may lead to a session. */
export const ALTERED_ID_TOKENS: Alteration[] = [
  { name: "no signature: alg none", check: "alg", alter: async ({ claims }) => new UnsecuredJWT(claims).encode() },
  {
    name: "HS256 with the public key's PEM as the secret",
    check: "alg",
    alter: async (draft) => hmac(draft, "HS256", new TextEncoder().encode(await exportSPKI(draft.keys.own.publicKey))),
  },
  {
    name: "HS512 with the modulus as the secret",
    check: "alg",
    alter: async (draft) => hmac(draft, "HS512", base64url.decode((await exportJWK(draft.keys.own.publicKey)).n ?? "")),
  },
  {
    name: "another key under the same name",
    check: "signature",
    alter: ({ sign, keys }) => sign({}, { key: keys.foreign }),
  },
  {
    name: "a key of an unknown name",
    check: "key",
    alter: ({ sign, keys }) => sign({}, { key: keys.foreign, header: { kid: "foreign" } }),
  },
  {
    name: "its own key in the header: jwk",
    check: "signature",
    alter: async ({ sign, keys }) =>
      sign({}, { key: keys.foreign, header: { jwk: await exportJWK(keys.foreign.publicKey) } }),
  },
  {
    name: "an address of keys in the header: jku",
    check: "signature",
    alter: ({ sign, keys, issuer }) => sign({}, { key: keys.foreign, header: { jku: `${issuer}/foreign-keys` } }),
  },
  {
    name: "an address of a certificate in the header: x5u",
    check: "signature",
    alter: ({ sign, keys, issuer }) => sign({}, { key: keys.foreign, header: { x5u: `${issuer}/certificate` } }),
  },
  {
    name: "another person under the old signature",
    check: "signature",
    alter: (draft) => forged(draft, { sub: "admin" }),
  },
  {
    name: "another address under the old signature",
    check: "signature",
    alter: (draft) => forged(draft, { email: "admin@example.com" }),
  },
  {
    name: "the signature cut off",
    check: "signature",
    alter: async ({ sign }) => (await sign()).replace(/[^.]+$/, ""),
  },
  {
    name: "an unknown critical header",
    check: "format",
    alter: (draft) => forged(draft, {}, { crit: ["exp"], exp: 1 }),
  },
  { name: "four parts", check: "format", alter: async ({ sign }) => `${await sign()}.x` },
  { name: "something else altogether", check: "format", alter: async () => "<!doctype html>" },
  { name: "another issuer", check: "iss", alter: ({ sign }) => sign({ iss: "https://evil.example" }) },
  { name: "the issuer with a slash", check: "iss", alter: ({ sign, issuer }) => sign({ iss: `${issuer}/` }) },
  { name: "no issuer", check: "iss", alter: ({ sign }) => sign({ iss: undefined }) },
  { name: "another audience", check: "aud", alter: ({ sign }) => sign({ aud: "another-client" }) },
  { name: "a list of other audiences", check: "aud", alter: ({ sign }) => sign({ aud: ["another-client", "third"] }) },
  { name: "no audience", check: "aud", alter: ({ sign }) => sign({ aud: undefined }) },
  { name: "made for another party", check: "azp", alter: ({ sign }) => sign({ azp: "another-client" }) },
  {
    name: "several audiences, made for none",
    check: "azp",
    alter: ({ sign, claims }) => sign({ aud: [String(claims.aud), "another-client"] }),
  },
  { name: "expired", check: "exp", alter: ({ sign, claims }) => sign({ exp: claims.iat - TOO_FAR }) },
  { name: "without expiry", check: "exp", alter: ({ sign }) => sign({ exp: undefined }) },
  { name: "an expiry that is no number", check: "exp", alter: ({ sign, claims }) => sign({ exp: `${claims.exp}` }) },
  { name: "issued in the future", check: "iat", alter: ({ sign, claims }) => sign({ iat: claims.iat + TOO_FAR }) },
  { name: "never issued", check: "iat", alter: ({ sign }) => sign({ iat: undefined }) },
  { name: "not valid yet", check: "nbf", alter: ({ sign, claims }) => sign({ nbf: claims.iat + TOO_FAR }) },
  { name: "about nobody", check: "sub", alter: ({ sign }) => sign({ sub: undefined }) },
  { name: "about an empty name", check: "sub", alter: ({ sign }) => sign({ sub: "" }) },
  { name: "about something that is no text", check: "sub", alter: ({ sign }) => sign({ sub: { $ne: null } }) },
  { name: "about a name longer than 255", check: "sub", alter: ({ sign }) => sign({ sub: "x".repeat(256) }) },
  { name: "another nonce", check: "nonce", alter: ({ sign }) => sign({ nonce: "another" }) },
  { name: "no nonce", check: "nonce", alter: ({ sign }) => sign({ nonce: undefined }) },
];
