import { unstable_isUnrecognizedActionError, unstable_rethrow } from "next/navigation";
import type { FormAction, FormState } from "@/lib/form-state";
import { isUnprocessed, unprocessed } from "@/lib/unprocessed";

/** Longer than any answer of ours takes. */
const PATIENCE_MS = 30_000;

const failure = (code: keyof typeof unprocessed): FormState => ({ code, message: unprocessed[code][1] });

/** There was no answer, or none of ours. */
export const UNREACHABLE = failure("unreachable");

/** What was refused before an action or a handler saw it says so in words alone. What else there is to read is not ours. */
function failureOf(said: string): FormState {
  const code = Object.keys(unprocessed).find((code) => isUnprocessed(code) && unprocessed[code][1] === said);
  return isUnprocessed(code) ? failure(code) : UNREACHABLE;
}

/**
 * An action whose failed call is an answer too, as a value. What breaks unexpectedly on the server still throws: its
 * digest stands in the log, and `error.tsx` shows it.
 */
export function answered(action: FormAction): FormAction {
  // A form that is drawn on the server names the action itself, to work without JavaScript.
  if (typeof window === "undefined") return action;
  return async (state, data) => {
    try {
      return await action(state, data);
    } catch (error) {
      unstable_rethrow(error);
      return { ...explain(error), values: state.values };
    }
  };
}

function explain(error: unknown): FormState {
  // The page is older than the server it speaks to.
  if (unstable_isUnrecognizedActionError(error)) return failure("malformed_request");
  if (!(error instanceof Error)) throw error;
  if (!("digest" in error)) return failureOf(error.message);
  if (error.digest === "unavailable") return failure("unavailable");
  throw error;
}

/** Asks a route handler. @returns what it answers, as JSON; or, like `answered`, why there is no answer. */
export async function askHandler<Answer>(path: string, init: RequestInit): Promise<Answer | FormState> {
  try {
    const response = await fetch(path, { ...init, signal: AbortSignal.timeout(PATIENCE_MS) });
    const isJson = response.headers.get("content-type")?.startsWith("application/json");
    return isJson ? ((await response.json()) as Answer) : failureOf(await response.text());
  } catch {
    return UNREACHABLE;
  }
}
