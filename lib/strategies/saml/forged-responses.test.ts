import { createHmac } from "node:crypto";
import { describe, expect, it } from "vitest";
import { samlAssertion, samlEnvelope, signed } from "@/scripts/identity-provider/saml-response";
import { ANSWER, type HostileDocument, judged, KEY, made, part, replace, STRANGERS_KEY } from "./test-documents";

const DSIG = "http://www.w3.org/2000/09/xmldsig#";
const EXCLUSIVE = "http://www.w3.org/2001/10/xml-exc-c14n#";
const ENVELOPED = `${DSIG}enveloped-signature`;

const GOOD = made();
/* The pieces of an honest document, and what an attacker would rather have signed. */
const SIGNATURE = part(GOOD, /<ds:Signature .*<\/ds:Signature>/);
const SIGNED = part(GOOD, /<saml:Assertion .*<\/saml:Assertion>/);
const UNSIGNED = SIGNED.replace(SIGNATURE, "");
const evil = (id = "_evil") => samlAssertion({ ...ANSWER, assertionId: id, nameId: "admin" });
const afterIssuer = (xml: string, content: string) => xml.replace("</saml:Issuer>", (end) => end + content);
const insideSignature = (content: string) =>
  SIGNATURE.replace("</ds:Signature>", (end) => `<ds:Object>${content}</ds:Object>${end}`);
const envelope = (content: string) => samlEnvelope(ANSWER, content);

const WHOLE = signed(GOOD, KEY, { element: "Response" });
const WHOLE_SIGNATURE = part(WHOLE, /<ds:Signature .*?<\/ds:Signature>/);
const wholeEvil = (signature: string) =>
  afterIssuer(samlEnvelope({ ...ANSWER, responseId: "_evil" }, evil()), signature);

const WRAPPED: HostileDocument[] = [
  [
    "XSW 1: the signed response inside the signature of another",
    wholeEvil(
      WHOLE_SIGNATURE.replace(
        "</ds:Signature>",
        `<ds:Object>${WHOLE.replace(WHOLE_SIGNATURE, "")}</ds:Object></ds:Signature>`,
      ),
    ),
    "assertion",
  ],
  [
    "XSW 2: the signed response beside its signature, in another",
    wholeEvil(WHOLE.replace(WHOLE_SIGNATURE, "") + WHOLE_SIGNATURE),
    "assertion",
  ],
  ["XSW 3: a forged assertion before the signed one", envelope(evil() + SIGNED), "assertion"],
  [
    "XSW 4: the signed assertion inside a forged one",
    envelope(evil().replace("</saml:Assertion>", (end) => SIGNED + end)),
    "assertion",
  ],
  [
    "XSW 5: a forged assertion with the signature of one that follows",
    envelope(afterIssuer(evil(), SIGNATURE) + UNSIGNED),
    "assertion",
  ],
  [
    "XSW 6: the signed assertion in the signature, inside a forged one",
    envelope(
      afterIssuer(
        evil(),
        SIGNATURE.replace("</ds:Signature>", (end) => UNSIGNED + end),
      ),
    ),
    "assertion",
  ],
  [
    "XSW 7: a forged assertion with the same ID in extensions",
    GOOD.replace("<samlp:Status>", (start) => `<samlp:Extensions>${evil("_assertion")}</samlp:Extensions>${start}`),
    "assertion",
  ],
  [
    "XSW 8: the signed assertion in an object of the signature, inside a forged one",
    envelope(afterIssuer(evil(), insideSignature(UNSIGNED))),
    "assertion",
  ],
  ["two good assertions", envelope(SIGNED + SIGNED.replaceAll("_assertion", "_second")), "assertion"],
  [
    "a forged one in another namespace beside the signed one",
    envelope(evil().replaceAll("urn:oasis:names:tc:SAML:2.0:assertion", "urn:else") + SIGNED),
    "assertion",
  ],
  [
    "a forged one in another namespace holding the signed one",
    envelope(`<x xmlns="urn:else">${SIGNED}</x>`),
    "assertion",
  ],
  [
    "the signed one in the advice of a forged one",
    envelope(evil().replace("</saml:Conditions>", (end) => `${end}<saml:Advice>${SIGNED}</saml:Advice>`)),
    "assertion",
  ],
  [
    "another response beside the assertion",
    made({ forge: replace("<samlp:Status>", "<samlp:Response/><samlp:Status>") }),
    "assertion",
  ],
  ["a response inside a response", samlEnvelope({ ...ANSWER, responseId: "_outer" }, GOOD), "assertion"],
  [
    "a forged assertion under the ID of the signed one, hidden as another element",
    GOOD.replace("<samlp:Status>", (start) => `${start}<x ID="_assertion"/>`),
    "ids",
  ],
  ["the same ID, spelled Id", GOOD.replace("<samlp:Status>", '<samlp:Status Id="_assertion">'), "ids"],
  [
    "the same ID, with a prefix",
    GOOD.replace("<samlp:Status>", '<samlp:Status xmlns:x="urn:x" x:ID="_assertion">'),
    "ids",
  ],
];

