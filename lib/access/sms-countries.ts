import "server-only";
import { fail, ok, type Result } from "@/lib/errors";
import type { Settings } from "@/lib/settings/schema";
import { countryName, countryOf } from "@/lib/users/phone-number";

/**
 * The one rule of where text messages go (P10, SM-01), asked at every door: a code, a notice, sign-up, the profile.
 * @returns the country of the parsed number, or `country_not_allowed` with its name.
 */
export function checkCountry(e164: string, settings: Settings): Result<string> {
  const country = countryOf(e164);
  if (country && settings.smsCountries.enabled.includes(country)) return ok(country);
  return fail("country_not_allowed", { details: { country: country ? countryName(country) : "unknown" } });
}
