import "server-only";
import { readCertificate } from "./certificate";
import type { Judge } from "./checklist";
import type { SamlConnection } from "./connection";
import { statusOf } from "./decoded";
import { withoutAuthorities } from "./end-entity";
import { verifiedAssertion } from "./library";
import { decodeResponse, isPlainMarkup } from "./markup";
import { areInPlace, coversItsParent, foreignAlgorithms, signaturesIn } from "./signature";
import { attribute, isA, onlyChild, parseXml, withDescendants } from "./xml";

/** A document that could be read. Nothing in it is to be believed. */
export interface Envelope {
  xml: string;
  response: Element;
}

const SUCCESS = "urn:oasis:names:tc:SAML:2.0:status:Success";

/** @param encoded the posted field. @returns the response in it, if it is one. */
export function openEnvelope(encoded: unknown, check: Judge): Envelope | null {
  const xml = decodeResponse(encoded);
  if (!check("encoding", xml !== null) || xml === null || !check("markup", isPlainMarkup(xml))) return null;
  const response = parseXml(xml);
  const isResponse = isA(response, "protocol", "Response") && attribute(response, "Version") === "2.0";
  return check("response", isResponse, response?.localName) && response ? { xml, response } : null;
}

/**
 * Everything that has to hold before the library looks at a signature, then the signature.
 * @returns the assertion, parsed from the very bytes that were signed; null when anything is not as it has to be.
 */
export async function verifyEnvelope(
  connection: SamlConnection,
  { xml, response }: Envelope,
  check: Judge,
): Promise<Element | null> {
  const elements = withDescendants(response);
  const named = (name: string) => elements.filter(({ localName }) => localName === name);
  const status = statusOf(response);
  const assertion = onlyChild(response, "assertion", "Assertion");
  const signatures = signaturesIn(response);
  const foreign = signatures.flatMap(foreignAlgorithms);
  const usable = connection.identityProvider.certificates.filter((pem) => readCertificate(pem).ok);
  const certificates = withoutAuthorities(usable);

  const isSound =
    check("status", status[0] === SUCCESS, status.join(", ")) &&
    check("encryption", !elements.some(({ localName }) => /^Encrypted(Assertion|ID|Attribute)$/.test(localName))) &&
    check("assertion", assertion !== null && named("Assertion").length === 1 && named("Response").length === 1) &&
    check("ids", haveUniqueIds(elements)) &&
    check("signed", assertion !== null && areInPlace(signatures, response, assertion)) &&
    check("reference", signatures.every(coversItsParent)) &&
    check("algorithms", foreign.length === 0, foreign.join(", ")) &&
    check("certificate", certificates.length > 0);
  if (!isSound) return null;

  const pinned = { ...connection, identityProvider: { ...connection.identityProvider, certificates } };
  const bytes = await verifiedAssertion(pinned, xml, onlyChild(response, "signature", "Signature") !== null);
  const signed = bytes === null ? null : parseXml(bytes);
  const isSameAssertion =
    isA(signed, "assertion", "Assertion") && attribute(signed, "ID") === attribute(assertion, "ID");
  return check("signature", isSameAssertion) ? signed : null;
}

/** Whatever a program may take for an ID: it looks for them by different names. */
function haveUniqueIds(elements: Element[]): boolean {
  const ids = elements.flatMap((element) =>
    Array.from(element.attributes)
      .filter(({ localName, name }) => /^id$/i.test(localName || name))
      .map(({ value }) => value),
  );
  return new Set(ids).size === ids.length;
}
