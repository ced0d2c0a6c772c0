import { createHmac } from "node:crypto";
import { describe, expect, it } from "vitest";
import { samlAssertion, samlEnvelope, signed } from "@/scripts/identity-provider/saml-response";
import type { SamlCheckId } from "./checks";
import { ANSWER, judged, KEY, made, NOW, replace, STRANGERS_KEY } from "./test-documents";

const DSIG = "http://www.w3.org/2000/09/xmldsig#";
const EXCLUSIVE = "http://www.w3.org/2001/10/xml-exc-c14n#";
const ENVELOPED = `${DSIG}enveloped-signature`;

const GOOD = made();
const part = (xml: string, pattern: RegExp): string => {
  const [found] = pattern.exec(xml) ?? [];
  if (!found) throw new Error(`${pattern} is not there`);
  return found;
};
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

/** Each document, and the check that refuses it first. */
const WRAPPED: [title: string, xml: string, by: SamlCheckId][] = [
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

const STRIPPED: typeof WRAPPED = [
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

const RE_SIGNED: typeof WRAPPED = [
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
  ["a second DigestValue", GOOD.replace(/<ds:DigestValue>.*<\/ds:DigestValue>/, (one) => one + one), "reference"],
  ["an object in the signature", envelope(afterIssuer(UNSIGNED, insideSignature("x"))), "reference"],
  ["an ID no name can be", made({ answer: { assertionId: "a' or '1'='1" } }), "reference"],
];

const DISGUISED: typeof WRAPPED = [
  [
    "a comment that splits the name",
    made({
      answer: { nameId: "admin@acme.test.evil.test" },
      forge: replace("acme.test.evil", "acme.test<!---->.evil"),
    }),
    "markup",
  ],
  ["the same, signed so", made({ assertion: replace(">ada<", ">admin<!-- -->.evil<") }), "markup"],
  ["a comment in the digest", made({ forge: replace("<ds:DigestValue>", "<ds:DigestValue><!--AAAA-->") }), "markup"],
  ["CDATA in the name", made({ forge: replace(">ada<", "><![CDATA[ada]]><") }), "markup"],
  ["an instruction in the name", made({ forge: replace(">ada<", ">ad<?x ?>a<") }), "markup"],
  ["a document type", `<!DOCTYPE x>${GOOD}`, "markup"],
  ["a document type in lower case", `<!doctype x>${GOOD}`, "markup"],
  ["an entity", `<!DOCTYPE x [<!ENTITY a "admin">]>${GOOD.replace(">ada<", ">&a;<")}`, "markup"],
  [
    "an entity of a file",
    `<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>${GOOD.replace(">ada<", ">&a;<")}`,
    "markup",
  ],
  ["a billion laughs", `<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "${"&a;".repeat(99)}">]>${GOOD}`, "markup"],
  [
    "an inclusion",
    GOOD.replace(
      "<samlp:Status>",
      (start) => `<xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="file:///etc/passwd"/>${start}`,
    ),
    "markup",
  ],
  ["a style sheet", `<?xml-stylesheet href="http://evil.test"?>${GOOD}`, "markup"],
  ["another encoding by name", `<?xml version="1.0" encoding="UTF-7"?>${GOOD}`, "markup"],
  ["XML 1.1", `<?xml version="1.1"?>${GOOD}`, "markup"],
  ["a character XML does not have", made({ forge: replace(">ada<", ">ada\u0000<") }), "markup"],
  ["the same as a reference", made({ forge: replace(">ada<", ">ada&#0;<") }), "markup"],
  ["half a character as a reference", made({ forge: replace(">ada<", ">ada&#xD800;<") }), "markup"],
  ["an entity nobody declared", made({ forge: replace(">ada<", ">&nbsp;<") }), "response"],
  ["two documents in one", GOOD + GOOD, "markup"],
  ["text after the end", `${GOOD}admin`, "markup"],
  ["an attribute given twice", GOOD.replace("<samlp:Status>", '<samlp:Status a="1" a="2">'), "response"],
  ["an element that ends as another", GOOD.replace("</saml:Subject>", "</saml:Object>"), "markup"],
  ["a prefix nobody declared", GOOD.replace("<samlp:Status>", "<samlp:Status><x:y/>"), "response"],
  ["a request in place of a response", GOOD.replaceAll("samlp:Response", "samlp:AuthnRequest"), "response"],
  ["a bare assertion", SIGNED, "response"],
  [
    "an encrypted assertion",
    envelope('<saml:EncryptedAssertion xmlns:saml="urn:oasis:names:tc:SAML:2.0:assertion"/>'),
    "encryption",
  ],
  ["no assertion at all", envelope(""), "assertion"],
];

/** The same signed assertion where it does not belong: a day later, at another connection, to another request. */
const REPLAYED: typeof WRAPPED = [
  ["after it has expired", made({ answer: { now: new Date(NOW.getTime() - 24 * 3600_000) } }), "not-on-or-after"],
  ["before it is valid", made({ answer: { now: new Date(NOW.getTime() + 24 * 3600_000) } }), "not-before"],
  [
    "made for another service",
    made({ answer: { audience: "https://sp.other.test", acsUrl: "https://sp.other.test/acs" } }),
    "destination",
  ],
  [
    "the same, with the address corrected",
    made({
      answer: { audience: "https://sp.other.test", acsUrl: "https://sp.other.test/acs" },
      envelope: replace("https://sp.other.test/acs", ANSWER.acsUrl),
    }),
    "audience",
  ],
  [
    "made for another connection",
    made({
      answer: { audience: ANSWER.audience.replace("acme", "other"), acsUrl: ANSWER.acsUrl.replace("acme", "other") },
    }),
    "destination",
  ],
  ["made by another tenant with the same key", made({ answer: { issuer: "https://idp.other.test/entity" } }), "issuer"],
  [
    "in an envelope for another request",
    made({ forge: replace('InResponseTo="_request"', 'InResponseTo="_mine"') }),
    "in-response-to",
  ],
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
  ["[P30 SA-02] wrapped", WRAPPED],
  ["[P30 SA-01] stripped or altered", STRIPPED],
  ["[P30 SA-01 SA-08] signed anew", RE_SIGNED],
  ["[P30 SA-03 SA-07] disguised", DISGUISED],
  ["[P30 SA-06] brought where it does not belong", REPLAYED],
])("%s", (_, documents) => {
  it.each(documents)("%s", async (title, xml, by) => {
    const { failed, assertion, decoded } = await judged(xml);
    expect(assertion, title).toBeNull();
    expect(failed[0]).toBe(by);
    if (
      decoded &&
      !["not-on-or-after", "not-before", "destination", "audience", "issuer", "in-response-to"].includes(by)
    ) {
      expect(decoded.verified).toBe(false);
    }
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
