import type { wallets } from "@/db/schema";
import { findSocial } from "@/lib/connections/social";
import { rpcUrl } from "@/lib/security/chains";
import { offersPasskeys } from "@/lib/security/relying-party";
import { signsInByMessage } from "@/lib/settings/conflicts";
import type { Settings } from "@/lib/settings/schema";
import type { IdentifierKind } from "./identifiers";
import { countryOf } from "./phone-number";

/** What of a wallet says whether it signs in. */
type OwnWallet = Pick<typeof wallets.$inferSelect, "app" | "contractOn">;

/** What somebody could sign in with. */
export interface Holding {
  /** Proved ones. */
  identifiers: { id?: string; kind: IdentifierKind; value: string; wallet?: OwnWallet | null }[];
  hasPassword: boolean;
  secondFactors: { identifierId: string | null }[];
  /** How many. */
  passkeys: number;
  /** Keys of the social connections of their connected accounts, switched on or not. */
  connections: string[];
  /** Whether they have a connected account at an active enterprise connection. */
  enterprise?: boolean;
}

/**
 * Whether somebody could sign in with what they hold, under these settings. A password counts whatever its switch says
 * (P18), a number only while its country gets messages, and not as both steps.
 */
export function hasWayIn(holding: Holding, settings: Settings): boolean {
  const { identifiers, hasPassword, secondFactors, passkeys, connections } = holding;
  if (passkeys > 0 && offersPasskeys(settings)) return true;
  if (holding.enterprise || connections.some((id) => findSocial(settings, id)?.use === "sign-in")) return true;
  const isOnlySecondFactor = (id: string | undefined) =>
    secondFactors.length > 0 && secondFactors.every(({ identifierId }) => identifierId === id);
  return identifiers.some(({ id, kind, value, wallet }) => {
    if (kind === "wallet") return signsIn(wallet, settings);
    if (!settings[kind].signIn) return false;
    if (hasPassword) return true;
    const reachable = kind !== "phone" || settings.smsCountries.enabled.includes(countryOf(value) ?? "");
    return reachable && signsInByMessage(settings, kind) && !isOnlySecondFactor(id);
  });
}

/**
 * Whether a wallet signs its person in: its app is on, or any app is; and a contract's chain can be asked.
 */
export function signsIn(wallet: OwnWallet | null | undefined, settings: Settings): boolean {
  if (!wallet || !(settings.wallet[wallet.app] || settings.wallet.other)) return false;
  const { contractOn } = wallet;
  return contractOn === null || (settings.wallet.chains.includes(contractOn) && rpcUrl(contractOn) !== undefined);
}
