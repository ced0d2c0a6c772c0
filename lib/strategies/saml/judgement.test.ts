import { describe, expect, it } from "vitest";
import { CONNECTION, judged, made, NOW, replace } from "./test-documents";

const later = (seconds: number) => new Date(NOW.getTime() + seconds * 1000);

describe("[P29 SA-06] times, with a minute of tolerance", () => {
  it.each([
    [-121, ["not-before"]],
    [-120, []],
    [359, []],
    [360, ["not-on-or-after"]],
  ])("%i s from the moment it was made", async (seconds, expected) => {
    expect((await judged(made(), { now: later(seconds) })).failed).toEqual(expected);
  });

  it("the earlier of two ends counts, and the later of two beginnings", async () => {
    const end = (name: string, minutes: number) =>
      made({
        assertion: replace(
          new RegExp(`(?<=<saml:${name} [^>]*NotOnOrAfter=")[^"]*`),
          later(minutes * 60).toISOString(),
        ),
      });
    for (const name of ["Conditions", "SubjectConfirmationData"]) {
      expect((await judged(end(name, -2))).failed).toEqual(["not-on-or-after"]);
      expect((await judged(end(name, 2))).assertion?.notOnOrAfter).toEqual(later(180));
    }
    const begins = replace(
      "<saml:SubjectConfirmationData ",
      `<saml:SubjectConfirmationData NotBefore="${later(61).toISOString()}" `,
    );
    expect((await judged(made({ assertion: begins }))).failed).toEqual(["not-before"]);
  });

  it("a session at the identity provider that is over is no sign-in", async () => {
    const limit = (seconds: number) =>
      made({
        assertion: replace(
          "<saml:AuthnStatement ",
          `<saml:AuthnStatement SessionNotOnOrAfter="${later(seconds).toISOString()}" `,
        ),
      });
    expect((await judged(limit(-60))).failed).toEqual(["authentication"]);
    expect((await judged(limit(-59))).failed).toEqual([]);
  });

  it.each(["", "soon", "2026-11-23", "2026-13-40T00:00:00Z", "2026-11-23T12:05:00", "9999999999"])(
    "%j is no time",
    async (text) => {
      const at = (name: string) => replace(new RegExp(`${name}="[^"]*"`), `${name}="${text}"`);
      expect((await judged(made({ assertion: at("NotBefore") }))).failed).toEqual(["not-before"]);
      expect((await judged(made({ assertion: at("NotOnOrAfter") }))).failed).toEqual(["not-on-or-after"]);
    },
  );

  it("an end has to be given where the bearer is confirmed, not where conditions are", async () => {
    const without = (name: string) =>
      made({ assertion: replace(new RegExp(`(?<=<saml:${name} [^>]*) NotOnOrAfter="[^"]*"`), "") });
    expect((await judged(without("SubjectConfirmationData"))).failed).toEqual(["not-on-or-after"]);
    expect((await judged(without("Conditions"))).failed).toEqual([]);
  });
});

describe("[P29 SA-05] which request it answers", () => {
  const initiated = { ...CONNECTION, allowsIdpInitiated: true };
  const unasked = made({ answer: { inResponseTo: null } });

  it("is handed on; one that nobody asked for is refused unless the connection allows it", async () => {
    expect((await judged(unasked)).failed).toEqual(["in-response-to"]);
    expect((await judged(unasked, { connection: initiated })).assertion?.inResponseTo).toBeNull();
    expect((await judged(made(), { connection: initiated })).assertion?.inResponseTo).toBe("_request");
  });

  it.each([
    ["the envelope names another", made({ forge: replace('InResponseTo="_request"', 'InResponseTo="_other"') })],
    ["the envelope names none", made({ forge: replace(' InResponseTo="_request"', "") })],
    [
      "the envelope alone names one",
      made({
        answer: { inResponseTo: null },
        envelope: replace('Version="2.0" ', 'Version="2.0" InResponseTo="_request" '),
      }),
    ],
    ["both name an empty one", made({ answer: { inResponseTo: "" } })],
  ])("refused even then: %s", async (_, xml) => {
    expect((await judged(xml, { connection: initiated })).failed).toEqual(["in-response-to"]);
  });
});

describe("[P29 SA-06] who it is for", () => {
  it("every restriction has to name this connection; one may name others as well", async () => {
    const restriction = (name: string) =>
      `<saml:AudienceRestriction><saml:Audience>${name}</saml:Audience></saml:AudienceRestriction>`;
    const also = replace("</saml:Audience>", "</saml:Audience><saml:Audience>https://else.test</saml:Audience>");
    expect((await judged(made({ assertion: also }))).failed).toEqual([]);
    const second = replace("</saml:Conditions>", `${restriction("https://else.test")}</saml:Conditions>`);
    expect((await judged(made({ assertion: second }))).failed).toEqual(["audience"]);
    const none = replace(/<saml:AudienceRestriction>.*<\/saml:AudienceRestriction>/, "");
    expect((await judged(made({ assertion: none }))).failed).toEqual(["audience"]);
  });

  it("an issuer is compared letter by letter, in the envelope as in the assertion", async () => {
    for (const issuer of ["https://IDP.acme.test/entity", "https://idp.acme.test/entity/", "idp.acme.test/entity"]) {
      expect((await judged(made({ answer: { issuer } }))).failed).toEqual(["issuer"]);
    }
    expect((await judged(made({ envelope: replace("idp.acme.test", "idp.other.test") }))).failed).toEqual(["issuer"]);
    expect(
      (await judged(made({ assertion: replace(/<saml:Issuer>.*<\/saml:Issuer>/, "<saml:Issuer/>") }))).failed,
    ).toEqual(["issuer"]);
  });

  it("a holder of a key is not a bearer", async () => {
    const { failed } = await judged(made({ assertion: replace("cm:bearer", "cm:holder-of-key") }));
    expect(failed).toEqual(["confirmation", "recipient", "in-response-to", "not-on-or-after"]);
  });

  it("one-time use and proxying are conditions that are kept", async () => {
    const known = "<saml:OneTimeUse/><saml:ProxyRestriction/>";
    expect(
      (await judged(made({ assertion: replace("</saml:Conditions>", `${known}</saml:Conditions>`) }))).failed,
    ).toEqual([]);
  });

  it("a name that holds elements, is encrypted, doubled or endless names nobody", async () => {
    const name = (xml: string) => made({ assertion: replace(/<saml:NameID .*<\/saml:NameID>/, xml) });
    expect((await judged(name("<saml:NameID>ad<b/>a</saml:NameID>"))).failed).toEqual(["name-id"]);
    expect((await judged(name("<saml:NameID>ada</saml:NameID><saml:NameID>eve</saml:NameID>"))).failed).toEqual([
      "name-id",
    ]);
    expect((await judged(name(`<saml:NameID>${"a".repeat(1025)}</saml:NameID>`))).failed).toEqual(["name-id"]);
    expect((await judged(name("<saml:EncryptedID/>"))).failed).toEqual(["encryption"]);
  });
});
