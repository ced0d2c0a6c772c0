import { randomBytes } from "node:crypto";
import { SignedXml } from "xml-crypto";
import type { SamlKey } from "./saml-key";
import { escaped } from "./saml-markup";

/** What a response says. Times are minutes from `now`. */
export interface SamlAnswer {
  now: Date;
  /** Entity ID of the identity provider. */
  issuer: string;
  /** Entity ID of the service provider. */
  audience: string;
  /** Its assertion consumer service. */
  acsUrl: string;
  /** Null: nobody asked. */
  inResponseTo: string | null;
  nameId: string;
  nameIdFormat?: string;
  attributes?: Record<string, string[]>;
  notBefore?: number;
  notOnOrAfter?: number;
  assertionId?: string;
  responseId?: string;
}

const SAML = "urn:oasis:names:tc:SAML:2.0";
const EXCLUSIVE = "http://www.w3.org/2001/10/xml-exc-c14n#";
const DSIG = "http://www.w3.org/2000/09/xmldsig#";

const newId = (): string => `_${randomBytes(16).toString("hex")}`;
const asked = (requestId: string | null) => (requestId === null ? "" : ` InResponseTo="${escaped(requestId)}"`);

/** @returns an assertion as identity providers make it, not signed yet. */
export function samlAssertion(answer: SamlAnswer): string {
  const { now, inResponseTo, attributes = {}, notBefore = -1, notOnOrAfter = 5 } = answer;
  const at = (minutes: number) => new Date(now.getTime() + minutes * 60_000).toISOString();
  const format = answer.nameIdFormat ?? `${SAML}:nameid-format:persistent`;
  const given = Object.entries(attributes).map(
    ([name, values]) =>
      `<saml:Attribute Name="${escaped(name)}">${values.map((value) => `<saml:AttributeValue>${escaped(value)}</saml:AttributeValue>`).join("")}</saml:Attribute>`,
  );
  return [
    `<saml:Assertion xmlns:saml="${SAML}:assertion" ID="${answer.assertionId ?? newId()}" Version="2.0" IssueInstant="${at(0)}">`,
    `<saml:Issuer>${escaped(answer.issuer)}</saml:Issuer>`,
    `<saml:Subject><saml:NameID Format="${format}">${escaped(answer.nameId)}</saml:NameID>`,
    `<saml:SubjectConfirmation Method="${SAML}:cm:bearer">`,
    `<saml:SubjectConfirmationData Recipient="${escaped(answer.acsUrl)}" NotOnOrAfter="${at(notOnOrAfter)}"${asked(inResponseTo)}/>`,
    "</saml:SubjectConfirmation></saml:Subject>",
    `<saml:Conditions NotBefore="${at(notBefore)}" NotOnOrAfter="${at(notOnOrAfter)}">`,
    `<saml:AudienceRestriction><saml:Audience>${escaped(answer.audience)}</saml:Audience></saml:AudienceRestriction></saml:Conditions>`,
    `<saml:AuthnStatement AuthnInstant="${at(0)}" SessionIndex="${newId()}"><saml:AuthnContext>`,
    `<saml:AuthnContextClassRef>${SAML}:ac:classes:Password</saml:AuthnContextClassRef></saml:AuthnContext></saml:AuthnStatement>`,
    given.length > 0 ? `<saml:AttributeStatement>${given.join("")}</saml:AttributeStatement>` : "",
    "</saml:Assertion>",
  ].join("");
}

/** @param content an assertion, or nothing. @param status codes, the general one first. @returns a response around it. */
export function samlEnvelope(answer: SamlAnswer, content: string, status: string[] = ["Success"]): string {
  const codes = status.reduceRight(
    (inner, code) => `<samlp:StatusCode Value="${SAML}:status:${code}">${inner}</samlp:StatusCode>`,
    "",
  );
  return [
    `<samlp:Response xmlns:samlp="${SAML}:protocol" ID="${answer.responseId ?? newId()}" Version="2.0"`,
    ` IssueInstant="${answer.now.toISOString()}" Destination="${escaped(answer.acsUrl)}"${asked(answer.inResponseTo)}>`,
    `<saml:Issuer xmlns:saml="${SAML}:assertion">${escaped(answer.issuer)}</saml:Issuer>`,
    `<samlp:Status>${codes}</samlp:Status>${content}</samlp:Response>`,
  ].join("");
}

export interface Signing {
  /** Which element, by local name. */
  element?: "Assertion" | "Response";
  algorithm?: string;
  digest?: string;
  transforms?: string[];
  /** Registers what xml-crypto does not know, or refuses to know. */
  prepare?: (signer: SignedXml) => void;
}

/** @returns the document with a signature after the issuer of the (first) assertion or of the response. */
export function signed(xml: string, key: SamlKey, signing: Signing = {}): string {
  const { element = "Assertion", prepare } = signing;
  const signer = new SignedXml({
    privateKey: key.privateKey,
    publicCert: key.certificate,
    canonicalizationAlgorithm: EXCLUSIVE,
    signatureAlgorithm: signing.algorithm ?? "http://www.w3.org/2001/04/xmldsig-more#rsa-sha256",
  });
  prepare?.(signer);
  const path = `(//*[local-name(.)='${element}'])[1]`;
  signer.addReference({
    xpath: path,
    transforms: signing.transforms ?? [`${DSIG}enveloped-signature`, EXCLUSIVE],
    digestAlgorithm: signing.digest ?? "http://www.w3.org/2001/04/xmlenc#sha256",
  });
  const location = { reference: `${path}/*[local-name(.)='Issuer']`, action: "after" } as const;
  signer.computeSignature(xml, { location, prefix: "ds" });
  return signer.getSignedXml();
}

/** @returns a response whose assertion is signed, as a browser posts it. */
export const samlResponse = (answer: SamlAnswer, key: SamlKey): string =>
  encoded(samlEnvelope(answer, signed(samlAssertion(answer), key)));

/** @returns XML as the value of the field `SAMLResponse`. */
export const encoded = (xml: string): string => Buffer.from(xml).toString("base64");
