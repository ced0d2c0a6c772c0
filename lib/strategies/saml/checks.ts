/**
 * What is checked of a response, in this order, and what to do when it fails. The one place to reword or translate.
 * A check that could not be made, because one before it failed or the document leaves the part out, is skipped.
 */
export const SAML_CHECKS = {
  encoding: [
    "The response is base64 text of at most 256 KB in UTF-8",
    "Have the identity provider answer over HTTP-POST, with fewer groups or attributes if the response is large.",
  ],
  markup: [
    "It is whole and plain markup: no document type, entity, comment, CDATA, instruction or inclusion, not deeply nested",
    "No identity provider sends this by itself. Look at what changes the response on its way.",
  ],
  response: [
    "It is a SAML 2.0 response",
    "Set the application up as SAML 2.0 at the identity provider, not as SAML 1.1 or WS-Federation.",
  ],
  status: [
    "The identity provider says that the sign-in succeeded",
    "Assign the person to the application at the identity provider, then sign in again. Its log says why it refused.",
  ],
  encryption: [
    "The assertion is not encrypted",
    "Turn assertion encryption off at the identity provider: it is not supported here. The signature and TLS stay.",
  ],
  assertion: [
    "It holds exactly one assertion, in its place",
    "Have the identity provider send one assertion in a response, with nothing wrapped around it.",
  ],
  ids: ["No two elements share an ID", "Look at what changes the response on its way: this is how forgeries look."],
  signed: [
    "The assertion carries a signature of its own, in its place",
    "Choose “sign assertion” (or “response and assertion”) at the identity provider.",
  ],
  reference: [
    "Each signature covers exactly the element it is in",
    "Look at what changes the response on its way: this is how forgeries look.",
  ],
  algorithms: [
    "It is signed with RSA and SHA-256 or SHA-512",
    "Choose RSA-SHA256 (and SHA-256 for the digest) at the identity provider.",
  ],
  certificate: [
    "The connection has a certificate that can be used",
    "Copy the signing certificate from the identity provider into the connection: RSA with 2,048 bits or more.",
  ],
  signature: [
    "The signature is right, by a certificate of this connection",
    "Compare the certificate with the one at the identity provider: it may have a new one.",
  ],
  issuer: [
    "It comes from the identity provider of this connection",
    "Copy the entity ID (issuer) from the identity provider into the connection, letter by letter.",
  ],
  destination: [
    "The response is addressed to this connection",
    "Set the ACS URL (single sign-on URL) of the connection as the destination at the identity provider.",
  ],
  conditions: [
    "It sets no condition that is unknown here",
    "Remove conditions other than audience, one-time use and proxying at the identity provider.",
  ],
  audience: [
    "It is meant for this connection",
    "Set the entity ID of the connection as the audience at the identity provider.",
  ],
  confirmation: [
    "Whoever brings it may use it (one bearer confirmation)",
    "Choose the web browser single sign-on profile at the identity provider.",
  ],
  recipient: [
    "It is to be delivered to this connection",
    "Set the ACS URL of the connection as the recipient at the identity provider.",
  ],
  "in-response-to": [
    "It answers one request, and both places that say which one agree",
    "Start at the sign-in page here. Sign-ins that start at the identity provider are a setting of the connection.",
  ],
  "not-before": ["It is valid already", "Set the clock of the identity provider: it may be off by a minute at most."],
  "not-on-or-after": [
    "It has not expired",
    "Sign in again without a pause. If that does not help, set the clock of the identity provider.",
  ],
  authentication: [
    "It says that the person signed in, and that this still holds",
    "Have the identity provider include an authentication statement.",
  ],
  "name-id": [
    "It names the person in plain text",
    "Choose a NameID at the identity provider, best a persistent one or the email address, not encrypted.",
  ],
} as const satisfies Record<string, readonly [what: string, mend: string]>;

export type SamlCheckId = keyof typeof SAML_CHECKS;

export interface SamlCheck {
  id: SamlCheckId;
  state: "passed" | "failed" | "skipped";
  /** What the document says, where that helps; from a document that failed it is not to be believed. */
  found?: string;
}

/** @returns a check in words: what is checked, and how to mend it. */
export function samlCheckWords(id: SamlCheckId): { what: string; mend: string } {
  const [what, mend] = SAML_CHECKS[id];
  return { what, mend };
}
