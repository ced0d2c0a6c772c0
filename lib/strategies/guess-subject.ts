import "server-only";
import { ceilingOf } from "@/lib/access/guess-ceiling";
import { keyedHash } from "@/lib/security/keys";
import { findDevice } from "@/lib/sessions/devices";
import { destinationOf, stageOf } from "./stage";
import type { Attempt, Context } from "./strategy";

/**
 * Whose ceiling a guess counts under: the account's, over all its identifiers and doors; of an address or number that
 * is to become somebody's, its own.
 * @param proof the strategy. @returns null where there is nothing to guess, and in a browser the account knows.
 */
export async function guessSubject({ attempt, deviceToken }: Context, proof: string): Promise<string | null> {
  const { userId } = attempt;
  if (!provesSomethingNew(attempt)) {
    if (!userId || (deviceToken && (await findDevice(userId, deviceToken)))) return null;
    return ceilingOf(userId, proof);
  }
  const destination = destinationOf(attempt);
  return destination && `identifier:${keyedHash("identifier", destination.kind, destination.value)}:${proof}`;
}

/** The proof shows that something new is somebody's, not who they are. */
export const provesSomethingNew = (attempt: Attempt) =>
  attempt.flow === "sign-up" || attempt.flow === "add-identifier" || stageOf(attempt) === "enrolment";
