import "server-only";
import { X509Certificate } from "node:crypto";
import { fail, ok, type Result } from "@/lib/errors";
import { signatureAlgorithmOf } from "./certificate-der";

const RSA_BITS = 2048;
const MAX_LENGTH = 16_384;
/** Certificates signed with MD5 or SHA-1 (RFC 8017, RFC 5758): what uses them signs responses with them, too. */
const BROKEN = new Set(["1.2.840.113549.1.1.4", "1.2.840.113549.1.1.5", "1.3.14.3.2.29", "1.2.840.10045.4.1"]);

export interface SamlCertificate {
  pem: string;
  subject: string;
  notBefore: Date;
  notAfter: Date;
  keyBits: number;
  /** SHA-256, for people to compare. */
  fingerprint: string;
}

/**
 * @param text PEM, or its base64 alone as metadata and admin pages show it.
 * @returns a certificate whose key may sign responses. An expired one is returned too: the key is what is pinned, and
 * whoever shows it says so.
 */
export function readCertificate(text: unknown): Result<SamlCertificate> {
  const certificate = parseCertificate(text);
  if (!certificate) return fail("saml_certificate_unreadable");
  const { asymmetricKeyType: kind, asymmetricKeyDetails: details } = certificate.publicKey;
  const keyBits = details?.modulusLength ?? 0;
  if (kind !== "rsa" || keyBits < RSA_BITS || BROKEN.has(signatureAlgorithmOf(certificate.raw))) {
    return fail("saml_certificate_weak");
  }
  return ok({
    pem: certificate.toString(),
    subject: certificate.subject?.replaceAll("\n", ", ") ?? "",
    notBefore: new Date(certificate.validFrom),
    notAfter: new Date(certificate.validTo),
    keyBits,
    fingerprint: certificate.fingerprint256,
  });
}

/** @returns the certificate in a text, be its key good for anything or not; null unless it is exactly one. */
export function parseCertificate(text: unknown): X509Certificate | null {
  const der = typeof text === "string" && text.length <= MAX_LENGTH ? derIn(text) : null;
  if (!der) return null;
  try {
    const certificate = new X509Certificate(der);
    // What follows the first one would be passed over: of an authority and its own, whichever comes first was meant.
    return certificate.publicKey && certificate.raw.length === der.length ? certificate : null;
  } catch {
    return null;
  }
}

/** Of one PEM block; what surrounds it in a PEM file ("Bag Attributes") is no part of it. */
function derIn(text: string): Buffer | null {
  const blocks = text.match(/-----BEGIN [^-]*-----[^-]*/g) ?? [];
  if (blocks.length > 1) return null;
  const body = (blocks[0] ?? text).replace(/^-----BEGIN (X509 |TRUSTED )?CERTIFICATE-----/, "").replace(/\s/g, "");
  return /^[A-Za-z0-9+/]+={0,2}$/.test(body) ? Buffer.from(body, "base64") : null;
}
