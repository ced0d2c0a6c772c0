import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { defaultSettings, type Settings } from "@/lib/settings/schema";
import { phoneLike } from "./phone-number";
import { checkUsername, foldUsername, usernameHint } from "./username";

const special = { specialCharacters: true };
const anyAlphabet = { latinOnly: false };

const settingsWith = (rules: Partial<Settings["username"]> = {}) => ({
  ...defaultSettings,
  username: { ...defaultSettings.username, ...rules },
});

/** @returns the name as it is taken, or the words of the refusal. */
function check(typed: string, rules?: Partial<Settings["username"]>) {
  const result = checkUsername(typed, settingsWith(rules));
  return result.ok ? result.data : result.error.fields?.username;
}

const LENGTH = "Use 4 to 64 characters.";
const LETTER = "Use at least one letter.";
const CHARACTERS = "Use Latin letters, digits, _ and - only.";
const ANY_CHARACTERS = "Use letters, digits, _ and - only.";
const LATIN = "Use Latin letters only, like a to z and é.";
const ONE_ALPHABET = "Use letters of one alphabet only.";
const RESERVED = "This name is reserved. Choose another one.";

describe("[P14 P15 WF-10] a username is taken in one form", () => {
  it.each([
    ["grace", "grace"],
    ["Grace", "grace"],
    ["GRACE", "grace"],
    ["  grace  ", "grace"],
    ["grace_hopper", "grace_hopper"],
    ["grace-hopper-92", "grace-hopper-92"],
    ["_grace", "_grace"],
    ["4ever", "4ever"],
    ["a123456789", "a123456789"],
    ["ｇｒａｃｅ", "grace"],
    ["𝓰𝓻𝓪𝓬𝓮", "grace"],
    ["ⓖⓡⓐⓒⓔ", "grace"],
    ["ﬁona", "fiona"],
    ["Kate\u212A", "katek"],
    ["ſtephan", "stephan"],
    ["Straße", "strasse"],
    ["STRASSE", "strasse"],
    ["GROẞE", "grosse"],
    ["Ilkay", "ilkay"],
    ["İlkay", "ilkay"],
    ["ılkay", "ilkay"],
    ["Zoë-Ångström", "zoë-ångström"],
    ["zoë-ångström".normalize("NFD"), "zoë-ångström"],
    ["Søren", "søren"],
    ["Łukasz", "łukasz"],
    ["Þórður", "þórður"],
    ["nguyễn", "nguyễn"],
    ["Đorđe", "đorđe"],
    ["a".repeat(64), "a".repeat(64)],
    ["é".repeat(64).normalize("NFD"), "é".repeat(64)],
  ])("%j as %j", (typed, taken) => {
    expect(check(typed)).toBe(taken);
  });

  it.each([
    ["grace.hopper", "grace.hopper"],
    ["grace+news", "grace+news"],
    ["^$!.`#+~x", "^$!.`#+~x"],
    ["ＧＲＡＣＥ！", "grace!"],
  ])("with more characters where the settings allow them: %j as %j", (typed, taken) => {
    expect(check(typed, special)).toBe(taken);
  });

  it.each([
    ["Грейс", "грейс"],
    ["ΟΔΥΣΣΕΥΣ", "οδυσσευς"],
    ["οδυσσευσ", "οδυσσευς"],
    ["יוסיכהן", "יוסיכהן"],
    ["عبدالله", "عبدالله"],
    ["ประยุทธ์", "ประยุทธ์"],
    ["हिन्दी99", "हिन्दी99"],
    ["たなか_タロー太郎", "たなか_タロー太郎"],
    ["홍길동_92", "홍길동_92"],
    ["Grace", "grace"],
  ])("in any one alphabet where the settings allow that: %j as %j", (typed, taken) => {
    expect(check(typed, anyAlphabet)).toBe(taken);
  });
});

