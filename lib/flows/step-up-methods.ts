import "server-only";
import { db } from "@/db/client";
import { checkCountry } from "@/lib/access/sms-countries";
import type { Settings } from "@/lib/settings/schema";
import { strategies } from "@/lib/strategies";
import type { StrategyId } from "@/lib/strategies/strategy";
import { type Identifier, listIdentifiers } from "@/lib/users/identifiers";
import { listPasskeys } from "@/lib/users/passkeys";
import { hasPassword } from "@/lib/users/passwords";
import { countBackupCodes, listSecondFactors } from "@/lib/users/second-factors";
import { listWallets } from "@/lib/users/wallets";
import { signsIn } from "@/lib/users/ways-in";

const METHODS = [
  "passkey",
  "password",
  "wallet",
  "email-code",
  "email-link",
  "phone-code",
] as const satisfies StrategyId[];

/** One way to prove the first factor again. */
export interface StepUpMethod {
  id: (typeof METHODS)[number];
  /** Where its code or link goes. */
  identifier: Identifier | null;
}

/** @returns the first factors a signed-in person can confirm with, best first; here nothing has to be hidden. */
export async function stepUpMethods(userId: string, settings: Settings): Promise<StepUpMethod[]> {
  const [identifiers, has, passkeys, wallets, needed] = await Promise.all([
    listIdentifiers(userId),
    hasPassword(userId),
    listPasskeys(db, userId),
    listWallets(db, userId),
    onlySecondFactor(userId),
  ]);
  return METHODS.flatMap((id): StepUpMethod[] => {
    const { identifiers: kinds, enabled } = strategies[id];
    if (!enabled(settings, "step-up", "first-factor")) return [];
    if (id === "passkey") return passkeys.length > 0 ? [{ id, identifier: null }] : [];
    if (id === "wallet") return wallets.some((one) => signsIn(one, settings)) ? [{ id, identifier: null }] : [];
    if (id === "password") return has ? [{ id, identifier: null }] : [];
    const reached = identifiers.find(
      ({ kind, value, verifiedAt }) =>
        kinds.includes(kind) &&
        verifiedAt &&
        value !== needed &&
        (kind !== "phone" || checkCountry(value, settings).ok),
    );
    return reached ? [{ id, identifier: { kind: reached.kind, value: reached.value } }] : [];
  });
}

/** @returns the number that is a person's one second factor: used up as the first one, nothing would be left. */
async function onlySecondFactor(userId: string): Promise<string | null> {
  const [factors, codes] = await Promise.all([listSecondFactors(db, userId), countBackupCodes(userId)]);
  return codes === 0 && factors.length === 1 ? (factors[0]?.phone ?? null) : null;
}
