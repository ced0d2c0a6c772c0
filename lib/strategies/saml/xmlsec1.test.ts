import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { samlAssertion, samlEnvelope, signed } from "@/scripts/identity-provider/saml-response";
import { findXmlsec1 } from "@/scripts/test/xmlsec1";
import { ANSWER, judged, KEY, made, replace } from "./test-documents";

const program = await findXmlsec1();
const folder = mkdtempSync(join(tmpdir(), "xmlsec1-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const DSIG = "http://www.w3.org/2000/09/xmldsig#";
const MORE = "http://www.w3.org/2001/04/xmldsig-more#";
const XMLENC = "http://www.w3.org/2001/04/xmlenc#";
const EXCLUSIVE = "http://www.w3.org/2001/10/xml-exc-c14n#";
const IDS = ["assertion:Assertion", "protocol:Response"].flatMap((name) => [
  "--id-attr:ID",
  `urn:oasis:names:tc:SAML:2.0:${name}`,
]);

function file(name: string, content: string): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

const run = (args: string[]) =>
  execFileSync(program ?? "xmlsec1", args, { encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] });

/** From 1.3 on it has to be told that the key given is the key meant. */
const lax = program && !/^xmlsec1 1\.2\./.test(run(["--version"])) ? ["--lax-key-search"] : [];

/** Whether xmlsec1 finds the first signature in a document right, by the certificate of the identity provider. */
function verifies(xml: string): boolean {
  const certificate = file("certificate.pem", KEY.certificate);
  try {
    run([
      "--verify",
      ...lax,
      ...IDS,
      "--enabled-key-data",
      "rsa",
      "--pubkey-cert-pem",
      certificate,
      file("document.xml", xml),
    ]);
    return true;
  } catch {
    return false;
  }
}

interface Template {
  method?: string;
  digest?: string;
  transforms?: string;
  key?: string[];
}

/** A response with an assertion that xmlsec1 has signed. */
function signedByXmlsec1({
  method = `${MORE}rsa-sha256`,
  digest = `${XMLENC}sha256`,
  transforms,
  key,
}: Template = {}): string {
  const steps =
    transforms ?? `<ds:Transform Algorithm="${DSIG}enveloped-signature"/><ds:Transform Algorithm="${EXCLUSIVE}"/>`;
  const template = `<ds:Signature xmlns:ds="${DSIG}"><ds:SignedInfo><ds:CanonicalizationMethod Algorithm="${EXCLUSIVE}"/><ds:SignatureMethod Algorithm="${method}"/><ds:Reference URI="#_assertion"><ds:Transforms>${steps}</ds:Transforms><ds:DigestMethod Algorithm="${digest}"/><ds:DigestValue/></ds:Reference></ds:SignedInfo><ds:SignatureValue/></ds:Signature>`;
  const document = samlEnvelope(
    ANSWER,
    samlAssertion(ANSWER).replace("</saml:Issuer>", (end) => end + template),
  );
  const withKey = key ?? ["--privkey-pem", file("key.pem", KEY.privateKey)];
  return run(["--sign", ...lax, ...IDS, ...withKey, file("template.xml", document)]).trimEnd();
}

describe.skipIf(!program)("[P29 SA-01 SA-03] xmlsec1 as a second opinion", () => {
  it.each([
    ["RSA-SHA256", {}],
    ["RSA-SHA512", { method: `${MORE}rsa-sha512`, digest: `${XMLENC}sha512` }],
    [
      "a list of prefixes",
      {
        transforms: `<ds:Transform Algorithm="${DSIG}enveloped-signature"/><ds:Transform Algorithm="${EXCLUSIVE}"><InclusiveNamespaces xmlns="${EXCLUSIVE}" PrefixList="xs saml"/></ds:Transform>`,
      },
    ],
  ])("what it signs is taken: %s", async (_, template) => {
    const { failed, assertion } = await judged(signedByXmlsec1(template));
    expect(failed).toEqual([]);
    expect(assertion).toMatchObject({ nameId: "ada", attributes: ANSWER.attributes });
  });

  it.each([
    ["RSA-SHA1", { method: `${DSIG}rsa-sha1` }],
    ["a digest with SHA-1", { digest: `${DSIG}sha1` }],
    ["an HMAC with the certificate as its key", { method: `${DSIG}hmac-sha1`, key: ["--hmackey", ""] }],
    ["an HMAC with SHA-256", { method: `${MORE}hmac-sha256`, key: ["--hmackey", ""] }],
  ])("[SA-08] what it signs is refused: %s", async (_, template) => {
    const key = "key" in template ? { key: ["--hmackey", file("secret", KEY.certificate)] } : {};
    expect((await judged(signedByXmlsec1({ ...template, ...key }))).failed).toEqual(["algorithms"]);
  });

  it("the documents of these tests are right, and what was changed in them is wrong, to it as to us", async () => {
    const good = made();
    expect(verifies(good)).toBe(true);
    expect(verifies(signed(good, KEY, { element: "Response" }))).toBe(true);
    for (const change of [
      replace(">ada<", ">admin<"),
      replace("ada@acme.test", "eve@acme.test"),
      replace(/<ds:DigestValue>.{4}/, "<ds:DigestValue>AAAA"),
    ]) {
      const changed = made({ forge: change });
      expect(verifies(changed)).toBe(false);
      expect((await judged(changed)).failed).toEqual(["signature"]);
    }
  });

  it("it takes the signature of documents that are wrapped or split by comments; we refuse them all the same", async () => {
    const split = made({
      answer: { nameId: "admin@acme.test.evil.test" },
      forge: replace("acme.test.evil", "acme.test<!---->.evil"),
    });
    const forged = samlAssertion({ ...ANSWER, assertionId: "_evil", nameId: "admin" });
    const wrapped = made({ forge: (xml) => xml.replace("<saml:Assertion ", (start) => forged + start) });
    for (const [xml, check] of [
      [split, "markup"],
      [wrapped, "assertion"],
    ] as const) {
      expect(verifies(xml)).toBe(true);
      expect((await judged(xml)).failed).toEqual([check]);
    }
  });
});