describe("[P15 WF-10] a username is refused, and the reason said", () => {
  it.each([
    ["", LENGTH],
    ["abc", LENGTH],
    ["a".repeat(65), LENGTH],
    ["🐴🐴🐴", LENGTH],
    ["é".repeat(3).normalize("NFD"), LENGTH],
    ["    abc    ", LENGTH],
    ["1234", LETTER],
    ["12-34_56", LETTER],
    ["2024561414", LETTER],
    ["１２３４５６", LETTER],
    ["____", LETTER],
    ["----", LETTER],
    ["+12024561414", CHARACTERS],
    ["grace hopper", CHARACTERS],
    ["grace\u00a0hopper", CHARACTERS],
    ["grace@example.com", CHARACTERS],
    ["grace＠example", CHARACTERS],
    ["@grace", CHARACTERS],
    ["grace.hopper", CHARACTERS],
    ["grace+news", CHARACTERS],
    ["grace!", CHARACTERS],
    ["gr$ce", CHARACTERS],
    ["grace`", CHARACTERS],
    ["grace/../", CHARACTERS],
    ["<b>grace</b>", CHARACTERS],
    ["grace'--", CHARACTERS],
    ["grace\n", "grace"],
    ["gra\nce", CHARACTERS],
    ["gra\0ce", CHARACTERS],
    ["gra\tce", CHARACTERS],
    ["gra\u200bce", CHARACTERS],
    ["gra\u200dce", CHARACTERS],
    ["gra\u00adce", CHARACTERS],
    ["\ufeffgrace", "grace"],
    ["gra\u2060ce", CHARACTERS],
    ["\u202egrace", CHARACTERS],
    ["gra\u2066ce\u2069", CHARACTERS],
    ["grace\u{e0041}", CHARACTERS],
    ["grace\ufe0f", CHARACTERS],
    ["gra\ud800ce", CHARACTERS],
    ["grace🐴", CHARACTERS],
    ["gr🅰ce", CHARACTERS],
    ["grace™", "gracetm"],
    ["grace’s", CHARACTERS],
    ["gra–ce", CHARACTERS],
    ["grace\u0301\u0301\u0301\u0301", LATIN],
    ["\u0301grace", CHARACTERS],
    ["gra_\u0301ce", CHARACTERS],
    ["gr\u0336ace", LATIN],
    ["grace٣", CHARACTERS],
    ["gr\u0430ce", LATIN],
    ["\u0430\u0441\u0435\u0440", LATIN],
    ["gr\u03b1ce", LATIN],
    ["gr\u0251ce", LATIN],
    ["gr\u1d00ce", LATIN],
    ["\u0261race", LATIN],
    ["grac\u0259", LATIN],
    ["gra\u0188e", LATIN],
    ["gr\u{10c90}ce", LATIN],
    ["gr\u13aace", LATIN],
    ["太郎太郎", LATIN],
    ["홍길동홍길동", LATIN],
    ["عبدالله", LATIN],
    ["\u3164\u3164\u3164\u3164", CHARACTERS],
  ])("%j: %s", (typed, words) => {
    expect(check(typed)).toBe(words);
  });

  it.each([
    ["grace@home", "Use Latin letters, digits and _ - ^ $ ! . ` # + ~ only."],
    ["grace home", "Use Latin letters, digits and _ - ^ $ ! . ` # + ~ only."],
    ["grace?", "Use Latin letters, digits and _ - ^ $ ! . ` # + ~ only."],
    ["+12024561414", LETTER],
    ["+1.202.456-1414", LETTER],
    ["12024561414#", LETTER],
    ["$!#~", LETTER],
    ["gr\u0430ce!", LATIN],
  ])("with more characters: %j: %s", (typed, words) => {
    expect(check(typed, special)).toBe(words);
  });

  it.each([
    ["gr\u0430ce", ONE_ALPHABET],
    ["Грейсgrace", ONE_ALPHABET],
    ["αлфа", ONE_ALPHABET],
    ["太郎taro", ONE_ALPHABET],
    ["עברעرب", ONE_ALPHABET],
    ["gr\u0251ce", ONE_ALPHABET],
    ["\u1d00\u1d00\u1d00\u1d00", ONE_ALPHABET],
    ["ᚠᚢᚦᚨ", ONE_ALPHABET],
    ["محـمد", ONE_ALPHABET],
    ["홍길\u115f동", ANY_CHARACTERS],
    ["\u3164\u3164\u3164\u3164", ANY_CHARACTERS],
    ["ก็็็็็็", ANY_CHARACTERS],
    ["\u0e47ประ", ANY_CHARACTERS],
    ["грейс🐴", ANY_CHARACTERS],
    ["грейс грейс", ANY_CHARACTERS],
    ["٣٤٥٦", ANY_CHARACTERS],
    ["1234", LETTER],
  ])("in any one alphabet: %j: %s", (typed, words) => {
    expect(check(typed, anyAlphabet)).toBe(words);
  });

  it.each([
    "admin",
    "Admin",
    "ADMIN",
    "a-d_m-i-n",
    "_admin_",
    "ádmin",
    "àdmïn",
    "admın",
    "ＡＤＭＩＮ",
    "root",
    "support",
    "no-reply",
    "mailer-daemon",
    "security",
    "Sign-in_starter",
    "signinstarter",
    "null",
  ])("%j is reserved", (typed) => {
    expect(check(typed)).toBe(RESERVED);
  });

  it("the name of this site is reserved, whatever it is", () => {
    const settings = { ...settingsWith(special), branding: { appName: "Café Größe 24" } };
    for (const typed of ["cafe-grosse-24", "CAFÉ.GRÖSSE.24"])
      expect(checkUsername(typed, settings)).toMatchObject({ error: { fields: { username: RESERVED } } });
    expect(checkUsername("cafe-grosse-25", settings).ok).toBe(true);
  });

  it.each([
    "0x71C7656EC7ab88b098defB751B7401B5f6d8976F",
    "0x71c7656ec7ab88b098defb751b7401b5f6d8976f",
    "0X71C7656EC7AB88B098DEFB751B7401B5F6D8976F",
    "０ｘ71C7656EC7ab88b098defB751B7401B5f6d8976F",
    "0x71C7…976F",
    "0x71c7...976f",
    "0x71c7.976f",
  ])("[P14 P33] %j looks like the address of a wallet", (typed) => {
    expect(check(typed, special)).toBe("This looks like the address of a wallet. Choose another one.");
  });

  it("[P33] what only begins like one does not", () => {
    for (const typed of ["0xdeadbeef", `0x${"a".repeat(39)}`, `0x${"a".repeat(41)}`, "0xgrace...hopper"])
      expect(check(typed, special)).toBe(typed);
  });

  it("names that only begin like a reserved one are not", () => {
    for (const typed of ["adminah", "rootes", "supporter"]) expect(check(typed)).toBe(typed);
  });
});

