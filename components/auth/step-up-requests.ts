import type { FormState } from "@/lib/form-state";
import { askHandler } from "./answered";
import type { ShownStepUp } from "./step-up-words";

/*
 * The dialog speaks to route handlers, not to server actions: an action that sets a cookie draws the page below anew, and
 * a page that needs a fresh proof would lead away from it.
 */

/** @returns what is to be confirmed next; null when the server can't be asked, or nobody is signed in any more. */
export async function readStepUp(): Promise<ShownStepUp | null> {
  try {
    const answer = await fetch("/api/step-up", { cache: "no-store" });
    return answer.ok ? ((await answer.json()) as ShownStepUp) : null;
  } catch {
    return null;
  }
}

/** Posts a form of the confirmation. @returns its state; never throws, so that the dialog stays where it is. */
export const postStepUp = (step: "choose" | "confirm" | "link", data: FormData): Promise<FormState> =>
  askHandler<FormState>(`/api/step-up/${step}`, { method: "POST", body: data });
