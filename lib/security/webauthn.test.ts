import { describe, expect, it } from "vitest";
import { SoftAuthenticator } from "./test-soft-authenticator";
import { checkAssertion, checkCreation, type StoredCredential } from "./webauthn";

const rp = { id: "localhost", origin: "http://localhost:3000" };
const challenge = Buffer.alloc(32, 7).toString("base64url");
const isOurs = async (shown: string) => shown === challenge;
const options = { challenge, user: { id: "AAAAAAAAAAAAAAAAAAAAAA" } };

const [UP, UV, BE, BS] = [0x01, 0x04, 0x08, 0x10] as const;
type Deviation = Parameters<SoftAuthenticator["get"]>[1];

const create = (key: SoftAuthenticator, deviation: Deviation = {}) =>
  checkCreation(key.create(options, deviation), rp, isOurs);

async function stored(key: SoftAuthenticator): Promise<StoredCredential> {
  const created = await create(key);
  if (!created) throw new Error("the good one was refused");
  return created;
}
const get = async (key: SoftAuthenticator, deviation: Deviation = {}, credential?: StoredCredential) =>
  checkAssertion(key.get(options, deviation), rp, credential ?? (await stored(key)), isOurs);

/** What neither ceremony takes. */
const refusals: [string, NonNullable<Deviation>][] = [
  ["[PK-02] another type", { type: "payment.get" }],
  ["[PK-01] another challenge", { challenge: Buffer.alloc(32, 8).toString("base64url") }],
  ["[PK-01] an empty challenge", { challenge: "" }],
  ...[
    "https://localhost:3000",
    "http://localhost:3001",
    "http://localhost",
    "http://evil-localhost:3000",
    "http://localhost.evil.test:3000",
    "http://app.localhost:3000",
    "http://localhost:3000/",
    "HTTP://LOCALHOST:3000",
    "null",
    "",
  ].map((origin): [string, Deviation & object] => [`[PK-02] the origin "${origin}"`, { origin }]),
  ["[PK-02] another relying party", { rpId: "evil.test" }],
  ["[P24 PK-02] a relying party under ours", { rpId: "app.localhost" }],
  ["[PK-04] nobody present", { flags: UV }],
  ["[PK-04] nobody verified", { flags: UP }],
  ["[PK-05] backed up, though it can't be", { flags: UP | UV | BS }],
  ["[PK-03] crossOrigin", { clientData: { crossOrigin: true } }],
  ["[PK-03] crossOrigin as something else than a yes or no", { clientData: { crossOrigin: "false" } }],
  ["[PK-03] a topOrigin", { clientData: { crossOrigin: true, topOrigin: "https://evil.test" } }],
  ["[PK-03] our own topOrigin", { clientData: { topOrigin: rp.origin } }],
];

