import type { Page } from "@playwright/test";

/** A device that keeps passkeys, in Chromium: it always answers, and knows its owner until told otherwise. */
export interface VirtualAuthenticator {
  /** Whether whoever holds it passes its fingerprint reader or screen lock. */
  setUserVerified(verified: boolean): Promise<void>;
  /** Spoils its answers: a signature of nobody, or nobody there, or nobody known. */
  spoil(how: { isBogusSignature?: boolean; isBadUP?: boolean; isBadUV?: boolean }): Promise<void>;
  /** Whether somebody is there to touch it; nobody: it waits. */
  setPresent(present: boolean): Promise<void>;
  /** @returns the ids of the passkeys it keeps, base64url. */
  credentialIds(): Promise<string[]>;
  /** @returns whose they are, as it shows them. */
  names(): Promise<{ name?: string; displayName?: string }[]>;
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
  const kept = async () => (await cdp.send("WebAuthn.getCredentials", { authenticatorId })).credentials;
  return {
    async setUserVerified(isUserVerified) {
      await cdp.send("WebAuthn.setUserVerified", { authenticatorId, isUserVerified });
    },
    async spoil(how) {
      await cdp.send("WebAuthn.setResponseOverrideBits", { authenticatorId, ...how });
    },
    async setPresent(enabled) {
      await cdp.send("WebAuthn.setAutomaticPresenceSimulation", { authenticatorId, enabled });
    },
    async credentialIds() {
      return (await kept()).map(({ credentialId }) => Buffer.from(credentialId, "base64").toString("base64url"));
    },
    async names() {
      return (await kept()).map(({ userName: name, userDisplayName: displayName }) => ({ name, displayName }));
    },
  };
}
