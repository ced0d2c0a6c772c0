import { describe, expect, it } from "vitest";
import { newSamlKey } from "@/scripts/identity-provider/saml-key";
import { readCertificate } from "./certificate";

const GOOD = newSamlKey({
  from: new Date("2026-01-02T03:04:05Z"),
  until: new Date("2027-01-02T03:04:05Z"),
}).certificate;
const bare = (pem: string) => pem.replace(/-----[A-Z ]+-----/g, "");
const codeOf = (text: unknown) => {
  const result = readCertificate(text);
  return result.ok ? "ok" : result.error.code;
};

describe("[P29 SA-08] a certificate of an identity provider", () => {
  it("is read as PEM, as base64 in lines or in one, and with what openssl writes around it", () => {
    const forms = [
      GOOD,
      GOOD.replaceAll("\n", "\r\n"),
      bare(GOOD),
      bare(GOOD).replace(/\s/g, ""),
      `Bag Attributes\n    localKeyID: 01\nsubject=CN = idp\n${GOOD}`,
    ];
    for (const form of forms) {
      expect(readCertificate(form)).toEqual({
        ok: true,
        data: {
          pem: GOOD,
          subject: "CN=Local identity provider",
          notBefore: new Date("2026-01-02T03:04:05Z"),
          notAfter: new Date("2027-01-02T03:04:05Z"),
          keyBits: 2048,
          fingerprint: expect.stringMatching(/^([0-9A-F]{2}:){31}[0-9A-F]{2}$/),
        },
      });
    }
  });

  it.each([
    ["RSA with 1,024 bits", newSamlKey({ bits: 1024 }).certificate],
    ["RSA with 2,047 bits", newSamlKey({ bits: 2040 }).certificate],
    ["signed with SHA-1", newSamlKey({ hash: "sha1" }).certificate],
    ["an elliptic curve, which the library can't verify", newSamlKey({ kind: "ec" }).certificate],
  ])("%s is refused", (_, certificate) => {
    expect(codeOf(certificate)).toBe("saml_certificate_weak");
  });

  it.each([
    ["nothing", ""],
    ["no text", 7],
    ["a sentence", "the certificate of our identity provider"],
    ["a private key", newSamlKey().privateKey],
    ["two at once", GOOD + newSamlKey().certificate],
    ["one cut short", GOOD.slice(0, 400)],
    ["base64 of something else", Buffer.from("something else").toString("base64")],
    ["a beginning without an end to its length", "MIL/"],
    ["an endless one", "A".repeat(20_000)],
  ])("%s is none", (_, text) => {
    expect(codeOf(text)).toBe("saml_certificate_unreadable");
  });

  it("an expired one is read: whoever shows it says so", () => {
    expect(codeOf(newSamlKey({ until: new Date("2020-01-01") }).certificate)).toBe("ok");
  });
});
