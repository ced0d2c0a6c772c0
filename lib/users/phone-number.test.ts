import fc from "fast-check";
import examples from "libphonenumber-js/mobile/examples";
import { describe, expect, it } from "vitest";
import { countryName, countryOf, formatPhone, maskPhone, parsePhone, phoneCountries, phoneLike } from "./phone-number";

type Row = [typed: string, defaultCountry: string | undefined, value: string, country: string];

const valid: Row[] = [
  // One calling code, many countries: +1 …
  ["+12133734253", undefined, "+12133734253", "US"],
  ["+14165550132", undefined, "+14165550132", "CA"],
  ["+18765550132", undefined, "+18765550132", "JM"],
  ["+12423591234", undefined, "+12423591234", "BS"],
  ["+12462501234", undefined, "+12462501234", "BB"],
  ["+18092345678", undefined, "+18092345678", "DO"],
  ["+18682911234", undefined, "+18682911234", "TT"],
  ["+17872345678", undefined, "+17872345678", "PR"],
  ["+13406421234", undefined, "+13406421234", "VI"],
  ["+16713001234", undefined, "+16713001234", "GU"],
  // … +7 …
  ["+79161234567", undefined, "+79161234567", "RU"],
  ["+77012345678", undefined, "+77012345678", "KZ"],
  ["89161234567", "KZ", "+79161234567", "RU"],
  ["87012345678", "RU", "+77012345678", "KZ"],
  // … +44 …
  ["+447400123456", undefined, "+447400123456", "GB"],
  ["+447781123456", undefined, "+447781123456", "GG"],
  ["+447911123456", undefined, "+447911123456", "GG"],
  ["+447797123456", undefined, "+447797123456", "JE"],
  ["+447624000000", undefined, "+447624000000", "IM"],
  ["07400123456", "GG", "+447400123456", "GB"],
  ["07781123456", "GB", "+447781123456", "GG"],
  // … and others that share.
  ["+262692123456", undefined, "+262692123456", "RE"],
  ["+262639012345", undefined, "+262639012345", "YT"],
  ["+59995181234", undefined, "+59995181234", "CW"],
  ["+38344123456", undefined, "+38344123456", "XK"],
  ["+24741234", undefined, "+24741234", "AC"],
  // A number typed at home says by itself where it belongs.
  ["2133734253", "US", "+12133734253", "US"],
  ["12133734253", "US", "+12133734253", "US"],
  ["4165550132", "US", "+14165550132", "CA"],
  ["8765550132", "US", "+18765550132", "JM"],
  ["1-876-555-0132", "US", "+18765550132", "JM"],
  ["+1-876-555-0132", "DE", "+18765550132", "JM"],
  ["07400 123456", "GB", "+447400123456", "GB"],
  ["447400123456", "GB", "+447400123456", "GB"],
  ["0151 23456789", "DE", "+4915123456789", "DE"],
  ["+49 (0)151 23456789", "US", "+4915123456789", "DE"],
  ["+44 (0) 7400 123456", undefined, "+447400123456", "GB"],
  ["0612345678", "FR", "+33612345678", "FR"],
  ["312 345 6789", "IT", "+393123456789", "IT"],
  ["0 15 11 96123-4567", "BR", "+5511961234567", "BR"],
  // In the digits of one's own keyboard.
  ["+१२१३३७३४२५३", undefined, "+12133734253", "US"],
  ["۲۱۳۳۷۳۴۲۵۳", "US", "+12133734253", "US"],
  // The prefix for calling abroad, where it is one, leads to the true country.
  ["00447400123456", "DE", "+447400123456", "GB"],
  ["0012133734253", "DE", "+12133734253", "US"],
  ["0018765550132", "GB", "+18765550132", "JM"],
  ["00 7 701 234 56 78", "GB", "+77012345678", "KZ"],
  ["011 44 7400 123456", "US", "+447400123456", "GB"],
  ["011 53 51234567", "US", "+5351234567", "CU"],
  ["8 10 44 7400 123456", "RU", "+447400123456", "GB"],
  // However it is written.
  ["  +1 213 373 4253  ", undefined, "+12133734253", "US"],
  ["+1 (213) 373-4253", undefined, "+12133734253", "US"],
  ["(213) 373.4253", "US", "+12133734253", "US"],
  ["+1\u00a0213\u2009373\u20114253", undefined, "+12133734253", "US"],
  ["+1 213 373\u22124253", undefined, "+12133734253", "US"],
  ["0151/23456789", "DE", "+4915123456789", "DE"],
  ["\u202a+1 213 373 4253\u202c", undefined, "+12133734253", "US"],
  ["\u200b+1213\u20603734253", undefined, "+12133734253", "US"],
  ["＋１２１３３７３４２５３", undefined, "+12133734253", "US"],
  ["＋１（８７６）５５５－０１３２", undefined, "+18765550132", "JM"],
  ["+١٢١٣٣٧٣٤٢٥٣", undefined, "+12133734253", "US"],
  ["+۹۸۹۱۲۳۴۵۶۷۸۹", undefined, "+989123456789", "IR"],
  ["٠٥٠١٢٣٤٥٦٧", "AE", "+971501234567", "AE"],
  ["+1٨76555٠١٣٢", undefined, "+18765550132", "JM"],
];

