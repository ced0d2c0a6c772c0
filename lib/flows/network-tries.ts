import "server-only";
import { ok, type Result } from "@/lib/errors";
import { charge, check, consume, giveBack } from "@/lib/security/rate-limits";
import type { Visit } from "@/lib/visit";

type Bearing = Pick<Visit, "client" | "settings">;
/** Says how a try went: a right one costs its network nothing. */
export type Settle = (wasRight: boolean) => Promise<void>;

const free: Settle = async () => {};

/**
 * Asks whether a client's network may still try a proof, before it is looked at.
 * @param isGuessable whether somebody could guess it. @param isKnown the account knows the browser: its failures are counted there, and those of its neighbors bar nobody.
 * @returns what has to be told how it went; `too_many_requests` with the moment it may be tried again.
 */
export async function takeNetworkTry(
  visit: Bearing,
  { isGuessable, isKnown }: { isGuessable: boolean; isKnown: boolean },
): Promise<Result<Settle>> {
  if (isGuessable) return isKnown ? ok(free) : takeGuess(visit);
  const { ip } = visit.client;
  const allowed = await check("answer:network", ip);
  return allowed.ok ? ok(async (wasRight) => (wasRight ? undefined : charge("answer:network", ip))) : allowed;
}

/**
 * The same for whatever tells a stranger something when it is guessed, such as whether a name has an account. However many
 * come at once, no more are looked at than may be under way.
 */
export async function takeGuess({ client: { ip }, settings }: Bearing): Promise<Result<Settle>> {
  const allowed = await check("proof:network", ip, settings.protection.networkFailures);
  if (!allowed.ok) return allowed;
  const begun = await consume("guess:network", ip);
  if (!begun.ok) return begun;
  return ok(async (wasRight) => {
    if (!wasRight) await charge("proof:network", ip);
    await giveBack("guess:network", ip);
  });
}
