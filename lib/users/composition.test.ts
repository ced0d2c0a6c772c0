import { describe, expect, it } from "vitest";
import { defaultSettings } from "@/lib/settings/schema";
import { missingComposition, passwordLength, passwordRulesOf } from "./composition";

const rules = passwordRulesOf(defaultSettings);

describe("[P17 PW-05] what the form says of a password", () => {
  it("asks for nothing beside the length at first", () => {
    expect(missingComposition("", rules)).toEqual([]);
  });

  it("names everything that is switched on, then what is still missing", () => {
    const strict = { ...rules, requireUppercase: true, requireNumber: true };
    expect(missingComposition("", strict)).toEqual(["an upper-case letter", "a number"]);
    expect(missingComposition("Ada", strict)).toEqual(["a number"]);
    expect(missingComposition("Ada 1", strict)).toEqual([]);
  });

  it("[PW-04] counts characters, however they are composed", () => {
    for (const text of ["äöü🐴漢", "äöü🐴漢".normalize("NFD")]) expect(passwordLength(text)).toBe(5);
  });

  it("tells the browser no more of the settings than it needs", () => {
    expect(Object.keys(rules).sort()).toEqual([
      "maxLength",
      "minLength",
      "minStrength",
      "requireLowercase",
      "requireNumber",
      "requireSymbol",
      "requireUppercase",
    ]);
  });
});
