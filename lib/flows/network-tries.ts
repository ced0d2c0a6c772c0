import "server-only";
import { ok, type Result } from "@/lib/errors";
import { FAILURE_COST } from "@/lib/security/limits";
import { charge, consume, giveBack } from "@/lib/security/rate-limits";
import type { StrategyId } from "@/lib/strategies/strategy";
import type { Visit } from "@/lib/visit";

type Bearing = Pick<Visit, "client" | "settings">;
/** Says how a try went: a right one costs its network nothing. */
export type Settle = (wasRight: boolean) => Promise<void>;

const GUESSABLE = new Set<StrategyId>(["password", "totp", "backup-code", "email-code", "phone-code"]);
const free: Settle = async () => {};

/**
 * Takes a try of a client's network before a proof is looked at, so that however many come at once, no more wrong ones
 * are looked at than the limit.
 * @param isKnown the account knows the browser: its failures are counted there, and those of its neighbors bar nobody.
 * @returns what has to be told how it went; `too_many_requests` with the moment it may be tried again.
 */
export function takeNetworkTry(visit: Bearing, strategy: StrategyId, isKnown: boolean): Promise<Result<Settle>> {
  if (!GUESSABLE.has(strategy)) return take("answer:network", visit);
  return isKnown ? Promise.resolve(ok(free)) : takeGuess(visit);
}

/** The same for whatever else tells a stranger something when it is guessed: whether a name has an account. */
export const takeGuess = (visit: Bearing): Promise<Result<Settle>> =>
  take("proof:network", visit, visit.settings.protection.networkFailures * FAILURE_COST);

async function take(
  name: "answer:network" | "proof:network",
  { client }: Pick<Bearing, "client">,
  points?: number,
): Promise<Result<Settle>> {
  const allowed = await consume(name, client.ip, points);
  if (!allowed.ok) return allowed;
  return ok((wasRight) => (wasRight ? giveBack(name, client.ip) : charge(name, client.ip, FAILURE_COST - 1)));
}
