import "server-only";
import { checkCountry } from "@/lib/access/sms-countries";
import { fail, ok, type Result, wordsFor } from "@/lib/errors";
import type { Settings } from "@/lib/settings/schema";
import { parsePhone } from "./phone-number";

/**
 * Reads a number as a form posts it: as typed, with the country chosen beside it.
 * @returns E.164; words for the field `phone`; `country_not_allowed` when its country gets no text messages (P12, P13).
 */
export function readPhone(
  { phone, phoneCountry }: { phone: string; phoneCountry?: string },
  settings: Settings,
): Result<string> {
  const number = parsePhone(phone, phoneCountry || settings.phone.defaultCountry);
  if (!number) return fail("invalid_input", { fields: { phone: "Enter a mobile number that can get text messages." } });
  const allowed = checkCountry(number.value, settings);
  if (allowed.ok) return ok(number.value);
  const { code, details } = allowed.error;
  return fail(code, { details, fields: { phone: wordsFor(allowed.error) } });
}