describe("[P15] the words come from the settings", () => {
  it.each([
    [{}, "4 to 64 characters: Latin letters, digits, _ and -, with at least one letter."],
    [
      { minLength: 6, maxLength: 20, ...special },
      "6 to 20 characters: Latin letters, digits and _ - ^ $ ! . ` # + ~, with at least one letter.",
    ],
    [
      { minLength: 8, maxLength: 8, ...anyAlphabet },
      "8 characters: letters, digits, _ and -, with at least one letter.",
    ],
  ])("%j: %s", (rules, hint) => {
    expect(usernameHint(settingsWith(rules))).toBe(hint);
  });

  it("and so does the length", () => {
    expect(check("grace", { minLength: 6, maxLength: 20 })).toBe("Use 6 to 20 characters.");
    expect(check("grace-grace-grace-grace", { minLength: 6, maxLength: 20 })).toBe("Use 6 to 20 characters.");
    expect(check("graced", { minLength: 6, maxLength: 20 })).toBe("graced");
  });
});

const anything = fc.oneof(
  fc.string({ unit: "binary", maxLength: 80 }),
  fc.string({ unit: "grapheme", maxLength: 80 }),
  fc.string({ unit: fc.constantFrom(..."iİıIßẞſKσςΣ\u0307\u0301-_+.1a ﬁ"), maxLength: 20 }),
);
const anyRules = fc.record({ specialCharacters: fc.boolean(), latinOnly: fc.boolean() });

describe("[P15 WF-10] whatever is typed", () => {
  it("folding twice is folding once, and case is no difference", () => {
    for (let code = 0; code <= 0x10ffff; code++) {
      const character = String.fromCodePoint(code);
      const folded = foldUsername(`x${character}\u0307x`);
      if (foldUsername(folded) !== folded) expect(`U+${code.toString(16)}`).toBe("idempotent");
    }
    fc.assert(
      fc.property(anything, (typed) => {
        const folded = foldUsername(typed);
        expect(foldUsername(folded)).toBe(folded);
        for (const same of [typed.normalize("NFD"), typed.toUpperCase(), typed.toLowerCase()])
          expect(foldUsername(same)).toBe(folded);
      }),
      { numRuns: 1000 },
    );
  });

  it("is answered, and what is taken is in its form, has a letter, and is neither number nor address", () => {
    fc.assert(
      fc.property(anything, anyRules, (typed, rules) => {
        const result = checkUsername(typed, settingsWith(rules));
        if (!result.ok) return;
        expect(foldUsername(result.data)).toBe(result.data);
        expect(result.data).toMatch(/\p{L}/u);
        expect(result.data).not.toMatch(/[\p{C}\p{Z}@]/u);
        expect(phoneLike(result.data)).toBe(false);
      }),
      { numRuns: 2000 },
    );
  });
});
