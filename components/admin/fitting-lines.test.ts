import { expect, it } from "vitest";
import { fittingLines, linesOf } from "./fitting-lines";

it.each([
  ["", []],
  [" \n\n", []],
  ["a\n\n b \nA\nc", ["A", "b", "c"]],
])("[P49] the entries of %j are %j", (text, lines) => expect(linesOf(text)).toEqual(lines));

it.each([
  ["a\n\nb", "a\n\nb"],
  ["a\n\n\nb", "a\nb"],
  ["a\nb\nc\nd", "a\nb\nc\nd"],
  ["a\nb\nc\nd\ne\nf", "a\nb\nc\nd"],
  ["a\nA\na\nb\n", "a\nb"],
])("[P49] what is left of %j where 3 may be is %j", (text, left) => expect(fittingLines(text, 3)).toBe(left));
