import metadata from "libphonenumber-js/metadata.max.json";
import { describe, expect, it } from "vitest";
import { phoneCountries } from "@/lib/users/phone-number";
import { countryOfTyped, matchesCountry } from "./country";

const countries = phoneCountries();
const found = (typed: string) =>
  countries.filter((country) => matchesCountry(country, typed)).map(({ country }) => country);

describe("[P07] the search for a country", () => {
  it.each([
    ["switz", ["CH"]],
    ["CÔTE d’iv", ["CI"]],
    ["cote d'ivoire", ["CI"]],
    ["bissau", ["GW"]],
    ["keeling", ["CC"]],
    ["turkiye", ["TR"]],
    ["+41", ["CH"]],
    ["41", ["CH"]],
    ["+1876", []],
    ["zz", []],
  ])("%j finds %j", (typed, iso) => {
    expect(found(typed)).toEqual(iso);
  });

  it("takes ISO codes and the beginning of calling codes", () => {
    expect(found("gb")).toEqual(["GB"]);
    expect(found("+1")).toEqual(expect.arrayContaining(["US", "CA", "JM"]));
    expect(found(" united  k")).toEqual(["GB"]);
  });

  it("shows everything for nothing", () => {
    expect(found("  ")).toHaveLength(countries.length);
  });
});

describe("[P07] the country of a typed number", () => {
  it.each([
    ["+44 7700 900123", "US", "GB"],
    ["  +44", "US", "GB"],
    ["+44", "JE", "JE"],
    ["+1 (876) 555-0123", "US", "US"],
    ["+1", "JM", "JM"],
    ["+1", "GB", "US"],
    ["+7", "GB", "RU"],
    ["+7", "KZ", "KZ"],
    ["+41", "GB", "CH"],
    ["+4", "GB", "GB"],
    ["+", "GB", "GB"],
    ["+999", "GB", "GB"],
    ["07700 900123", "US", "US"],
    ["0041 79", "US", "US"],
    ["", "US", "US"],
    ["ada+41@example.com", "US", "US"],
  ])("%j over %s is %s", (typed, current, country) => {
    expect(countryOfTyped(typed, current, countries)).toBe(country);
  });

  it("is one of those offered", () => {
    const two = countries.filter(({ country }) => country === "CA" || country === "FR");
    expect(countryOfTyped("+1 613", "FR", two)).toBe("CA");
    expect(countryOfTyped("+44", "FR", two)).toBe("FR");
  });

  it("is the main one of a shared calling code, as the telephone world has it", () => {
    const shared = metadata.country_calling_codes as unknown as Record<string, string[]>;
    for (const [callingCode, [main = "", ...others]] of Object.entries(shared))
      if (others.length > 0) expect(countryOfTyped(`+${callingCode}`, "", countries)).toBe(main);
  });
});
