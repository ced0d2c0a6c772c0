import fc from "fast-check";
import { expect, it } from "vitest";
import { parseJson } from "./parse-json";

const nested = (depth: number, open = "[", close = "]") => open.repeat(depth) + close.repeat(depth);
const objects = (depth: number) => `${'{"a":'.repeat(depth)}1${"}".repeat(depth)}`;

it("[WF-08 WF-11] takes lists and objects 32 deep, and none deeper", () => {
  for (const text of [nested(32), objects(32), '{"a":['.repeat(16) + "]}".repeat(16)])
    expect(parseJson(text)).toEqual(JSON.parse(text));
  for (const text of [
    nested(33),
    objects(33),
    `${'[0,{"a":'.repeat(17)}0${"}]".repeat(17)}`,
    nested(20_000),
    objects(200_000),
  ])
    expect(() => parseJson(text)).toThrow(SyntaxError);
});

it("[WF-08] reads whatever is JSON and no deeper as it is, brackets in texts and all", () => {
  fc.assert(
    fc.property(
      fc.jsonValue({ maxDepth: 20 }),
      fc.string({ unit: fc.constantFrom("[", "{", '"', "\\", "]") }),
      (value, text) => {
        const json = JSON.stringify([value, text]);
        expect(parseJson(json)).toEqual(JSON.parse(json));
      },
    ),
  );
});

it.each(["", "nope", "[", "\ufeff[]", "[1,]", "NaN"])("[WF-08] refuses what is no JSON: %j", (text) => {
  expect(() => parseJson(text)).toThrow(SyntaxError);
});