describe("what an authenticator says", () => {
  it("[PK-02 PK-05] by the book, is taken down", async () => {
    const key = new SoftAuthenticator(UP | UV | BE | BS);
    key.counter = 3;
    const created = await create(key);
    expect(created).toMatchObject({ counter: 3, backupEligible: true, backedUp: true, transports: ["internal"] });
    expect(created?.credentialId).toBe(key.id.toString("base64url"));
    expect(await get(key, { counter: 9, flags: UP | UV | BE })).toEqual({ counter: 9, backedUp: false });
  });

  it.each(refusals)("%s: no creation", async (_, deviation) => {
    const key = new SoftAuthenticator();
    expect(await create(key)).not.toBeNull();
    expect(await create(key, deviation)).toBeNull();
  });

  it.each(refusals)("%s: no assertion", async (_, deviation) => {
    const key = new SoftAuthenticator();
    expect(await get(key)).not.toBeNull();
    expect(await get(key, deviation)).toBeNull();
  });

  it("[PK-01] for one ceremony is nothing in the other", async () => {
    const key = new SoftAuthenticator();
    expect(await create(key, { type: "webauthn.get" })).toBeNull();
    expect(await get(key, { type: "webauthn.create" })).toBeNull();
  });

  it("[PK-01] is not found wrong because the database is away", async () => {
    const key = new SoftAuthenticator();
    const credential = await stored(key);
    const outage = async () => {
      throw new Error("the database is away");
    };
    await expect(checkCreation(key.create(options), rp, outage)).rejects.toThrow("the database is away");
    await expect(checkAssertion(key.get(options), rp, credential, outage)).rejects.toThrow("the database is away");
  });

  it("[PK-05] about whether it can be copied never changes", async () => {
    const [bound, synced] = [new SoftAuthenticator(), new SoftAuthenticator(UP | UV | BE)];
    expect(await get(bound, { flags: UP | UV | BE })).toBeNull();
    expect(await get(synced, { flags: UP | UV })).toBeNull();
  });

  it("[PK-06] is signed by the key on file", async () => {
    const [key, other] = [new SoftAuthenticator(), new SoftAuthenticator()];
    expect(await get(key, { bogus: true })).toBeNull();
    expect(await get(key, {}, await stored(other))).toBeNull();
    const { response, ...envelope } = key.get(options);
    for (const signature of ["", "AAAA", key.get(options, { counter: 1 }).response.signature]) {
      const said = { ...envelope, response: { ...response, signature } };
      expect(await checkAssertion(said, rp, await stored(key), isOurs)).toBeNull();
    }
  });

  it("[PK-07] with a credential id up to 1,023 bytes, and no longer one", async () => {
    expect(await create(new SoftAuthenticator(UP | UV, { id: Buffer.alloc(1023, 1) }))).not.toBeNull();
    expect(await create(new SoftAuthenticator(UP | UV, { id: Buffer.alloc(1024, 1) }))).toBeNull();
    expect(await create(new SoftAuthenticator(UP | UV, { id: Buffer.alloc(4000, 1) }))).toBeNull();
  });

  it("[PK-16] with an algorithm that was offered: ES384 is none", async () => {
    expect(await create(new SoftAuthenticator(UP | UV, { curve: "P-384" }))).toBeNull();
  });

  it("[PK-02] can be anything at all, and is answered with a no", async () => {
    const key = new SoftAuthenticator();
    const credential = await stored(key);
    const made = key.create(options);
    const shown = key.get(options);
    const encode = (text: string | Buffer) => Buffer.from(text).toString("base64url");
    const data = Buffer.from(shown.response.authenticatorData, "base64url");
    const attestation = Buffer.from(made.response.attestationObject, "base64url");
    const texts = ["", "{", "null", "[]", "7", '"text"', "{}", '{"type":"webauthn.get"}', "\u0000\u00ff"];
    for (const clientDataJSON of [...texts.map(encode), "%%%", "é"]) {
      const [creation, assertion] = [
        { ...made, response: { ...made.response, clientDataJSON } },
        { ...shown, response: { ...shown.response, clientDataJSON } },
      ];
      expect(await checkCreation(creation, rp, isOurs), clientDataJSON).toBeNull();
      expect(await checkAssertion(assertion, rp, credential, isOurs), clientDataJSON).toBeNull();
    }
    for (let length = 0; length < attestation.length; length += 3) {
      const attestationObject = encode(attestation.subarray(0, length));
      const creation = { ...made, response: { ...made.response, attestationObject } };
      expect(await checkCreation(creation, rp, isOurs), `${length} bytes`).toBeNull();
    }
    const broken = [...data.keys()].map((length) => data.subarray(0, length));
    for (const bytes of [...broken, Buffer.concat([data, data]), Buffer.alloc(37, 0xff)]) {
      const assertion = { ...shown, response: { ...shown.response, authenticatorData: encode(bytes) } };
      expect(await checkAssertion(assertion, rp, credential, isOurs), `${bytes.length} bytes`).toBeNull();
    }
  });
});
