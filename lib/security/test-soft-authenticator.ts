import { createHash, createSign, generateKeyPairSync, type KeyObject, randomBytes } from "node:crypto";
import type { AuthenticationResponseJSON, RegistrationResponseJSON } from "@simplewebauthn/server";

/** What an authenticator says otherwise than a good one would, at http://localhost:3000. */
interface Deviation {
  challenge?: string;
  type?: string;
  origin?: string;
  rpId?: string;
  /** Of the authenticator data: user present 1, user verified 4, backup eligible 8, backed up 16. */
  flags?: number;
  counter?: number;
  userHandle?: string | null;
  /** Besides, in the client data. */
  clientData?: Record<string, unknown>;
  /** Signs with another key. */
  bogus?: boolean;
}

const FLAGS = { present: 0x01, verified: 0x04, attested: 0x40 };
const twoBytes = (length: number) => Buffer.from([length >> 8, length & 0xff]);
const sha256 = (data: Buffer | string) => createHash("sha256").update(data).digest();

/** COSE (RFC 9053) of an EC2 key before its coordinates, the mark of their length, and the hash it signs. */
const kinds = {
  "P-256": { head: "a501020326200121", mark: "5820", hash: "SHA256" },
  "P-384": { head: "a50102033822200221", mark: "5830", hash: "SHA384" },
};
type Curve = keyof typeof kinds;
const newKey = (curve: Curve) => generateKeyPairSync("ec", { namedCurve: curve });

/** An authenticator of our own, by the book (WebAuthn level 3, §6): one credential (ES256, or ES384), no attestation. */
export class SoftAuthenticator {
  readonly id: Buffer;
  private readonly curve: Curve;
  private readonly key: KeyObject;
  private readonly publicKey: KeyObject;
  userHandle: string | undefined;
  counter = 0;

  constructor(
    private readonly baseFlags = FLAGS.present | FLAGS.verified,
    { id = randomBytes(32), curve = "P-256" as Curve } = {},
  ) {
    this.id = id;
    this.curve = curve;
    ({ privateKey: this.key, publicKey: this.publicKey } = newKey(curve));
  }

  create(options: { challenge: string; user: { id: string } }, deviation: Deviation = {}): RegistrationResponseJSON {
    this.userHandle = options.user.id;
    const length = twoBytes(this.id.length);
    const attested = Buffer.concat([Buffer.alloc(16), length, this.id, this.coseKey()]);
    const authData = Buffer.concat([this.head(deviation, FLAGS.attested), attested]);
    const attestation = Buffer.concat([
      Buffer.from("a363666d74646e6f6e656761747453746d74a0", "hex"),
      Buffer.from("686175746844617461", "hex"),
      authData.length < 256 ? Buffer.from([0x58, authData.length]) : Buffer.from([0x59, ...twoBytes(authData.length)]),
      authData,
    ]);
    return {
      ...this.envelope(),
      response: {
        clientDataJSON: this.clientData("webauthn.create", options.challenge, deviation).toString("base64url"),
        attestationObject: attestation.toString("base64url"),
        transports: ["internal"],
      },
    };
  }

  get(options: { challenge: string }, deviation: Deviation = {}): AuthenticationResponseJSON {
    const clientData = this.clientData("webauthn.get", options.challenge, deviation);
    const authData = this.head(deviation);
    const signer = createSign(kinds[this.curve].hash).update(Buffer.concat([authData, sha256(clientData)]));
    const { userHandle = this.userHandle } = deviation;
    return {
      ...this.envelope(),
      response: {
        clientDataJSON: clientData.toString("base64url"),
        authenticatorData: authData.toString("base64url"),
        signature: signer.sign(deviation.bogus ? newKey(this.curve).privateKey : this.key).toString("base64url"),
        userHandle: userHandle ?? undefined,
      },
    };
  }

  private envelope() {
    const id = this.id.toString("base64url");
    return { id, rawId: id, type: "public-key" as const, clientExtensionResults: {} };
  }

  private head({ rpId = "localhost", flags = this.baseFlags, counter = this.counter }: Deviation, besides = 0): Buffer {
    const tail = Buffer.alloc(5);
    tail.writeUInt8(flags | besides, 0);
    tail.writeUInt32BE(counter, 1);
    return Buffer.concat([sha256(rpId), tail]);
  }

  private clientData(type: string, challenge: string, deviation: Deviation): Buffer {
    const { origin = "http://localhost:3000", clientData } = deviation;
    const said = { type: deviation.type ?? type, challenge: deviation.challenge ?? challenge, origin };
    return Buffer.from(JSON.stringify({ ...said, crossOrigin: false, ...clientData }));
  }

  private coseKey(): Buffer {
    const { x = "", y = "" } = this.publicKey.export({ format: "jwk" });
    const { head, mark } = kinds[this.curve];
    return Buffer.concat([
      Buffer.from(`${head}${mark}`, "hex"),
      Buffer.from(x, "base64url"),
      Buffer.from(`22${mark}`, "hex"),
      Buffer.from(y, "base64url"),
    ]);
  }
}
