import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { emailField, maskEmail, normaliseEmail } from "./email-address";

const hostile = [
  "a@evil.test,v@corp.test",
  "a@evil.test;v@corp.test",
  '"e@evil.test"@corp.test',
  '"v"@corp.test',
  "v@corp.test(x)evil.test",
  "v@corp.test (comment)",
  "v(comment)@corp.test",
  "Victim <v@corp.test>",
  "<v@corp.test>",
  "v@corp.test>",
  "v@corp.test\r\nBcc: e@evil.test",
  "v@corp.test\nBcc: e@evil.test",
  "v\r\n @corp.test",
  "v@corp.test\u0000",
  "v\u0000@corp.test",
  "v＠corp.test",
  "v@corp.test＠evil.test",
  "v@evil.test@corp.test",
  "@corp.test",
  "v@",
  "v",
  "",
  " ",
  "v@corp",
  "v@.test",
  "v@corp..test",
  "v@corp.test.",
  ".v@corp.test",
  "v.@corp.test",
  "v..w@corp.test",
  "v@-corp.test",
  "v@corp-.test",
  "v@[127.0.0.1]",
  "v@corp.test:25",
  "v@corp.test/x",
  "v@corp.test?x",
  "v@corp.test#x",
  "v@corp_.test",
  "v w@corp.test",
  "v\t@corp.test",
  "v\\@corp.test",
  "v@corp.test\\",
  "v:w@corp.test",
  "v[w]@corp.test",
  "mailto:v@corp.test",
  "ｖ@corp.test",
  "vé@corp.test",
  "v\u200b@corp.test",
  "v\u202e@corp.test",
  "%0d%0a@corp.test ",
  `${"a".repeat(65)}@corp.test`,
  `a@${"b".repeat(64)}.test`,
  `a@${"b.".repeat(130)}test`,
  "v@corp.test\u2028",
  "v@\u0000corp.test",
  "v@corp%00.test",
  "v@xn--.test",
  "=?utf-8?q?v?=@corp.test ,",
  "v@corp.test,",
  ",v@corp.test",
];

describe("[EM-08] recipients that are not one plain address", () => {
  it.each(hostile.map((value) => [value]))("refuses %j, or keeps one plain address", (value) => {
    const address = normaliseEmail(value);
    if (address !== undefined) expect(address).toMatch(/^[a-z0-9!#$%&'*+/=?^_`{|}~.-]+@[a-z0-9.-]+$/);
    else expect(emailField.safeParse(value).success).toBe(false);
  });

  it("gives nothing but one plain address, whatever comes", () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string({ unit: "binary" }),
          fc.emailAddress(),
          fc.string().map((text) => `${text}@corp.test`),
        ),
        (value) => {
          const address = normaliseEmail(value);
          if (address !== undefined) {
            expect(address).toMatch(/^[^\s@,;<>()"[\]\\:]+@[a-z0-9.-]+$/);
            expect(normaliseEmail(address)).toBe(address);
          }
        },
      ),
      { numRuns: 2000 },
    );
  });
});

describe("[EM-09] one canonical form", () => {
  it.each([
    ["  Ada@Example.COM ", "ada@example.com"],
    ["ada@BÜCHER.example", "ada@xn--bcher-kva.example"],
    ["ada@xn--bcher-kva.example", "ada@xn--bcher-kva.example"],
    ["ada@ｅxample.com", "ada@example.com"],
    ["first.last+tag@sub.example.com", "first.last+tag@sub.example.com"],
    ["o'neil@example.com", "o'neil@example.com"],
  ])("%j is %j", (typed, canonical) => {
    expect(normaliseEmail(typed)).toBe(canonical);
  });

  it("masks what stands before the @", () => {
    expect(maskEmail("ada@example.com")).toBe("a•••@example.com");
  });
});
