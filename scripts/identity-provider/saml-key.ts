import { generateKeyPairSync, type KeyObject, randomBytes, sign } from "node:crypto";

export interface SamlKey {
  /** PEM. */
  privateKey: string;
  /** PEM, self-signed. */
  certificate: string;
}

interface Wanted {
  kind?: "rsa" | "ec";
  bits?: number;
  /** Of the certificate's own signature. */
  hash?: "sha256" | "sha1";
  from?: Date;
  until?: Date;
}

/** Content of an AlgorithmIdentifier: an object identifier, and NULL for RSA (RFC 3279, §2.2). */
const SIGNATURES = {
  "rsa sha256": "06092a864886f70d01010b0500",
  "rsa sha1": "06092a864886f70d0101050500",
  "ec sha256": "06082a8648ce3d040302",
  "ec sha1": "06072a8648ce3d0401",
};

/** @returns a new key with a certificate like those identity providers make themselves (RFC 5280, §4.1, version 1). */
export function newSamlKey(wanted: Wanted = {}): SamlKey {
  const { kind = "rsa", bits = 2048, hash = "sha256", from = new Date(0), until = new Date("2100-01-01") } = wanted;
  const { privateKey, publicKey }: { privateKey: KeyObject; publicKey: KeyObject } =
    kind === "rsa"
      ? generateKeyPairSync("rsa", { modulusLength: bits })
      : generateKeyPairSync("ec", { namedCurve: "prime256v1" });
  const algorithm = sequence(Buffer.from(SIGNATURES[`${kind} ${hash}`], "hex"));
  const commonName = sequence(Buffer.from("0603550403", "hex"), der(0x0c, Buffer.from("Local identity provider")));
  const name = sequence(der(0x31, commonName));
  const toBeSigned = sequence(
    der(0x02, Buffer.concat([Buffer.from([1]), randomBytes(8)])),
    algorithm,
    name,
    sequence(time(from), time(until)),
    name,
    publicKey.export({ type: "spki", format: "der" }),
  );
  const signature = der(0x03, Buffer.concat([Buffer.from([0]), sign(hash, toBeSigned, privateKey)]));
  const base64 = sequence(toBeSigned, algorithm, signature).toString("base64");
  return {
    privateKey: privateKey.export({ type: "pkcs8", format: "pem" }).toString(),
    certificate: `-----BEGIN CERTIFICATE-----\n${base64.replace(/.{64}/g, "$&\n")}\n-----END CERTIFICATE-----\n`,
  };
}

/** An element in DER (X.690, §8.1). */
function der(tag: number, content: Buffer): Buffer {
  const { length } = content;
  const size = length < 0x80 ? [length] : length < 0x100 ? [0x81, length] : [0x82, length >> 8, length & 0xff];
  return Buffer.concat([Buffer.from([tag, ...size]), content]);
}

const sequence = (...parts: Buffer[]): Buffer => der(0x30, Buffer.concat(parts));

/** GeneralizedTime. */
const time = (at: Date): Buffer => der(0x18, Buffer.from(`${at.toISOString().replace(/\D/g, "").slice(0, 14)}Z`));
