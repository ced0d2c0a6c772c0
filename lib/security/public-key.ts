import { createPublicKey, type JsonWebKey } from "node:crypto";
import { cose, decodeCredentialPublicKey } from "@simplewebauthn/server/helpers";

const RSA_BITS = 2048;

/**
 * @param publicKey COSE (RFC 9053), of an algorithm we offer.
 * @returns whether it is whole and of the one curve its algorithm has (WebAuthn level 3, §5.8.5). The library first looks
 * inside a key when it is used: one that never works would count as a way in.
 */
export function isUsableKey(publicKey: Uint8Array<ArrayBuffer>): boolean {
  try {
    const { asymmetricKeyDetails: details } = createPublicKey({ key: jwkOf(publicKey), format: "jwk" });
    return details?.modulusLength === undefined || details.modulusLength >= RSA_BITS;
  } catch {
    return false;
  }
}

/** The curve follows from the algorithm: a key of another one does not fit it. @throws for anything else. */
function jwkOf(publicKey: Uint8Array<ArrayBuffer>): JsonWebKey {
  const key = decodeCredentialPublicKey(publicKey);
  const alg = key.get(cose.COSEKEYS.alg);
  if (cose.isCOSEPublicKeyEC2(key) && alg === cose.COSEALG.ES256 && key.get(cose.COSEKEYS.crv) === cose.COSECRV.P256) {
    return { kty: "EC", crv: "P-256", x: text(key.get(cose.COSEKEYS.x)), y: text(key.get(cose.COSEKEYS.y)) };
  }
  if (
    cose.isCOSEPublicKeyOKP(key) &&
    alg === cose.COSEALG.EdDSA &&
    key.get(cose.COSEKEYS.crv) === cose.COSECRV.ED25519
  ) {
    return { kty: "OKP", crv: "Ed25519", x: text(key.get(cose.COSEKEYS.x)) };
  }
  if (cose.isCOSEPublicKeyRSA(key) && alg === cose.COSEALG.RS256) {
    return { kty: "RSA", n: text(key.get(cose.COSEKEYS.n)), e: text(key.get(cose.COSEKEYS.e)) };
  }
  throw new Error("not a key of an algorithm we offer");
}

function text(bytes: Uint8Array | undefined): string {
  if (!(bytes instanceof Uint8Array)) throw new Error("the key is not whole");
  return Buffer.from(bytes).toString("base64url");
}
