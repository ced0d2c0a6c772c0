import "server-only";
import { type KeyObject, X509Certificate } from "node:crypto";

/** By the signature, whatever the names say. A key that is certified anew is not its own issuer. */
const hasIssued = (issuer: X509Certificate, certificate: X509Certificate): boolean =>
  !issuer.publicKey.equals(certificate.publicKey) && certificate.verify(issuer.publicKey);

/** @returns the certificates whose keys have issued none of the others, in their order. */
const endEntities = (certificates: X509Certificate[]): X509Certificate[] =>
  certificates.filter((one) => !certificates.some((other) => hasIssued(one, other)));

/**
 * Certificates of one `KeyInfo` are about one key: each holds it or belongs to its chain (XML Signature, §4.4.4), in any
 * order. An authority's key must not sign in place of the identity provider's.
 * @param keyValue the key itself, where the `KeyInfo` gives that, too.
 * @returns the certificate of that key, the one that lasts longest; null where it can't be told which key is meant.
 */
export function endEntityOf(certificates: X509Certificate[], keyValue?: KeyObject): X509Certificate | null {
  const ends = endEntities(certificates);
  // A chain may have gaps. Alone, many that sign themselves say that they are authorities.
  const noAuthorities = ends.filter(({ ca }) => !ca);
  const candidates = keyValue
    ? ends.filter(({ publicKey }) => publicKey.equals(keyValue))
    : noAuthorities.length > 0
      ? noAuthorities
      : ends;
  const [chosen] = candidates.toSorted((a, b) => Date.parse(b.validTo) - Date.parse(a.validTo));
  return chosen && candidates.every(({ publicKey }) => publicKey.equals(chosen.publicKey)) ? chosen : null;
}

/** @param certificates PEM. @returns those that have issued none of the others: the rest are authorities. */
export const withoutAuthorities = (certificates: string[]): string[] =>
  endEntities(certificates.map((pem) => new X509Certificate(pem))).map((certificate) => certificate.toString());
