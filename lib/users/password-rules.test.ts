import { dictionary } from "@zxcvbn-ts/language-common";
import { describe, expect, it } from "vitest";
import { defaultSettings } from "@/lib/settings/schema";
import { checkPassword } from "./password-rules";

const check = (password: string, identity: string[] = ["grace@example.com", "Grace", "Hopper"]) => {
  const result = checkPassword(password, defaultSettings, identity);
  return result.ok ? "ok" : result.error.code;
};

describe("[PW-03] length", () => {
  it("is at least 8 and at most 128 characters", () => {
    expect(check("abc3fgh")).toBe("password_too_short");
    expect(check("abq3fghx")).toBe("ok");
    expect(check("x1".repeat(64))).toBe("ok");
    expect(check(`${"x1".repeat(64)}y`)).toBe("password_too_long");
  });

  it("[PW-04] counts what people see, not bytes", () => {
    expect(check("🐴🔋🔗🐴🔋🔗🐴")).toBe("password_too_short");
    expect(check("🐴🔋🔗🐴🔋🔗🐴🔋")).toBe("ok");
    expect(check("漢字仮名交文章")).toBe("password_too_short");
  });
});

describe("[PW-05] no composition rules", () => {
  it.each(["alllowercaseletters", "with some spaces in it", "ünïcödé pässwörd"])("takes %j", (password) => {
    expect(check(password)).toBe("ok");
  });
});

describe("[PW-06] common and personal passwords", () => {
  const long = dictionary["passwords-common"].map(String).filter((word) => word.length >= 8);

  it("knows thousands of common ones that would be long enough", () => {
    expect(long.length).toBeGreaterThan(3000);
  });

  it("refuses 200 of them, in any case", () => {
    const step = Math.floor(long.length / 200);
    for (let index = 0; index < 200; index++) {
      const word = long[index * step] ?? "";
      expect([word, check(word)]).toEqual([word, "password_common"]);
      expect([word, check(word.toUpperCase())]).toEqual([word, "password_common"]);
    }
  });

  it.each(["grace@example.com", "GRACE@example.com", "Sign-in starter"])(
    "refuses %j, which is the person's or the site's own",
    (password) => {
      expect(check(password)).toBe("password_matches_identifier");
    },
  );
});
