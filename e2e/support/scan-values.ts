import { randomUUID } from "node:crypto";
import { getAddress } from "viem";
import type { IdentityProvider } from "../../scripts/identity-provider";

const TOKEN = "A".repeat(43);
const WALLET = getAddress("0x71c7656ec7ab88b098defb751b7401b5f6d8976f");
const MESSAGE = `localhost wants you to sign in with your Ethereum account:\n${WALLET}\n\nSign in.{}\n\nURI: http://localhost\nVersion: 1\nChain ID: 1\nNonce: 12345678\nIssued At: 2026-01-01T00:00:00.000Z`;
const ASSERTION = JSON.stringify({
  id: "AAAA{}",
  rawId: "AAAA{}",
  type: "public-key",
  clientExtensionResults: {},
  response: {
    clientDataJSON: Buffer.from('{"type":"webauthn.get","challenge":"AA","origin":"http://localhost"}').toString(
      "base64url",
    ),
    authenticatorData: "AA",
    signature: "AA",
    userHandle: "AA",
    attestationObject: "AA",
  },
});

/**
 * A value for each name of a field or parameter, one the app takes as far as that can be; `{}` is where one types on.
 * @param provider whose metadata and certificate an admin may upload.
 */
export const valuesFor = ({ saml }: IdentityProvider): Record<string, string> => ({
  address: WALLET,
  allowed: WALLET,
  authorizationUrl: "https://idp.example/{}",
  blocked: getAddress("0x71c7656ec7ab88b098defb751b7401b5f6d89760"),
  certificate: saml.key.certificate,
  chain_id: "1",
  clientId: "client{}",
  clientSecret: "secret{}",
  code: "000000",
  connection: "github",
  country: "US",
  domain: "scan{}.example",
  email: "scan{}@example.test",
  emailAttribute: "mail{}",
  entityId: "https://idp.example/{}",
  error: "access_denied",
  fingerprint: Array(32).fill("AA").join(":"),
  firstName: "Ada{}",
  firstNameAttribute: "first{}",
  flow: "sign-in",
  id: randomUUID(),
  identifier: "scan{}@example.test",
  issuer: "https://127.0.0.1/{}",
  jwksUrl: "https://idp.example/{}",
  key: "github",
  lastName: "Lovelace{}",
  lastNameAttribute: "last{}",
  message: MESSAGE,
  metadata: saml.metadata().replace(saml.entityId, "https://idp.example/{}"),
  metadataUrl: "https://127.0.0.1/{}",
  name: "Name{}",
  newer: `1700000000000000_${randomUUID()}`,
  older: `1700000000000000_${randomUUID()}`,
  organisation: "Acme{}",
  password: "correct horse battery{}",
  phone: "+12133734253",
  phoneCountry: "US",
  problem: "sso_failed",
  reason: "asked for{}",
  redirect_url: "/dashboard{}",
  relatedOrigins: "https://scan{}.example",
  response: ASSERTION,
  scopes: "openid email{}",
  signature: "0x00",
  ssoUrl: "https://idp.example/{}",
  strategy: "email-code",
  subject: "subject{}",
  ticket: TOKEN,
  log: randomUUID(),
  token: TOKEN,
  tokenUrl: "https://idp.example/{}",
  username: "scan_{}",
});

/** Where a name means something else. By the file and name of an action; every one that fits counts. */
export const ownValues = (by: { connectionIds: Record<"saml" | "oidc", string>; otherId: string }) =>
  [
    [/\/sso\/\[/, { connection: by.connectionIds.saml, name: "Acme{}" }],
    [/configureOidc/, { connection: by.connectionIds.oidc }],
    [/saveConnection/, { issuer: "{}" }],
    [/addConnection/, { key: "scan" }],
    [/resetSecondFactors/, { id: by.otherId }],
    [/changeUsername/, { username: "wanda_{}" }],
    [/step-up\//, { strategy: "password" }],
    [/second-factor\/.*choose/, { strategy: "phone-code" }],
  ] as const satisfies [RegExp, Record<string, string>][];
