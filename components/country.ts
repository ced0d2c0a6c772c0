/** A country as people choose one. */
export interface PhoneCountry {
  /** ISO 3166-1 alpha-2. */
  country: string;
  /** Without the plus. */
  callingCode: string;
  name: string;
}

/** Letters without accents, small, and one space for whatever stands between words. */
const fold = (text: string): string =>
  text
    .normalize("NFD")
    .replace(/\p{M}/gu, "")
    .replace(/[^\p{L}\p{N}+]+/gu, " ")
    .trim()
    .toLowerCase();

/** @returns whether what was typed begins a word of the name, the ISO code, or the calling code with or without its plus. */
export const matchesCountry = ({ country, callingCode, name }: PhoneCountry, typed: string): boolean =>
  ` ${fold(`${name} ${country} +${callingCode} ${callingCode}`)}`.includes(` ${fold(typed)}`);

/** Of a calling code that several countries share, the one most numbers belong to. */
const MAIN: Record<string, string> = {
  1: "US",
  7: "RU",
  39: "IT",
  44: "GB",
  47: "NO",
  61: "AU",
  212: "MA",
  262: "RE",
  290: "SH",
  358: "FI",
  590: "GP",
  599: "CW",
};

/**
 * @param current the country chosen so far. It stays while it shares the calling code, and for a number without one.
 * @returns the ISO code of the country whose calling code a number that starts with + names.
 */
export function countryOfTyped(typed: string, current: string, countries: PhoneCountry[]): string {
  const digits = /^\s*[+＋]([\d\s().-]+)/.exec(typed)?.[1]?.replace(/\D/g, "");
  if (!digits) return current;
  const sharing = countries.filter(({ callingCode }) => digits.startsWith(callingCode));
  const main = sharing.find(({ country, callingCode }) => MAIN[callingCode] === country);
  const kept = sharing.find(({ country }) => country === current);
  return (kept ?? main ?? sharing[0])?.country ?? current;
}
