import type { Page } from "@playwright/test";

/** A device that keeps passkeys, in Chromium: it always answers, and knows its owner until told otherwise. */
export interface VirtualAuthenticator {
  /** Whether whoever holds it passes its fingerprint reader or screen lock. */
  setUserVerified(verified: boolean): Promise<void>;
  /** Spoils its answers: a signature of nobody, or nobody there, or nobody known. */
  spoil(how: { isBogusSignature?: boolean; isBadUP?: boolean; isBadUV?: boolean }): Promise<void>;
  /** @returns the ids of the passkeys it keeps, base64url. */
  credentialIds(): Promise<string[]>;
}

/** Gives the browser of a page one, for as long as the page is open. */
export async function addVirtualAuthenticator(page: Page): Promise<VirtualAuthenticator> {
  const cdp = await page.context().newCDPSession(page);
  await cdp.send("WebAuthn.enable");
  const { authenticatorId } = await cdp.send("WebAuthn.addVirtualAuthenticator", {
    options: {
      protocol: "ctap2",
      transport: "internal",
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  });
  return {
    async setUserVerified(isUserVerified) {
      await cdp.send("WebAuthn.setUserVerified", { authenticatorId, isUserVerified });
    },
    async spoil(how) {
      await cdp.send("WebAuthn.setResponseOverrideBits", { authenticatorId, ...how });
    },
    async credentialIds() {
      const { credentials } = await cdp.send("WebAuthn.getCredentials", { authenticatorId });
      return credentials.map(({ credentialId }) => Buffer.from(credentialId, "base64").toString("base64url"));
    },
  };
}
