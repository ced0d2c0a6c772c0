import { randomBytes } from "node:crypto";
import { newSamlKey, type SamlKey } from "../../scripts/identity-provider/saml-key";
import {
  type SamlAnswer,
  type Signing,
  samlAssertion,
  samlEnvelope,
  signed,
} from "../../scripts/identity-provider/saml-response";

const DSIG = "http://www.w3.org/2000/09/xmldsig#";
const MINUTE = 60_000;

/** @returns an ID of nothing that is known. */
const newId = () => `_${randomBytes(16).toString("hex")}`;

type Document = [what: string, xml: string];

/** @returns a response around an assertion that is signed. */
export const goodDocument = (answer: SamlAnswer, key: SamlKey, signing?: Signing): string =>
  samlEnvelope(answer, signed(samlAssertion(answer), key, signing));

/**
 * Documents made of a good answer that must not sign anybody in, each with the one thing wrong that it is called.
 * @param answer to a request that is open. @param victim whom an attacker would rather be.
 */
export function hostileDocuments(answer: SamlAnswer, key: SamlKey, victim: { id: string; email: string }): Document[] {
  const stranger = newSamlKey();
  const fresh = (changed: Partial<SamlAnswer> = {}): SamlAnswer => ({ ...answer, assertionId: newId(), ...changed });
  const good = goodDocument({ ...answer, assertionId: "_good" }, key);
  const piece = (pattern: RegExp) => pattern.exec(good)?.[0] ?? missing(pattern);
  const signature = piece(/<ds:Signature .*<\/ds:Signature>/);
  const assertion = piece(/<saml:Assertion .*<\/saml:Assertion>/);
  const unsigned = assertion.replace(signature, "");
  const forged = samlAssertion(
    fresh({ nameId: victim.id, attributes: { ...answer.attributes, mail: [victim.email] } }),
  );
  const afterIssuer = (xml: string, content: string) => changed(xml, "</saml:Issuer>", (end) => end + content);
  const around = (content: string) => samlEnvelope(answer, content);
  const other = (part: Partial<SamlAnswer>, by = key) => goodDocument(fresh(part), by);
  const at = (minutes: number) => new Date(answer.now.getTime() + minutes * MINUTE);

  return [
    // Wrapped (SA-02).
    ["a forged assertion before the signed one", around(forged + assertion)],
    ["a forged assertion after the signed one", around(assertion + forged)],
    [
      "the signed assertion inside a forged one",
      around(changed(forged, "</saml:Assertion>", (end) => assertion + end)),
    ],
    ["the signature of another in a forged assertion", around(afterIssuer(forged, signature) + unsigned)],
    [
      "the signed assertion in an object of the signature of a forged one",
      around(
        afterIssuer(
          forged,
          changed(signature, "</ds:Signature>", (end) => `<ds:Object>${unsigned}</ds:Object>${end}`),
        ),
      ),
    ],
    [
      "a forged assertion in extensions",
      changed(good, "<samlp:Status>", (b) => `<samlp:Extensions>${forged}</samlp:Extensions>${b}`),
    ],
    ["an ID given twice", changed(good, "<samlp:Status>", (begin) => `${begin}<x ID="_good"/>`)],
    // Stripped and altered (SA-01, SA-03).
    ["no signature", around(unsigned)],
    ["a forged assertion without one", around(forged)],
    ["only the response signed", signed(around(unsigned), key, { element: "Response" })],
    ["another person under the old signature", changed(good, `>${answer.nameId}<`, () => `>${victim.id}<`)],
    [
      "another address under the old signature",
      changed(good, answer.attributes?.mail?.[0] ?? missing(/mail/), () => victim.email),
    ],
    [
      "a comment that shortens the name",
      changed(other({ nameId: `${victim.id}.evil` }), `>${victim.id}.`, () => `>${victim.id}<!---->.`),
    ],
    // Signed by others, or badly (SA-01, SA-08).
    ["signed by a stranger", other({ nameId: victim.id }, stranger)],
    ["signed by a stranger, with the provider's certificate", other({}, { ...stranger, certificate: key.certificate })],
    ["RSA with SHA-1", goodDocument(fresh(), key, { algorithm: `${DSIG}rsa-sha1` })],
    ["a digest with SHA-1", goodDocument(fresh(), key, { digest: `${DSIG}sha1` })],
    // Out of its time and place (SA-05, SA-06).
    ["expired", other({ now: at(-10) })],
    ["valid from tomorrow", other({ now: at(24 * 60) })],
    ["for another service", other({ audience: "https://other.example/metadata" })],
    ["for another address", other({ acsUrl: "https://other.example/acs" })],
    ["of another provider", other({ issuer: "https://idp.other.example" })],
    ["to another request", other({ inResponseTo: newId() })],
    ["to no request", other({ inResponseTo: null })],
    // No XML of ours (SA-07).
    ["a document type", `<!DOCTYPE x>${good}`],
    ["an entity", `<!DOCTYPE x [<!ENTITY a "${victim.id}">]>${changed(good, `>${answer.nameId}<`, () => ">&a;<")}`],
    ["no XML at all", "SAMLResponse"],
  ];
}

function changed(xml: string, from: string, to: (found: string) => string): string {
  const result = xml.replace(from, to);
  if (result === xml) throw new Error(`${from} is not there to be changed`);
  return result;
}

function missing(what: RegExp): never {
  throw new Error(`${what} is not in a good document`);
}
