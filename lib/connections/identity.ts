import "server-only";

/** What a provider tells about somebody, read from its answer. */
export interface Claims {
  /** Stable and unique at this provider. */
  subject: string;
  /** Normalised; null when there is none, or none that is one. */
  email: string | null;
  /** Whether this provider, which is trusted in that, says that the address is theirs. */
  emailVerified: boolean;
  firstName?: string;
  lastName?: string;
  /** What the provider calls them: an address or a handle. */
  label: string | null;
}

/**
 * Who somebody is at a provider, once its protocol was verified to the end. A class, so that nothing a browser posts
 * can be taken for one.
 */
export class ProvidedIdentity {
  constructor(
    /** Key of a social connection, or id of an enterprise one. With the subject it is the identity (OA-05). */
    readonly connection: string,
    readonly strategy: "oauth" | "enterprise",
    readonly claims: Claims,
    /** Of a SAML response: what it answers, and what must be used once. */
    readonly saml?: { inResponseTo: string | null; assertionId: string; notOnOrAfter: Date },
  ) {}
}
