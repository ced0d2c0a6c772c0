import { describe, expect, it } from "vitest";
import { newSamlKey } from "@/scripts/identity-provider/saml-key";
import { encoded, samlAssertion, samlEnvelope, signed } from "@/scripts/identity-provider/saml-response";
import { SAML_CHECKS, type SamlCheckId, samlCheckWords } from "./checks";
import { samlEntityId } from "./connection";
import { readSamlResponse } from "./response";
import { ANSWER, CONNECTION, judged, KEY, made, NEXT_KEY, NOW, replace, STRANGERS_KEY } from "./test-documents";

const later = (seconds: number) => new Date(NOW.getTime() + seconds * 1000);
const pinned = (...certificates: string[]) => ({
  ...CONNECTION,
  identityProvider: { ...CONNECTION.identityProvider, certificates },
});

describe("[P29 SA-01] a good response", () => {
  it("passes every check and says who signed in", async () => {
    const { checks, assertion, decoded } = await judged(made());
    expect(checks.map(({ id, state }) => `${id} ${state}`)).toEqual(
      Object.keys(SAML_CHECKS).map((id) => `${id} passed`),
    );
    expect(assertion).toEqual({
      id: "_assertion",
      inResponseTo: "_request",
      notOnOrAfter: later(5 * 60 + 60),
      nameId: "ada",
      nameIdFormat: "urn:oasis:names:tc:SAML:2.0:nameid-format:persistent",
      attributes: { mail: ["ada@acme.test"], groups: ["engineers", "admins & more"] },
    });
    expect(decoded).toMatchObject({ verified: true, nameId: "ada", audience: [samlEntityId("acme")] });
  });

  it("may be signed as a whole as well", async () => {
    const { failed, assertion } = await judged(signed(made(), KEY, { element: "Response" }));
    expect(failed).toEqual([]);
    expect(assertion?.nameId).toBe("ada");
  });

  it("[SA-08] may be signed with SHA-512", async () => {
    const signing = {
      algorithm: "http://www.w3.org/2001/04/xmldsig-more#rsa-sha512",
      digest: "http://www.w3.org/2001/04/xmlenc#sha512",
    };
    expect((await judged(made({ signing }))).failed).toEqual([]);
  });

  it("may leave out the destination while the response itself is not signed", async () => {
    const { failed, checks, assertion } = await judged(made({ envelope: replace(/ Destination="[^"]*"/, "") }));
    expect(failed).toEqual([]);
    expect(checks.find(({ id }) => id === "destination")?.state).toBe("skipped");
    expect(assertion).not.toBeNull();
    const whole = signed(made({ envelope: replace(/ Destination="[^"]*"/, "") }), KEY, { element: "Response" });
    expect((await judged(whole)).failed).toEqual(["destination"]);
  });

  it("may be laid out in lines, of either kind, and carry a declaration", async () => {
    const lines = `<?xml version="1.0" encoding="UTF-8"?>\n${samlEnvelope(ANSWER, samlAssertion(ANSWER)).replaceAll("><", ">\n<")}`;
    const xml = signed(lines, KEY);
    for (const same of [xml, `\ufeff${xml.replaceAll("\n", "\r\n")}`]) {
      const { failed, assertion } = await judged(same);
      expect(failed).toEqual([]);
      expect(assertion?.nameId).toBe("ada");
    }
  });

  it("may be broken into lines of base64", async () => {
    const lines = encoded(made()).replace(/.{76}/g, "$&\r\n");
    expect((await readSamlResponse(CONNECTION, lines, NOW)).assertion?.nameId).toBe("ada");
  });

  it("[SA-12] may be signed by either of two certificates, while one follows the other", async () => {
    const both = pinned(KEY.certificate, NEXT_KEY.certificate);
    expect((await judged(made(), { connection: both })).failed).toEqual([]);
    expect((await judged(made({ key: NEXT_KEY }), { connection: both })).failed).toEqual([]);
    expect((await judged(made({ key: STRANGERS_KEY }), { connection: both })).failed).toEqual(["signature"]);
  });

  it("gives attributes by name, whatever the name is", async () => {
    const attributes = { constructor: ["a"], toString: ["b"], ["__proto__"]: ["c"] };
    const { assertion } = await judged(made({ answer: { attributes } }));
    expect(Object.entries(assertion?.attributes ?? {})).toEqual([
      ["constructor", ["a"]],
      ["toString", ["b"]],
      ["__proto__", ["c"]],
    ]);
  });
});

const signature = /<ds:Signature .*<\/ds:Signature>/;
const rsa1024 = newSamlKey({ bits: 1024 });

/** For each check a document that fails it and no other. */
const FAILING: Record<Exclude<SamlCheckId, "encoding">, string | { xml: string; connection: typeof CONNECTION }> = {
  markup: made({ forge: replace("<saml:NameID ", "<!-- --><saml:NameID ") }),
  response: made({ forge: replace('ID="_response" Version="2.0"', 'ID="_response" Version="1.1"') }),
  status: made({ envelope: replace("status:Success", "status:Requester") }),
  encryption: made({ forge: replace("</samlp:Response>", `<EncryptedAssertion/></samlp:Response>`) }),
  assertion: made({
    forge: (xml) =>
      xml.replace(/<saml:Assertion.*<\/saml:Assertion>/, (one) => one + one.replaceAll("_assertion", "_other")),
  }),
  ids: made({ forge: replace("<samlp:Status>", '<samlp:Status id="_assertion">') }),
  signed: made({ forge: replace(signature, "") }),
  reference: made({ forge: replace('URI="#_assertion"', 'URI="#_response"') }),
  algorithms: made({ signing: { algorithm: "http://www.w3.org/2000/09/xmldsig#rsa-sha1" } }),
  certificate: { xml: made({ key: rsa1024 }), connection: pinned(rsa1024.certificate) },
  signature: made({ key: STRANGERS_KEY }),
  issuer: made({ answer: { issuer: "https://idp.other.test/entity" } }),
  destination: made({ envelope: replace("/acme/acs", "/other/acs") }),
  conditions: made({ assertion: replace("</saml:Conditions>", "<saml:Condition/></saml:Conditions>") }),
  audience: made({ answer: { audience: samlEntityId("other") } }),
  confirmation: made({
    assertion: (xml) => xml.replace(/<saml:SubjectConfirmation .*<\/saml:SubjectConfirmation>/, (one) => one + one),
  }),
  recipient: made({ assertion: replace(/Recipient="[^"]*"/, 'Recipient="http://localhost:3000/other"') }),
  "in-response-to": made({ answer: { inResponseTo: null } }),
  "not-before": made({ answer: { notBefore: 2 } }),
  "not-on-or-after": made({ answer: { notOnOrAfter: -2 } }),
  authentication: made({ assertion: replace(/<saml:AuthnStatement .*<\/saml:AuthnStatement>/, "") }),
  "name-id": made({ assertion: replace(">ada</saml:NameID>", "> </saml:NameID>") }),
};

describe("[P29 B08 SA-01 SA-06] one check at a time", () => {
  it.each(Object.entries(FAILING))("%s alone refuses what fails it", async (id, document) => {
    const { xml, connection } = typeof document === "string" ? { xml: document, connection: CONNECTION } : document;
    const { failed, assertion } = await judged(xml, { connection });
    expect(failed).toEqual([id]);
    expect(assertion).toBeNull();
  });

  it("encoding alone refuses what is not base64", async () => {
    const { checks, assertion, decoded } = await readSamlResponse(CONNECTION, `${encoded(made())}*`, NOW);
    expect(checks.filter(({ state }) => state !== "skipped")).toEqual([{ id: "encoding", state: "failed" }]);
    expect([assertion, decoded]).toEqual([null, null]);
  });

  it("has words for each", () => {
    for (const id of Object.keys(SAML_CHECKS) as SamlCheckId[]) {
      const { what, mend } = samlCheckWords(id);
      expect(what).toMatch(/^[A-Z]/);
      expect(mend).toMatch(/[.]$/);
    }
  });

  it("what comes after a failed signature is skipped, and what was read is marked as not verified", async () => {
    const { checks, decoded } = await judged(made({ key: STRANGERS_KEY }));
    const after = checks.slice(checks.findIndex(({ id }) => id === "signature") + 1);
    expect(new Set(after.map(({ state }) => state))).toEqual(new Set(["skipped"]));
    expect(decoded).toMatchObject({
      verified: false,
      nameId: "ada",
      issuer: ANSWER.issuer,
      attributes: ANSWER.attributes,
    });
  });

  it("after the signature all of them are made, so that an admin sees everything at once", async () => {
    const answer = { issuer: "https://idp.other.test", audience: "https://sp.other.test", notOnOrAfter: -2 };
    const { failed, checks } = await judged(made({ answer }));
    expect(failed).toEqual(["issuer", "audience", "not-on-or-after"]);
    expect(checks.find(({ id }) => id === "audience")?.found).toBe("https://sp.other.test");
  });
});
