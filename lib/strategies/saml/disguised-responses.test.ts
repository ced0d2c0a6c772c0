import { describe, expect, it } from "vitest";
import { samlEnvelope } from "@/scripts/identity-provider/saml-response";
import { ANSWER, type HostileDocument, judged, made, NOW, part, replace } from "./test-documents";

const GOOD = made();
const SIGNED = part(GOOD, /<saml:Assertion .*<\/saml:Assertion>/);
const envelope = (content: string) => samlEnvelope(ANSWER, content);

const DISGUISED: HostileDocument[] = [
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
const REPLAYED: HostileDocument[] = [
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

describe.each([
  ["[P29 SA-03 SA-07] disguised", DISGUISED, false],
  ["[P29 SA-06] brought where it does not belong", REPLAYED, true],
])("%s", (_, documents, verified) => {
  it.each(documents)("%s", async (_, xml, by) => {
    const { failed, assertion, decoded } = await judged(xml);
    expect(assertion).toBeNull();
    expect(failed[0]).toBe(by);
    expect(decoded?.verified ?? false).toBe(verified);
  });
});
