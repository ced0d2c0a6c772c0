import type { AuthenticationResponseJSON, PublicKeyCredentialRequestOptionsJSON } from "@simplewebauthn/browser";
import type { FormAction, FormState } from "@/lib/form-state";
import { answered, askHandler, UNREACHABLE } from "./answered";
import { ceremonyFailure, forgetPasskey, loadWebAuthn } from "./webauthn";

export type Ceremony = "sign-in" | "step-up";

/** What a browser answered, and whose passkey it is. */
export interface PasskeyProof {
  response: AuthenticationResponseJSON;
  rpId: string;
}

const NOT_HERE = "Your browser could not use a passkey here. Try again, or use another method.";

/** @returns fresh options from the server, or why there are none. */
export async function askOptions(
  ceremony: Ceremony,
): Promise<{ options: PublicKeyCredentialRequestOptionsJSON } | { failure: FormState }> {
  const answer = await askHandler<PublicKeyCredentialRequestOptionsJSON>(`/api/passkeys/${ceremony}`, {
    method: "POST",
  });
  return "challenge" in answer ? { options: answer } : { failure: answer };
}

/** Opens the browser's own dialog; a suggestion that waits in a field gives way to it. */
export async function askForPasskey(ceremony: Ceremony): Promise<{ proof: PasskeyProof } | { failure: FormState }> {
  try {
    // Together: a browser opens its dialog only shortly after a press.
    const [asked, webAuthn] = await Promise.all([askOptions(ceremony), loadWebAuthn().catch(() => null)]);
    if ("failure" in asked) return asked;
    if (!webAuthn) return { failure: UNREACHABLE };
    const response = await webAuthn.startAuthentication({ optionsJSON: asked.options });
    return { proof: { response, rpId: asked.options.rpId ?? location.hostname } };
  } catch (error) {
    return { failure: ceremonyFailure(error, NOT_HERE) };
  }
}

/** Hands a proof to the server. @param fields posted along. */
export async function sendProof(
  action: FormAction,
  { response, rpId }: PasskeyProof,
  fields: Record<string, string | undefined>,
): Promise<FormState> {
  const data = new FormData();
  data.set("response", JSON.stringify(response));
  for (const [name, value] of Object.entries(fields)) if (value !== undefined) data.set(name, value);
  const answer = await answered(action)({}, data);
  if (answer?.code === "passkey_unknown") void forgetPasskey(rpId, response.id);
  return answer;
}
