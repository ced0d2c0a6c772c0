import type { Settings } from "@/lib/settings/schema";
import type { IdentifierKind } from "@/lib/users/identifiers";
import { identifiesBy } from "@/lib/users/identify";
import { backupCode } from "./backup-code";
import { emailCode } from "./email-code";
import { emailLink } from "./email-link";
import { enterprise } from "./enterprise";
import { oauth } from "./oauth";
import { passkey } from "./passkey";
import { password } from "./password";
import { phoneCode } from "./phone-code";
import { stageOf } from "./stage";
import type { Attempt, Flow, Stage, Strategy, StrategyId } from "./strategy";
import { totp } from "./totp";
import { wallet } from "./wallet";

/** Every strategy there is. A new one is one file, one line here, one form, one spec. */
export const strategies: Record<StrategyId, Strategy> = {
  password,
  "email-code": emailCode,
  "email-link": emailLink,
  "phone-code": phoneCode,
  passkey,
  oauth,
  enterprise,
  wallet,
  totp,
  "backup-code": backupCode,
};

const serves = ({ factor }: Strategy, stage: Stage) =>
  factor === "either" || (factor === "first") === (stage === "first-factor");

/** @returns the strategy of that name if it exists and is on where the journey stands, else undefined. @param id anything. */
export function enabledStrategy(
  id: unknown,
  settings: Settings,
  attempt: Pick<Attempt, "flow" | "awaits">,
): Strategy | undefined {
  const strategy = typeof id === "string" && Object.hasOwn(strategies, id) ? strategies[id as StrategyId] : undefined;
  const stage = stageOf(attempt);
  return strategy && serves(strategy, stage) && strategy.enabled(settings, attempt.flow, stage) ? strategy : undefined;
}

/** @returns what people can set up as a second factor here, the best first. */
export const offeredSecondFactors = (settings: Settings) =>
  (["totp", "phone-code"] as const).filter((id) => strategies[id].enabled(settings, "add-second-factor", "enrolment"));

/**
 * @returns the first factors the installation offers to whoever names themselves by this kind of identifier, the
 * preferred one first: the same for everybody, because what one person has would tell who exists (EN-01).
 */
export function firstFactors(settings: Settings, kind: IdentifierKind): StrategyId[] {
  const offered = Object.values(strategies).filter(
    ({ factor, identifiers, enabled }) =>
      factor !== "second" && identifiers.includes(kind) && enabled(settings, "sign-in", "first-factor"),
  );
  const rank = (id: StrategyId) => ((id === "password") === (settings.signIn.preferred === "password") ? 0 : 1);
  return offered.map(({ id }) => id).sort((a, b) => rank(a) - rank(b));
}

/** @returns how an identifier of this kind is proved in a journey: by code or, where settings say so, by link. */
export function verifierOf(kind: IdentifierKind, settings: Settings, flow: Flow): StrategyId | undefined {
  return (["email-link", "email-code", "phone-code"] as const).find(
    (id) => strategies[id].identifiers.includes(kind) && strategies[id].enabled(settings, flow, "first-factor"),
  );
}

/** @returns the kinds a reset can be asked for with: those a code can be sent to. */
export const resetKinds = (settings: Settings) =>
  (["email", "phone"] as const).filter(
    (kind) => identifiesBy(settings, kind) && verifierOf(kind, settings, "reset-password") !== undefined,
  );
