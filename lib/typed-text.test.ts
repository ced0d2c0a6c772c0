import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { digitsOfCode, withHyphens, withoutInvisible, withPlainDigits } from "./typed-text";

/** Zeros of scripts, with the other nine behind them. */
const ZEROS = [..."0٠۰०০੦૦୦௦౦೦൦๐໐༠၀០᠐０𝟎𝟘𝟢𝟬𝟶"];
const inScript = (zero: string, digits: string) =>
  [...digits].map((digit) => String.fromCodePoint((zero.codePointAt(0) ?? 0) + Number(digit))).join("");

describe("what is typed or pasted", () => {
  it.each(ZEROS)("has digits in a script that begins with %s", (zero) => {
    expect(withPlainDigits(inScript(zero, "0123456789"))).toBe("0123456789");
    expect(digitsOfCode(inScript(zero, "042137"), 6)).toBe("042137");
  });

  it.each([
    "042137",
    " 042 137 ",
    "042-137",
    "042–137",
    "04—21−37",
    "0 4 2 1 3 7",
    "\u200e042137\u200f",
    "042\u00a0137",
    "042\u202f137",
    "\ufeff042\u200b137",
    "０４２１３７",
    "０４２－１３７",
    "042137 is your Acme sign-in code",
    "Your code is 042137.",
    "Your code: 042 137. It expires in 10 minutes.",
    "کد شما ۰۴۲۱۳۷ است",
    "Code 042137 (again: 042137), valid until 12:45",
  ])("%j is one code", (typed) => {
    expect(digitsOfCode(typed, 6)).toBe("042137");
  });

  it.each(["", "04213", "0421377", "042137 or 042138", "0x42137", "1-042137", "042137 8", "abc def", "½42137"])(
    "%j is none",
    (typed) => {
      expect(digitsOfCode(typed, 6)).toBeUndefined();
    },
  );

  it("is found whatever stands around it that is no digit", () => {
    const digits = fc.stringMatching(/^[0-9]{6}$/);
    const around = fc.string({ unit: "grapheme" }).filter((text) => !/\p{Nd}/u.test(text));
    fc.assert(
      fc.property(digits, around, around, (code, before, after) => {
        expect(digitsOfCode(`${before} ${code} ${after}`, 6)).toBe(code);
      }),
    );
  });

  it("loses what nobody sees, and no dash", () => {
    expect(withoutInvisible("\u2068ada\u00ad@\u200bexample\u2069.com")).toBe("ada@example.com");
    expect(withHyphens("my‑site – a−b")).toBe("my-site - a-b");
  });
});
