import type { Settings } from "@/lib/settings/schema";
import { emailCode } from "./email-code";
import { password } from "./password";
import type { Strategy, StrategyId } from "./strategy";

/** Every strategy there is. A new one is one file, one line here, one form, one spec. */
export const strategies: Record<StrategyId, Strategy> = {
  "email-code": emailCode,
  password,
};

/** @returns the strategy of that name if it exists and is on, else undefined. @param id anything. */
export function enabledStrategy(id: unknown, settings: Settings): Strategy | undefined {
  const strategy = typeof id === "string" && Object.hasOwn(strategies, id) ? strategies[id as StrategyId] : undefined;
  return strategy?.enabled(settings) ? strategy : undefined;
}

/**
 * @returns the first factors the installation offers, the preferred one first: the same for everybody, because what
 * one person has would tell who exists (EN-01).
 */
export function firstFactors(settings: Settings): StrategyId[] {
  const offered = Object.values(strategies).filter(
    (strategy) => strategy.factor !== "second" && strategy.enabled(settings),
  );
  const rank = (id: StrategyId) => (id === settings.signIn.preferred ? 0 : 1);
  return offered.map((strategy) => strategy.id).sort((a, b) => rank(a) - rank(b));
}
