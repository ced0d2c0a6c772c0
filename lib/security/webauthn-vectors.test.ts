import { decodeAttestationObject, parseAuthenticatorData } from "@simplewebauthn/server/helpers";
import { describe, expect, it } from "vitest";
import { vectors } from "./test-vectors/webauthn-l3.json";
import { checkAssertion, checkCreation, type StoredCredential } from "./webauthn";

type Vector = (typeof vectors)[number];
type Verdict = "passes" | "creation refused" | "assertion refused";
interface Policy {
  requireUserVerification: boolean;
}

const FULL: Policy = { requireUserVerification: true };
const UV_OFF: Policy = { requireUserVerification: false };

/** What becomes of each pair of the specification, with user verification not asked for and with all we ask for. */
const verdicts: Record<string, { uvOff: Verdict; full: Verdict }> = {
  "ES256 Credential with No Attestation": { uvOff: "passes", full: "creation refused" },
  "ES256 Credential with Self Attestation": { uvOff: "passes", full: "assertion refused" },
  'ES256 Credential with "crossOrigin": true in clientDataJSON': {
    uvOff: "creation refused",
    full: "creation refused",
  },
  'ES256 Credential with "topOrigin" in clientDataJSON': { uvOff: "creation refused", full: "creation refused" },
  "ES256 Credential with very long credential ID": { uvOff: "passes", full: "creation refused" },
  "Packed Attestation with ES256 Credential": { uvOff: "passes", full: "passes" },
  "Packed Attestation with ES384 Credential": { uvOff: "creation refused", full: "creation refused" },
  "Packed Attestation with ES512 Credential": { uvOff: "creation refused", full: "creation refused" },
  "Packed Attestation with RS256 Credential": { uvOff: "passes", full: "assertion refused" },
  "Packed Attestation with Ed25519 Credential": { uvOff: "passes", full: "creation refused" },
  "Packed Attestation with Ed448 Credential": { uvOff: "creation refused", full: "creation refused" },
  "TPM Attestation with ES256 Credential": { uvOff: "creation refused", full: "creation refused" },
  "Android Key Attestation with ES256 Credential": { uvOff: "creation refused", full: "creation refused" },
  "Apple Anonymous Attestation with ES256 Credential": { uvOff: "creation refused", full: "creation refused" },
  "FIDO U2F Attestation with ES256 Credential": { uvOff: "creation refused", full: "creation refused" },
};

const base64url = (hex: string) => Buffer.from(hex, "hex").toString("base64url");
const rpOf = ({ rpId: id, origin }: Vector) => ({ id, origin });
const isChallenge = (hex: string) => async (challenge: string) => challenge === base64url(hex);

function envelope({ registration }: Vector) {
  const id = base64url(registration.credentialId);
  return { id, rawId: id, type: "public-key" as const, clientExtensionResults: {} };
}

function create(vector: Vector, policy: Policy) {
  const { challenge, clientDataJSON, attestationObject } = vector.registration;
  const response = { clientDataJSON: base64url(clientDataJSON), attestationObject: base64url(attestationObject) };
  return checkCreation({ ...envelope(vector), response }, rpOf(vector), isChallenge(challenge), policy);
}

function assert(vector: Vector, credential: StoredCredential, policy: Policy) {
  const { challenge, ...said } = vector.authentication;
  const response = {
    clientDataJSON: base64url(said.clientDataJSON),
    authenticatorData: base64url(said.authenticatorData),
    signature: base64url(said.signature),
  };
  return checkAssertion({ ...envelope(vector), response }, rpOf(vector), credential, isChallenge(challenge), policy);
}

async function judge(vector: Vector, policy: Policy): Promise<Verdict> {
  const created = await create(vector, policy);
  if (!created) return "creation refused";
  return (await assert(vector, created, policy)) ? "passes" : "assertion refused";
}

/** The credential of a pair without any check, for assertions whose creation is refused already. */
function unchecked({ registration }: Vector): StoredCredential {
  const attestation = decodeAttestationObject(new Uint8Array(Buffer.from(registration.attestationObject, "hex")));
  const { credentialPublicKey, flags } = parseAuthenticatorData(attestation.get("authData"));
  return {
    credentialId: base64url(registration.credentialId),
    publicKey: Buffer.from(credentialPublicKey ?? []).toString("base64url"),
    transports: [],
    backupEligible: flags.be,
  };
}

describe("[PK-16] the test vectors of the specification", () => {
  it.each(vectors)("$name", async (vector) => {
    const verdict = { uvOff: await judge(vector, UV_OFF), full: await judge(vector, FULL) };
    expect(verdict).toEqual(verdicts[vector.name]);
  });

  it("are fifteen: six pass with user verification off, one under the full policy", async () => {
    expect(vectors.map(({ name }) => name)).toEqual(Object.keys(verdicts));
    const count = (policy: "uvOff" | "full") =>
      Object.values(verdicts).filter((verdict) => verdict[policy] === "passes").length;
    expect([vectors.length, count("uvOff"), count("full")]).toEqual([15, 6, 1]);
  });

  it("[PK-03] from a frame of another site are refused in both ceremonies", async () => {
    const [plain, , crossOrigin, topOrigin] = vectors;
    if (!plain || !crossOrigin || !topOrigin) throw new Error("the vectors are incomplete");
    expect(await assert(plain, unchecked(plain), UV_OFF)).not.toBeNull();
    for (const vector of [crossOrigin, topOrigin]) {
      expect(await create(vector, UV_OFF), vector.name).toBeNull();
      expect(await assert(vector, unchecked(vector), UV_OFF), vector.name).toBeNull();
    }
  });

  it("[PK-04] say nothing of the authenticator to another site, or to another challenge", async () => {
    const packed = vectors.find(({ name }) => name === "Packed Attestation with ES256 Credential");
    if (!packed) throw new Error("the vectors are incomplete");
    const elsewhere = { ...packed, rpId: "example.com" };
    const port = { ...packed, origin: "https://example.org:8443" };
    const older = {
      ...packed,
      registration: { ...packed.registration, challenge: "00".repeat(32) },
      authentication: { ...packed.authentication, challenge: "00".repeat(32) },
    };
    for (const vector of [elsewhere, port, older]) {
      expect(await create(vector, FULL)).toBeNull();
      expect(await assert(vector, unchecked(packed), FULL)).toBeNull();
    }
  });
});
