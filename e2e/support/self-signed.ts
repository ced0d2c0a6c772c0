import { generateKeyPairSync, sign } from "node:crypto";

/** A key, and a certificate nobody vouches for. */
export interface SelfSigned {
  /** Both as PEM. */
  key: string;
  cert: string;
}

/** DER (X.690): a tag, a length, and what is inside. */
function der(tag: number, ...inside: Buffer[]): Buffer {
  const body = Buffer.concat(inside);
  const { length: size } = body;
  const length = size < 128 ? [size] : size < 256 ? [0x81, size] : [0x82, size >> 8, size & 0xff];
  return Buffer.concat([Buffer.from([tag, ...length]), body]);
}
const sequence = (...inside: Buffer[]) => der(0x30, ...inside);
const hex = (bytes: string) => Buffer.from(bytes, "hex");
const date = (utc: string) => der(0x17, Buffer.from(utc));

/** ecdsa-with-SHA256 (RFC 5758, §3.2). */
const ALGORITHM = sequence(hex("06082a8648ce3d040302"));

/** @returns a certificate of a new key (RFC 5280, §4.1, version 1) for a browser that has been told not to mind. */
export function selfSigned(commonName: string): SelfSigned {
  const { privateKey, publicKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
  const name = sequence(der(0x31, sequence(hex("0603550403"), der(0x0c, Buffer.from(commonName)))));
  const certificate = sequence(
    hex("020101"),
    ALGORITHM,
    name,
    sequence(date("200101000000Z"), date("491231235959Z")),
    name,
    publicKey.export({ type: "spki", format: "der" }),
  );
  const signature = der(0x03, hex("00"), sign("sha256", certificate, privateKey));
  const whole = sequence(certificate, ALGORITHM, signature).toString("base64");
  return {
    key: privateKey.export({ type: "pkcs8", format: "pem" }).toString(),
    cert: `-----BEGIN CERTIFICATE-----\n${whole.match(/.{1,64}/g)?.join("\n")}\n-----END CERTIFICATE-----\n`,
  };
}
