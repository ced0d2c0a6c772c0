/** Loaded when a ceremony begins: pages stay as small as they were. */
export const loadWebAuthn = () => import("@simplewebauthn/browser");

/** Ends the ceremony that waits, if one does: whoever said no gets no passkey. */
export const cancelCeremony = () =>
  loadWebAuthn().then(
    ({ WebAuthnAbortService }) => WebAuthnAbortService.cancelCeremony(),
    () => undefined,
  );

/** Somebody closed the browser's dialog, let it time out, or began another one: no error, nothing to say. */
const isCancelled = (error: unknown): boolean =>
  error instanceof Error && (error.name === "NotAllowedError" || error.name === "AbortError");

const WRONG_ADDRESS =
  "Your browser doesn't take this site's passkeys at this address. Use another method, and tell whoever runs the site.";

/** @param error what a ceremony threw. @returns the words for it; none for a change of mind. */
export function ceremonyFailure(error: unknown, words: string): { message?: string } {
  if (isCancelled(error)) return {};
  // WebAuthn level 3, §5.1.3, step 8: the relying party is neither this address nor one above it, nor related.
  return { message: error instanceof Error && error.name === "SecurityError" ? WRONG_ADDRESS : words };
}

/** Tells whatever keeps passkeys that this one opens nothing here any more. It may not listen. */
export async function forgetPasskey(rpId: string, credentialId: string): Promise<void> {
  try {
    const { sendSignal } = await loadWebAuthn();
    await sendSignal({ signalName: "unknownCredential", rpID: rpId, credentialID: credentialId });
  } catch {
    // Browsers that know no signals: the words on the page are all there is.
  }
}
