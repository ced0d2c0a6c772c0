import "server-only";
import {
  type AuthenticationResponseJSON,
  generateAuthenticationOptions,
  generateRegistrationOptions,
  type RegistrationResponseJSON,
  verifyAuthenticationResponse,
  verifyRegistrationResponse,
} from "@simplewebauthn/server";
import { COSEALG } from "@simplewebauthn/server/helpers";
import { challengeIn } from "./client-data";
import { isUsableKey } from "./public-key";

/** What ceremonies are checked against. */
export interface RelyingParty {
  id: string;
  origin: string;
}

/** EdDSA, ES256, RS256 (PK-16): what every authenticator of people has one of. */
const ALGORITHMS = [COSEALG.EdDSA, COSEALG.ES256, COSEALG.RS256];
const TIMEOUT_MS = 5 * 60_000;
/** WebAuthn level 3, §7.1, step 25; the library takes longer ones (PK-07). */
const CREDENTIAL_ID_BYTES = 1023;

/** A credential as it rests. `publicKey` is COSE in base64url, `backupEligible` never changes (PK-05). */
export interface StoredCredential {
  credentialId: string;
  publicKey: string;
  transports: string[];
  backupEligible: boolean;
}

/** @param userHandle names the person to the authenticator; random, and nothing else (PK-16). @returns options for the browser. */
export function creationOptions(input: {
  rp: RelyingParty;
  rpName: string;
  userHandle: Uint8Array<ArrayBuffer>;
  userName: string;
  displayName: string;
  exclude: StoredCredential[];
}) {
  return generateRegistrationOptions({
    rpID: input.rp.id,
    rpName: input.rpName,
    userID: input.userHandle,
    userName: input.userName,
    userDisplayName: input.displayName,
    timeout: TIMEOUT_MS,
    attestationType: "none",
    supportedAlgorithmIDs: ALGORITHMS,
    authenticatorSelection: { residentKey: "required", userVerification: "required" },
    excludeCredentials: input.exclude.map(({ credentialId: id, transports }) => ({ id, transports })),
  });
}

/** @param allow the credentials that will do; none named, the person chooses. @returns options for the browser. */
export const requestOptions = ({ rp, allow = [] }: { rp: RelyingParty; allow?: StoredCredential[] }) =>
  generateAuthenticationOptions({
    rpID: rp.id,
    timeout: TIMEOUT_MS,
    userVerification: "required",
    allowCredentials: allow.map(({ credentialId: id, transports }) => ({ id, transports })),
  });

/** What browsers may name as the way to an authenticator is open: the library only passes it on. */
type CreationAnswer = Omit<RegistrationResponseJSON, "response"> & {
  response: Omit<RegistrationResponseJSON["response"], "transports"> & { transports?: string[] };
};

/** A created credential that passed every check. */
export interface Created extends StoredCredential {
  aaguid: string;
  counter: number;
  backedUp: boolean;
}

/**
 * Checks a creation (WebAuthn level 3, §7.1).
 * @param spendChallenge says whether the challenge was one of ours, and spends it.
 * @param silent made without a dialog (§5.1.3, conditional mediation): nobody was present or verified, by its nature. Each
 * sign-in with it verifies the person all the same.
 * @returns null for anything that is not right, whatever it is: the answer comes from a browser.
 * @throws what `spendChallenge` throws.
 */
export async function checkCreation(
  response: CreationAnswer,
  rp: RelyingParty,
  spendChallenge: (challenge: string) => Promise<boolean>,
  { silent = false, requireUserVerification = !silent }: { silent?: boolean; requireUserVerification?: boolean } = {},
): Promise<Created | null> {
  const challenge = challengeIn(response.response?.clientDataJSON);
  // Not inside: a database that is away says nothing about the answer.
  if (challenge === null || !(await spendChallenge(challenge))) return null;
  try {
    const { verified, registrationInfo } = await verifyRegistrationResponse({
      response,
      expectedChallenge: challenge,
      expectedOrigin: rp.origin,
      expectedRPID: rp.id,
      requireUserPresence: !silent,
      requireUserVerification,
      supportedAlgorithmIDs: ALGORITHMS,
    });
    if (!verified) return null;
    const { credential, aaguid, credentialBackedUp, credentialDeviceType } = registrationInfo;
    if (Buffer.byteLength(credential.id, "base64url") > CREDENTIAL_ID_BYTES) return null;
    if (!isUsableKey(credential.publicKey)) return null;
    const backupEligible = credentialDeviceType === "multiDevice";
    return {
      credentialId: credential.id,
      publicKey: Buffer.from(credential.publicKey).toString("base64url"),
      transports: credential.transports ?? [],
      counter: credential.counter,
      aaguid,
      backupEligible,
      backedUp: credentialBackedUp,
    };
  } catch {
    return null;
  }
}

/**
 * Checks an assertion (WebAuthn level 3, §7.2) by one credential. The sign counter is the caller's to compare (PK-09).
 * @returns what it says about the authenticator; null for anything that is not right.
 * @throws what `spendChallenge` throws.
 */
export async function checkAssertion(
  response: AuthenticationResponseJSON,
  rp: RelyingParty,
  credential: StoredCredential,
  spendChallenge: (challenge: string) => Promise<boolean>,
  { requireUserVerification = true } = {},
): Promise<{ counter: number; backedUp: boolean } | null> {
  const challenge = challengeIn(response.response?.clientDataJSON);
  // Not inside: a database that is away says nothing about the answer.
  if (challenge === null || !(await spendChallenge(challenge))) return null;
  try {
    const { verified, authenticationInfo } = await verifyAuthenticationResponse({
      response,
      expectedChallenge: challenge,
      expectedOrigin: rp.origin,
      expectedRPID: rp.id,
      requireUserVerification,
      credential: {
        id: credential.credentialId,
        publicKey: new Uint8Array(Buffer.from(credential.publicKey, "base64url")),
        counter: 0,
        transports: credential.transports,
      },
    });
    const { newCounter: counter, credentialBackedUp: backedUp, credentialDeviceType } = authenticationInfo;
    if (!verified || (credentialDeviceType === "multiDevice") !== credential.backupEligible) return null;
    return { counter, backedUp };
  } catch {
    return null;
  }
}
