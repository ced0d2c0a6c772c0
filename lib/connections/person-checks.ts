/**
 * What is checked of whom a provider has named, whatever its protocol, and what to do when it fails. The one place to
 * reword or translate. Made in this order, after all that is about the answer itself.
 */
export const PERSON_CHECKS = {
  use: [
    "The answer is used once, in the browser that asked for it, while the connection is open",
    "Start again from the sign-in page or from here, in one browser, and don't reload the provider's last page.",
  ],
  address: [
    "It says which email address the person has",
    "Have the identity provider send the address, or enter under “Attributes” the name it sends it by.",
  ],
  verified: [
    "The identity provider does not doubt that address (email_verified)",
    "Have the person's address verified at the identity provider.",
  ],
  domain: [
    "The address belongs to a domain of this connection",
    "Add the domain under “Domains”, or allow subdomains. If the domain is not theirs, don't.",
  ],
  account: [
    "The person has an account, or may get one",
    "Turn on “Create accounts” for the connection and let sign-up be open, or test with somebody who has an account.",
  ],
} as const satisfies Record<string, readonly [what: string, mend: string]>;

export type PersonCheckId = keyof typeof PERSON_CHECKS;
