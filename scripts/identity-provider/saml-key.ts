import {
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  randomBytes,
  sign,
  X509Certificate,
} from "node:crypto";

export interface SamlKey {
  /** PEM. */
  privateKey: string;
  /** PEM. */
  certificate: string;
}

interface Wanted {
  kind?: "rsa" | "ec";
  bits?: number;
  /** Of the certificate's own signature. */
  hash?: "sha256" | "sha1";
  from?: Date;
  until?: Date;
  /** Common name of the subject. */
  name?: string;
  /** Who signs the certificate; default its own key does. */
  issuer?: SamlKey;
  /** Whether it is an authority (basicConstraints); default it does not say. */
  authority?: boolean;
  /** Has its key already, and gets another certificate. */
  of?: SamlKey;
}

/** Content of an AlgorithmIdentifier: an object identifier, and NULL for RSA (RFC 3279, §2.2). */
const SIGNATURES = {
  "rsa sha256": "06092a864886f70d01010b0500",
  "rsa sha1": "06092a864886f70d0101050500",
  "ec sha256": "06082a8648ce3d040302",
  "ec sha1": "06072a8648ce3d0401",
};

/**
 * @returns a new key with a certificate like those identity providers make themselves: version 1, or 3 where it says whether
 * it is an authority (RFC 5280, §4.1).
 */
export function newSamlKey(wanted: Wanted = {}): SamlKey {
  const { hash = "sha256", from = new Date(0), until = new Date("2100-01-01"), issuer, authority } = wanted;
  const { name = "Local identity provider" } = wanted;
  const privateKey = wanted.of ? createPrivateKey(wanted.of.privateKey) : newKey(wanted);
  const signer = issuer ? createPrivateKey(issuer.privateKey) : privateKey;
  const kind = signer.asymmetricKeyType === "rsa" ? "rsa" : "ec";
  const algorithm = sequence(Buffer.from(SIGNATURES[`${kind} ${hash}`], "hex"));
  const version = authority === undefined ? [] : [der(0xa0, Buffer.from("020102", "hex"))];
  const toBeSigned = sequence(
    ...version,
    der(0x02, Buffer.concat([Buffer.from([1]), randomBytes(8)])),
    algorithm,
    nameOf(issuer ? new X509Certificate(issuer.certificate).subject.replace("CN=", "") : name),
    sequence(time(from), time(until)),
    nameOf(name),
    createPublicKey(privateKey).export({ type: "spki", format: "der" }),
    ...(authority === undefined ? [] : [der(0xa3, sequence(basicConstraints(authority)))]),
  );
  const signature = der(0x03, Buffer.concat([Buffer.from([0]), sign(hash, toBeSigned, signer)]));
  const base64 = sequence(toBeSigned, algorithm, signature).toString("base64");
  return {
    privateKey: privateKey.export({ type: "pkcs8", format: "pem" }).toString(),
    certificate: `-----BEGIN CERTIFICATE-----\n${base64.replace(/.{64}/g, "$&\n")}\n-----END CERTIFICATE-----\n`,
  };
}

const newKey = ({ kind = "rsa", bits = 2048 }: Wanted) =>
  kind === "rsa"
    ? generateKeyPairSync("rsa", { modulusLength: bits }).privateKey
    : generateKeyPairSync("ec", { namedCurve: "prime256v1" }).privateKey;

/** A distinguished name of nothing but a common one. */
const nameOf = (commonName: string): Buffer =>
  sequence(der(0x31, sequence(Buffer.from("0603550403", "hex"), der(0x0c, Buffer.from(commonName)))));

/** A critical extension (RFC 5280, §4.2.1.9). */
const basicConstraints = (authority: boolean): Buffer =>
  sequence(
    Buffer.from("0603551d130101ff", "hex"),
    der(0x04, sequence(...(authority ? [Buffer.from("0101ff", "hex")] : []))),
  );

/** An element in DER (X.690, §8.1). */
function der(tag: number, content: Buffer): Buffer {
  const { length } = content;
  const size = length < 0x80 ? [length] : length < 0x100 ? [0x81, length] : [0x82, length >> 8, length & 0xff];
  return Buffer.concat([Buffer.from([tag, ...size]), content]);
}

const sequence = (...parts: Buffer[]): Buffer => der(0x30, Buffer.concat(parts));

/** GeneralizedTime. */
const time = (at: Date): Buffer => der(0x18, Buffer.from(`${at.toISOString().replace(/\D/g, "").slice(0, 14)}Z`));
