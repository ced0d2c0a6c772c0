import { askOptions, type PasskeyProof } from "./passkey-proof";
import { loadWebAuthn } from "./webauthn";

/** A challenge lives for five minutes. */
const RENEW_MS = 4 * 60_000;

/**
 * Lets the browser suggest passkeys where the identifier is typed. Silent, whatever happens: the field works without.
 * @param onProof called once, when a suggestion was taken.
 * @returns ends it.
 */
export function suggestPasskeys(onProof: (proof: PasskeyProof) => void): () => void {
  let round = 0;
  let cancel = () => {};

  async function suggest() {
    round += 1;
    const own = round;
    const isOver = () => own !== round;
    const { browserSupportsWebAuthnAutofill, startAuthentication, WebAuthnAbortService } = await loadWebAuthn();
    if (isOver() || !(await browserSupportsWebAuthnAutofill())) return;
    const asked = await askOptions("sign-in");
    if (isOver() || "failure" in asked) return;
    const { options } = asked;
    cancel = () => WebAuthnAbortService.cancelCeremony();
    const response = await startAuthentication({ optionsJSON: options, useBrowserAutofill: true });
    if (isOver()) return;
    stop();
    onProof({ response, rpId: options.rpId ?? location.hostname });
  }
  const start = () => void suggest().catch(() => undefined);
  const timer = setInterval(start, RENEW_MS);
  start();

  function stop() {
    round += 1;
    clearInterval(timer);
    cancel();
  }
  return stop;
}