const refused: [why: string, typed: string, defaultCountry?: string][] = [
  ["nothing", ""],
  ["a blank", " "],
  ["a plus", "+"],
  ["a country code alone", "+1"],
  ["separators", "() - ."],
  ["toll-free", "+18005550132"],
  ["toll-free", "+448001234567"],
  ["premium", "+19005550132"],
  ["premium", "+449091234567"],
  ["premium", "+33891123456"],
  ["premium", "0900 1234567", "DE"],
  ["shared cost", "+448431234567"],
  ["shared cost", "+33820123456"],
  ["a personal number", "+15005550132"],
  ["a personal number", "+447012345678"],
  ["an internet number", "+16005550132"],
  ["an internet number", "+445612345678"],
  ["a pager", "+447640123456"],
  ["a company-wide number", "+445512345678"],
  ["a sure fixed line", "+442071838750"],
  ["a sure fixed line", "+541123456789"],
  ["a sure fixed line", "+3906123456"],
  ["toll-free of no country", "+80012345678"],
  ["internet of no country", "+883510012345"],
  ["a satellite of no country", "+881612345678"],
  ["a satellite of no country", "+870773111632"],
  ["premium of no country", "+979123456789"],
  ["a country code that nobody has", "+999123456789"],
  ["a country code that starts with 0", "+0447400123456"],
  ["an area that nobody has", "+17105550132"],
  ["an area that nobody has", "+12115550132"],
  ["too short", "+1213373425"],
  ["too long", "+121337342530"],
  ["too long", "+4479111234567"],
  ["more than 64 characters", `+1213373425${" ".repeat(60)}3`],
  ["thousands of digits", "+1213".padEnd(5000, "3")],
  ["no country code, no country", "2133734253"],
  ["a country that is none", "2133734253", "ZZ"],
  ["a country that is none", "2133734253", "us"],
  ["a country that is none", "2133734253", "__proto__"],
  ["00 where it is no prefix", "0012133734253", "US"],
  ["00 where it is no prefix", "00447400123456", "US"],
  ["00 at no place", "00447400123456"],
  ["00 after a plus", "+00447400123456"],
  ["another country without its plus", "447400123456", "US"],
  ["an extension", "+12133734253;ext=12"],
  ["an extension", "+12133734253 x12"],
  ["an extension", "+12133734253x123"],
  ["an extension", "+12133734253 ext. 12"],
  ["an extension", "+12133734253 #12"],
  ["an extension", "+12133734253,,12"],
  ["a context", "2133734253;phone-context=+1"],
  ["a context", "tel:2133734253;phone-context=+7"],
  ["a link", "tel:+12133734253"],
  ["a link", "sms:+12133734253?body=hi"],
  ["letters", "+1 213 FLOWERS"],
  ["letters", "+1 213 373 425O"],
  ["text around", "call +12133734253 now"],
  ["two numbers", "+12133734253,+14165550132"],
  ["two numbers", "+12133734253 +14165550132"],
  ["two numbers", "+12133734253/4165550132"],
  ["two pluses", "++12133734253"],
  ["a plus in the middle", "1213+3734253"],
  ["a plus at the end", "2133734253+", "US"],
  ["a line break", "+12133734253\n"],
  ["a line break", "+1213373\r\n4253"],
  ["a tab", "+1\t2133734253"],
  ["NUL", "+12133734253\u0000"],
  ["a line separator", "+12133734253\u2028"],
  ["an exponent", "+1213373425³"],
  ["digits in circles", "+①213373425③"],
  ["an address", "ada@example.com"],
  ["a service code", "*31#2133734253", "US"],
  ["half a surrogate pair", "+1213373425\ud835"],
];

