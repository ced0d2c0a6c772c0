import "server-only";
import { createPublicKey, type KeyObject } from "node:crypto";
import { fail, ok, type Result } from "@/lib/errors";
import { parseCertificate, readCertificate, type SamlCertificate } from "./certificate";
import { endEntityOf, withoutAuthorities } from "./end-entity";
import { attribute, childrenNamed, onlyChild, textOf } from "./xml";

/** Of a chain, and of keys: no provider has more, and each certificate is compared with all others. */
const COMPARED_MAX = 8;

interface SigningKeys {
  /** One a key. */
  certificates: SamlCertificate[];
  /** Keys that have a `KeyDescriptor` of their own, and issued the certificate of another one. */
  authorities: number;
}

/**
 * @param role of an identity provider. Only what stands where the schema has it counts: keys in signatures, extensions and
 * encrypted keys are others'.
 * @returns the keys it signs with, one a `KeyDescriptor`. One that can't be used is passed over while another one can;
 * one that can't be told from others is refused (`saml_metadata_key_unclear`).
 */
export function signingKeysOf(role: Element): Result<SigningKeys> {
  const read = childrenNamed(role, "metadata", "KeyDescriptor").filter(isForSigning).map(readKey);
  const failures = read.flatMap((result) => (result.ok ? [] : [result]));
  const unclear = failures.find(({ error }) => error.code === "saml_metadata_key_unclear");
  if (unclear) return unclear;
  const usable = new Map(read.flatMap((result) => (result.ok ? [[result.data.pem, result.data]] : [])));
  if (usable.size === 0) return failures[0] ?? noCertificate();
  if (usable.size > COMPARED_MAX) return fail("saml_metadata_key_unclear");
  const kept = withoutAuthorities([...usable.keys()]);
  const certificates = kept.flatMap((pem) => usable.get(pem) ?? []);
  if (certificates.length === 0) return fail("saml_metadata_key_unclear");
  return ok({ certificates, authorities: usable.size - certificates.length });
}

/** Without a use, a key is for both (SAML metadata, §2.4.1.1). */
const isForSigning = (descriptor: Element): boolean =>
  [null, "signing"].includes(attribute(descriptor, "use")?.trim() ?? null);

const noCertificate = () => fail("saml_metadata_incomplete", { details: { missing: "signing certificate" } });

function readKey(descriptor: Element): Result<SamlCertificate> {
  const info = onlyChild(descriptor, "signature", "KeyInfo");
  const texts = childrenNamed(info, "signature", "X509Data")
    .flatMap((data) => childrenNamed(data, "signature", "X509Certificate"))
    .map((element) => textOf(element)?.replace(/\s/g, "") ?? "");
  const different = [...new Set(texts)];
  if (different.length === 0) return noCertificate();
  if (different.length > COMPARED_MAX) return fail("saml_metadata_key_unclear");
  const certificates = different.flatMap((text) => parseCertificate(text) ?? []);
  if (certificates.length < different.length) return fail("saml_certificate_unreadable");
  const [keyValue, ...others] = childrenNamed(info, "signature", "KeyValue").map(rsaKeyOf);
  // A key that can't be read may be any.
  if (keyValue === null || others.length > 0) return fail("saml_metadata_key_unclear");
  const own = endEntityOf(certificates, keyValue);
  return own ? readCertificate(own.toString()) : fail("saml_metadata_key_unclear");
}

/** XML Signature, §4.4.2.2. */
function rsaKeyOf(keyValue: Element): KeyObject | null {
  const value = onlyChild(keyValue, "signature", "RSAKeyValue");
  const [n, e] = ["Modulus", "Exponent"].map((name) => textOf(onlyChild(value, "signature", name)));
  if (!n || !e) return null;
  const inUrl = (text: string) => Buffer.from(text, "base64").toString("base64url");
  try {
    return createPublicKey({ key: { kty: "RSA", n: inUrl(n), e: inUrl(e) }, format: "jwk" });
  } catch {
    return null;
  }
}
