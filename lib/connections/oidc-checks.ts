import type { Failure } from "@/lib/errors";
import type { ConnectionCheck } from "./connection-log";

/**
 * What is checked of an OpenID provider's answer, in this order, and what to do when it fails. The one place to reword or
 * translate. What comes after a failure is skipped.
 */
export const OIDC_CHECKS = {
  discovery: [
    "The identity provider says where its addresses are",
    "Compare the issuer with the one at the identity provider, letter by letter, or enter all addresses by hand.",
  ],
  authorization: [
    "It sends people to a safe address: https, a host with a public name, no credentials, and not this site itself",
    "Correct the authorization endpoint at the identity provider, or enter all addresses by hand.",
  ],
  state: [
    "The answer comes from this issuer, to the browser that asked (iss, state)",
    "Sign in again without a pause, in one browser. If it happens again, look at what changes the address on its way.",
  ],
  answer: [
    "The identity provider says that the sign-in succeeded",
    "Assign the person to the application at the identity provider, and enter the callback URL there as it is here.",
  ],
  exchange: [
    "The code was exchanged for an ID token",
    "Compare client ID, client secret and callback URL with those at the identity provider. A secret may have expired.",
  ],
  times: [
    "The ID token is valid already and has not expired",
    "Set the clock of the identity provider: it may be off by a minute at most.",
  ],
  issuer: [
    "The ID token comes from the issuer of this connection",
    "Enter the issuer as the ID token has it, letter by letter, or correct it at the identity provider.",
  ],
  audience: [
    "The ID token is meant for this client",
    "Enter the client ID of this application as the identity provider has it.",
  ],
  nonce: [
    "The ID token answers this very request (nonce)",
    "Have the identity provider return the nonce unchanged, and start again from here.",
  ],
  signature: [
    "The ID token is signed with a key the issuer publishes, by a safe algorithm",
    "Choose RS256 (or PS256, ES256, EdDSA) at the identity provider, and see that the address of its keys is right.",
  ],
  subject: ["The ID token names the person (sub)", "Have the identity provider send a stable “sub” for each person."],
} as const satisfies Record<string, readonly [what: string, mend: string]>;

export type OidcCheckId = keyof typeof OIDC_CHECKS;

/** The check an answer did not pass. */
export interface OidcFailure {
  check: OidcCheckId;
  found?: string;
  /** Of the ID token, where it was read. */
  claims?: Record<string, unknown>;
}

/** @returns every check, in the order they are made: the failed one, what passed before it, what was not reached. */
export function oidcChecklist(failure: OidcFailure | null): ConnectionCheck[] {
  const ids = Object.keys(OIDC_CHECKS) as OidcCheckId[];
  const failedAt = failure ? ids.indexOf(failure.check) : ids.length;
  return ids.map((id, index) => {
    if (index !== failedAt) return { id, state: index < failedAt ? "passed" : "skipped" };
    return { id, state: "failed", ...(failure?.found && { found: failure.found }) };
  });
}

/** @param error of `discover`. @returns the check it stands for. */
export const failureOfDiscovery = ({ code, details: { reason, address } = {} }: Failure): OidcFailure =>
  reason === "unsafe-redirect"
    ? { check: "authorization", found: String(address) }
    : { check: "discovery", found: String(reason ?? code) };