describe("[P07 SM-02] the number is what was parsed, never what was typed", () => {
  it.each(valid)("%j in %s is %s of %s", (typed, defaultCountry, value, country) => {
    expect(parsePhone(typed, defaultCountry)).toEqual({ value, country });
    expect(countryOf(value)).toBe(country);
  });

  it.each(refused)("refuses %s: %j in %s", (_why, typed, defaultCountry) => {
    expect(parsePhone(typed, defaultCountry)).toBeUndefined();
  });

  it("the table is long enough", () => {
    expect(
      new Set([...valid, ...refused.map(([, ...row]) => row)].map(([typed, country]) => `${typed} ${country}`)).size,
    ).toBeGreaterThanOrEqual(130);
  });

  it("takes a mobile number of every country", () => {
    for (const { country, callingCode } of phoneCountries()) {
      expect(parsePhone(`+${callingCode}${examples[country as keyof typeof examples]}`), country).toBeDefined();
    }
  });
});

const digits = (most: number) =>
  fc.array(fc.constantFrom(..."0123456789 -.()/٣３４+"), { maxLength: most }).map((parts) => parts.join(""));
const beginnings = phoneCountries().map(
  ({ country, callingCode }) => `+${callingCode}${examples[country as keyof typeof examples].slice(0, -3)}`,
);
const number = fc
  .oneof(
    fc.tuple(fc.constantFrom("", "+", "00", "011", "+1", "+7", "+44", "＋", "+1876"), digits(20)),
    fc.tuple(fc.constantFrom(...beginnings), fc.stringMatching(/^\d{2,4}$/)),
  )
  .map((parts) => parts.join(""));
const anything = fc.oneof(number, fc.string({ unit: "binary" }), fc.string({ unit: "grapheme" }));
const anyCountry = fc.option(
  fc.oneof(fc.constantFrom(...phoneCountries().map(({ country }) => country)), fc.string()),
  { nil: undefined },
);

describe("[P07 SM-02] whatever is typed", () => {
  it("gives nothing, or a number that is exactly itself when parsed again", () => {
    fc.assert(
      fc.property(anything, anyCountry, fc.option(anyCountry), (typed, country, other) => {
        const phone = parsePhone(typed, country);
        phoneLike(typed);
        if (!phone) return;
        expect(phone.value).toMatch(/^\+[1-9]\d{6,14}$/);
        expect(phone.country).toMatch(/^[A-Z]{2}$/);
        expect(parsePhone(phone.value, other ?? undefined)).toEqual(phone);
        expect(parsePhone(formatPhone(phone.value), other ?? undefined)).toEqual(phone);
        expect(phoneLike(typed)).toBe(true);
      }),
      { numRuns: 3000 },
    );
  });

  it("never throws when it is shown", () => {
    fc.assert(
      fc.property(anything, (text) => {
        for (const show of [formatPhone, maskPhone, countryName]) expect(typeof show(text)).toBe("string");
      }),
    );
  });
});

describe("how numbers are shown", () => {
  it.each([
    ["+12133734253", "+1 213 373 4253", "+1 ••• ••• 4253"],
    ["+447400123456", "+44 7400 123456", "+44 ••• ••• 3456"],
    ["+2908999", "+290 8999", "+290 ••• ••• 99"],
    ["nonsense", "nonsense", "•••"],
  ])("%s is %s, and %s to strangers", (value, shown, masked) => {
    expect(formatPhone(value)).toBe(shown);
    expect(maskPhone(value)).toBe(masked);
  });

  it("lists every country once, by name", () => {
    const countries = phoneCountries();
    expect(countries).toContainEqual({ country: "XK", callingCode: "383", name: "Kosovo" });
    expect(new Set(countries.map(({ country }) => country)).size).toBe(countries.length);
    expect(countries.length).toBeGreaterThan(240);
    expect(countries.slice(0, 3).map(({ name }) => name)).toEqual(["Afghanistan", "Åland Islands", "Albania"]);
    expect(countryName("nowhere")).toBe("nowhere");
  });
});

describe("[P07] one field for addresses, numbers and usernames", () => {
  it.each(["2133734253", "+1 (213) 373-4253", "+12133734253", "12345", "＋１２１３３", "०१२३४", " 213/373.4253 "])(
    "%j is meant as a number",
    (typed) => expect(phoneLike(typed)).toBe(true),
  );
  it.each([
    "",
    "+",
    "1234",
    "1-2-3-4",
    "ada",
    "ada12345",
    "12345@example.com",
    "+1213373425x",
    "1_2345",
    "12345\n",
    "12+345",
  ])("%j is not", (typed) => expect(phoneLike(typed)).toBe(false));
});