const STRIPPED: HostileDocument[] = [
  ["unsigned", envelope(evil()), "signed"],
  ["signature stripped, name changed", envelope(UNSIGNED.replace(">ada<", ">admin<")), "signed"],
  ["only the response is signed", signed(envelope(UNSIGNED), KEY, { element: "Response" }), "signed"],
  ["signature beside the assertion", envelope(UNSIGNED + SIGNATURE), "signed"],
  [
    "signature deeper in the assertion",
    envelope(UNSIGNED.replace("</saml:Subject>", (end) => SIGNATURE + end)),
    "signed",
  ],
  ["two signatures in the assertion", envelope(afterIssuer(SIGNED, SIGNATURE)), "signed"],
  ["a signature of another namespace", GOOD.replace(`xmlns:ds="${DSIG}"`, 'xmlns:ds="urn:else"'), "signed"],
  ["an empty signature", envelope(afterIssuer(UNSIGNED, `<ds:Signature xmlns:ds="${DSIG}"/>`)), "reference"],
  ["the good signature on a forged assertion", envelope(afterIssuer(evil(), SIGNATURE)), "reference"],
  [
    "the good signature on a forged assertion of its ID",
    envelope(afterIssuer(evil("_assertion"), SIGNATURE)),
    "signature",
  ],
  ["a name changed after signing", GOOD.replace(">ada<", ">admin<"), "signature"],
  ["an attribute changed after signing", GOOD.replace("ada@acme.test", "admin@acme.test"), "signature"],
  ["a digest changed", GOOD.replace(/<ds:DigestValue>.{4}/, "<ds:DigestValue>AAAA"), "signature"],
  [
    "a good assertion in a response whose own signature is wrong",
    WHOLE.replace("samlp:Status>", 'samlp:Status x="">').replace('</samlp:Status x="">', "</samlp:Status>"),
    "signature",
  ],
  [
    "a response signed by a stranger around a good assertion",
    signed(GOOD, STRANGERS_KEY, { element: "Response" }),
    "signature",
  ],
];

