import { signsInByMessage } from "@/lib/settings/conflicts";
import type { Settings } from "@/lib/settings/schema";
import type { IdentifierKind } from "./identifiers";
import { countryOf } from "./phone-number";

interface Holding {
  identifiers: { kind: IdentifierKind; value: string }[];
  hasPassword: boolean;
}

/**
 * Whether somebody could sign in with what they hold, under these settings. A password counts whatever its switch says
 * (P18), a number only while its country gets messages.
 * @param holding proved identifiers, and whether there is a password.
 */
export function hasWayIn({ identifiers, hasPassword }: Holding, settings: Settings): boolean {
  return identifiers.some(({ kind, value }) => {
    if (kind === "wallet" || !settings[kind].signIn) return false;
    if (hasPassword) return true;
    const reachable = kind !== "phone" || settings.smsCountries.enabled.includes(countryOf(value) ?? "");
    return reachable && signsInByMessage(settings, kind);
  });
}
