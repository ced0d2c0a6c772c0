import type { PublicKeyCredentialCreationOptionsJSON, RegistrationResponseJSON } from "@simplewebauthn/browser";
import { answered, UNREACHABLE } from "@/components/auth/answered";
import { ceremonyFailure, forgetPasskey, loadWebAuthn } from "@/components/auth/webauthn";
import type { FormAction, FormState } from "@/lib/form-state";

const EXISTS = "This device or password manager already has a passkey for this account.";
const NOT_HERE = "A passkey could not be created here. Try another browser, or your phone.";

interface Steps {
  /** Answers with options for the browser: `creation`. */
  startAction: FormAction;
  /** Takes the browser's answer: `response`. */
  finishAction: FormAction;
}

/**
 * Creates a passkey, from the server's options to the server's check.
 * @param silent without a dialog, by the password manager that was just used; for browsers that can.
 */
export async function registerPasskey(
  { startAction, finishAction }: Steps,
  before: FormState,
  data: FormData,
  { silent = false } = {},
): Promise<FormState> {
  if (silent) data.set("silent", "on");
  const started = await answered(startAction)(before, data);
  if (!started.creation) return started;
  const { rp } = started.creation;
  const made = await create(started.creation, silent);
  if ("failure" in made) return made.failure;
  const finish = new FormData();
  finish.set("response", JSON.stringify(made.response));
  const finished = await answered(finishAction)({}, finish);
  // It was made, and opens nothing: whoever keeps it should not offer it. Without an answer nobody knows.
  if (finished.code && finished.code !== "passkey_exists" && finished.code !== "unreachable") {
    void forgetPasskey(rp.id ?? location.hostname, made.response.id);
  }
  return finished;
}

async function create(
  optionsJSON: PublicKeyCredentialCreationOptionsJSON,
  useAutoRegister: boolean,
): Promise<{ response: RegistrationResponseJSON } | { failure: FormState }> {
  const webAuthn = await loadWebAuthn().catch(() => null);
  if (!webAuthn) return { failure: UNREACHABLE };
  try {
    return { response: await webAuthn.startRegistration({ optionsJSON, useAutoRegister }) };
  } catch (error) {
    const isThere = error instanceof Error && error.name === "InvalidStateError";
    return { failure: ceremonyFailure(error, isThere ? EXISTS : NOT_HERE) };
  }
}