const RE_SIGNED: HostileDocument[] = [
  [
    "signed by a stranger, whose certificate it carries",
    made({ key: STRANGERS_KEY, answer: { nameId: "admin" } }),
    "signature",
  ],
  [
    "signed by a stranger, under the certificate of the identity provider",
    made({ key: { ...STRANGERS_KEY, certificate: KEY.certificate } }),
    "signature",
  ],
  ["the certificate as the secret of an HMAC", hmac(), "algorithms"],
  ["RSA with SHA-1", made({ signing: { algorithm: `${DSIG}rsa-sha1` } }), "algorithms"],
  ["a digest with SHA-1", made({ signing: { digest: `${DSIG}sha1` } }), "algorithms"],
  ["no transform of the signature", made({ signing: { transforms: [EXCLUSIVE] } }), "algorithms"],
  [
    "no exclusive canonicalisation",
    made({ signing: { transforms: [ENVELOPED, "http://www.w3.org/TR/2001/REC-xml-c14n-20010315"] } }),
    "algorithms",
  ],
  [
    "canonicalisation that keeps comments",
    made({ signing: { transforms: [ENVELOPED, `${EXCLUSIVE}WithComments`] } }),
    "algorithms",
  ],
  [
    "an XSLT transform",
    made({ forge: replace(ENVELOPED, "http://www.w3.org/TR/1999/REC-xslt-19991116") }),
    "algorithms",
  ],
  [
    "an XPath transform",
    made({ forge: replace(ENVELOPED, "http://www.w3.org/TR/1999/REC-xpath-19991116") }),
    "algorithms",
  ],
  [
    "an XSLT transform with a sheet in it",
    made({
      forge: replace(
        `Algorithm="${ENVELOPED}"/>`,
        'Algorithm="http://www.w3.org/TR/1999/REC-xslt-19991116"><xsl:stylesheet xmlns:xsl="http://www.w3.org/1999/XSL/Transform"/></ds:Transform>',
      ),
    }),
    "reference",
  ],
  [
    "a digest shortened to nothing",
    made({
      forge: replace(
        /(<ds:SignatureMethod [^>]*)\/>/,
        `<ds:SignatureMethod Algorithm="${DSIG}hmac-sha1"><ds:HMACOutputLength>0</ds:HMACOutputLength></ds:SignatureMethod>`,
      ),
    }),
    "reference",
  ],
  ["a reference to the whole document", made({ forge: replace('URI="#_assertion"', 'URI=""') }), "reference"],
  ["a reference to another element", made({ forge: replace('URI="#_assertion"', 'URI="#_response"') }), "reference"],
  ["a reference by XPointer", made({ forge: replace("#_assertion", "#xpointer(id('_assertion'))") }), "reference"],
  ["a reference to the network", made({ forge: replace("#_assertion", "http://127.0.0.1:9/assertion") }), "reference"],
  ["a second reference", GOOD.replace(/<ds:Reference .*<\/ds:Reference>/, (one) => one + one), "reference"],
  ["a second SignedInfo", GOOD.replace(/<ds:SignedInfo>.*<\/ds:SignedInfo>/, (one) => one + one), "reference"],
  [
    "a SignedInfo in the key",
    GOOD.replace(/(<ds:SignedInfo>.*<\/ds:SignedInfo>)(.*<ds:KeyInfo>)/, "$1$2$1"),
    "reference",
  ],
  ["an element in the digest", made({ forge: replace("</ds:DigestValue>", "<x/></ds:DigestValue>") }), "reference"],
  ["a second DigestValue", GOOD.replace(/<ds:DigestValue>.*<\/ds:DigestValue>/, (one) => one + one), "reference"],
  ["an object in the signature", envelope(afterIssuer(UNSIGNED, insideSignature("x"))), "reference"],
  ["an ID no name can be", made({ answer: { assertionId: "a' or '1'='1" } }), "reference"],
];

function hmac(): string {
  const secret = KEY.certificate;
  return made({
    key: STRANGERS_KEY,
    answer: { nameId: "admin" },
    signing: {
      algorithm: `${DSIG}hmac-sha1`,
      prepare: (signer) => {
        signer.enableHMAC();
        signer.privateKey = secret;
      },
    },
  });
}

describe.each([
  ["[P29 SA-02] wrapped", WRAPPED],
  ["[P29 SA-01] stripped or altered", STRIPPED],
  ["[P29 SA-01 SA-08] signed anew", RE_SIGNED],
])("%s", (_, documents) => {
  it.each(documents)("%s", async (_, xml, by) => {
    const { failed, assertion, decoded } = await judged(xml);
    expect(assertion).toBeNull();
    expect(failed).toEqual([by]);
    expect(decoded?.verified).toBe(false);
  });
});

it("the HMAC of these tests is a right one, so that it is the algorithm that is refused", () => {
  const value = part(hmac(), /(?<=<ds:SignatureValue>)[^<]*/);
  expect(Buffer.from(value, "base64").length).toBe(createHmac("sha1", "").digest().length);
});

it("the honest document these are made of is taken", async () => {
  expect((await judged(GOOD)).failed).toEqual([]);
  expect((await judged(WHOLE)).failed).toEqual([]);
});
