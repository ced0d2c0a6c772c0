import {
  type CountryCode,
  getCountries,
  getCountryCallingCode,
  isSupportedCountry,
  parsePhoneNumberFromString,
} from "libphonenumber-js/max";
import { withPlainDigits } from "@/lib/typed-text";

export interface PhoneNumber {
  /** E.164. */
  value: string;
  /** ISO 3166-1 alpha-2. */
  country: string;
}

const TYPED_MAX = 64;
const PHONE_LIKE_MIN = 5;
/** What people write between digits, and the invisible marks that come along from an address book. */
const SEPARATORS = /[\p{Zs}\p{Pd}\p{Cf}−.．/()（）]/gu;
const names = new Intl.DisplayNames("en", { type: "region" });

/** @returns the digits, of any script, with the plus before them; undefined when there is anything else. */
function digitsIn(typed: string): string | undefined {
  const bare = withPlainDigits(typed.replace(SEPARATORS, "")).replace("＋", "+");
  return /^\+?[0-9]+$/.test(bare) ? bare : undefined;
}

const parse = (number: string, defaultCountry?: string) =>
  parsePhoneNumberFromString(number, { defaultCountry: defaultCountry as CountryCode, extract: false });

/**
 * The one canonical form of a number, with the country it truly belongs to (SM-02): what was typed decides nothing, so
 * `00`, spaces, other digits or a shared calling code (+1, +7, +44) slip past no rule about countries.
 * @param defaultCountry of numbers without a country code.
 * @returns undefined for what is not one valid number a text message can go to: premium, shared-cost, toll-free,
 * personal and internet numbers, pagers, sure fixed lines, extensions, numbers of no country (+800, +883).
 */
export function parsePhone(typed: string, defaultCountry?: string): PhoneNumber | undefined {
  const digits = typed.length > TYPED_MAX ? undefined : digitsIn(typed);
  const number = digits ? parse(digits, defaultCountry) : undefined;
  // Only the full metadata knows types, which tell what a number costs; one that is not valid has none.
  const type = number?.getType();
  if (!number?.country || (type !== "MOBILE" && type !== "FIXED_LINE_OR_MOBILE")) return undefined;
  return { value: number.number, country: number.country };
}

/**
 * @returns how the numbers begin that somebody has typed the first digits of, with a country code or without.
 * @param defaultCountry of numbers without one.
 */
export function phonePrefixes(typed: string, defaultCountry: string): string[] {
  const whole = parsePhone(typed, defaultCountry);
  if (whole) return [whole.value];
  const digits = typed.length > TYPED_MAX ? undefined : digitsIn(typed);
  if (!digits || !/^\+?[0-9]+$/.test(digits)) return [];
  if (/^(\+|00)/.test(digits)) return [digits.replace(/^(\+|00)/, "+")];
  const national = isSupportedCountry(defaultCountry)
    ? [`+${getCountryCallingCode(defaultCountry)}${digits.replace(/^0/, "")}`]
    : [];
  return [`+${digits}`, ...national];
}

/** @returns the country of a number, decided as in `parsePhone`. */
export const countryOf = (e164: string): string | undefined => parsePhone(e164)?.country;

/** @returns the English name of a country, or the code itself when it has none. */
export const countryName = (country: string): string =>
  /^[A-Z]{2}$/.test(country) ? (names.of(country) ?? country) : country;

/** @returns the number as people write it, with its country code: `+1 213 373 4253`. */
export const formatPhone = (e164: string): string => parse(e164)?.formatInternational() ?? e164;

/**
 * @returns the number as it may be shown to whoever has not proved it: `+1 ••• ••• 0132`. Of the shortest numbers half
 * the digits stay hidden.
 */
export function maskPhone(e164: string): string {
  const number = parse(e164);
  if (!number) return "•••";
  const shown = Math.min(4, Math.floor(number.nationalNumber.length / 2));
  return `+${number.countryCallingCode} ••• ••• ${number.nationalNumber.slice(-shown)}`;
}

/** @returns every country that has numbers, by name. */
export const phoneCountries = (): { country: string; callingCode: string; name: string }[] =>
  getCountries()
    .map((country) => ({ country, callingCode: getCountryCallingCode(country), name: countryName(country) }))
    .sort((one, other) => one.name.localeCompare(other.name, "en"));

/** @returns whether what was typed into "email, phone or username" is meant as a number, right or wrong. */
export const phoneLike = (typed: string): boolean => (digitsIn(typed)?.match(/[0-9]/g)?.length ?? 0) >= PHONE_LIKE_MIN;
