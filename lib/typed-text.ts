/* What fingers, keyboards and clipboards make of codes, numbers and addresses. Used by the server and in the browser. */

/** Marks nobody sees: direction, joiners, soft hyphens, byte order, variation selectors. */
const INVISIBLE = /[\p{Cf}\p{Default_Ignorable_Code_Point}]/gu;
/** Dashes of every kind, the minus sign and its full-width form among them. */
const DASH = /[\p{Pd}−]/gu;
const DIGIT = /\p{Nd}/gu;

/** @returns the text without what can't be seen. */
export const withoutInvisible = (typed: string): string => typed.replace(INVISIBLE, "");

/** @returns the text with every dash as a hyphen. */
export const withHyphens = (typed: string): string => typed.replace(DASH, "-");

/** @returns the text with the digits of every script as 0 to 9. */
export const withPlainDigits = (typed: string): string =>
  typed.replace(DIGIT, (digit) => String(digitValue(digit.codePointAt(0) ?? 0)));

/** Scripts have their digits in rows of ten, one after another, each beginning with its zero (Unicode, §4.6). */
function digitValue(codePoint: number): number {
  let first = codePoint;
  while (isDigit(first - 1)) first--;
  return (codePoint - first) % 10;
}
const isDigit = (codePoint: number) => /\p{Nd}/u.test(String.fromCodePoint(codePoint));

/**
 * A code of digits, typed in any script, with spaces and dashes where people put them, or pasted with the sentence around
 * it. @param length of the code. @returns undefined where there is none, or more than one.
 */
export function digitsOfCode(typed: string, length: number): string | undefined {
  const text = withHyphens(withPlainDigits(withoutInvisible(typed)));
  const alone = text.replace(/[\s-]/g, "");
  if (alone.length === length && /^[0-9]+$/.test(alone)) return alone;
  const inSentence = new RegExp(`(?<![0-9][\\s-]?)[0-9](?:[\\s-]?[0-9]){${length - 1}}(?![\\s-]?[0-9])`, "g");
  return onlyOne(text.match(inSentence))?.replace(/[\s-]/g, "");
}

/** @returns the only one of several texts, each counted once. */
export const onlyOne = (found: readonly string[] | null): string | undefined =>
  new Set(found).size === 1 ? found?.[0] : undefined;
