import { listIdentifiers } from "@/lib/users/identifiers";
import { destinationOf } from "./stage";
import type { Context } from "./strategy";

/**
 * @returns whether a message is asked for by somebody whom the account behind its destination knows: in a browser they
 * have signed in from, signed in, or with a proof in this journey. What a journey knows of another account, as when
 * somebody adds an address that is not theirs, counts for nothing.
 */
export async function isKnownAsker({ attempt, knowsBrowser }: Context): Promise<boolean> {
  const { userId, amr, flow } = attempt;
  const to = destinationOf(attempt);
  if (!userId || !to) return false;
  if (amr.length === 0 && flow !== "step-up" && !(await knowsBrowser())) return false;
  const own = await listIdentifiers(userId);
  return own.some(({ kind, value, verifiedAt }) => kind === to.kind && value === to.value && verifiedAt !== null);
}
