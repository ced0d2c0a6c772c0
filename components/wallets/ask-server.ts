import { askHandler } from "@/components/auth/answered";
import type { FormState } from "@/lib/form-state";
import type { Signer } from "./sign-with";

/** Gets the message for a wallet to sign: `signing`, or why there is none. */
export type AskServer = (signer: Signer) => Promise<FormState>;

export function formOf(fields: Record<string, string | undefined>): FormData {
  const data = new FormData();
  for (const [name, value] of Object.entries(fields)) if (value !== undefined) data.set(name, value);
  return data;
}

/** By the route handlers: an action would draw the page anew while the wallet is open over it. */
export const askAt =
  (ceremony: "sign-in" | "step-up"): AskServer =>
  (signer) =>
    askHandler<FormState>(`/api/wallets/${ceremony}`, { method: "POST", body: formOf({ ...signer }) });
