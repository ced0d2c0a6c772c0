import { expect, it } from "vitest";
import { changesBetween } from "./changes";

it.each([
  [{ a: 1, b: true }, { a: 1, b: true }, {}],
  [{ a: 1, b: true }, { a: 2, b: true }, { a: { from: 1, to: 2 } }],
  [{}, { a: 1 }, { a: { from: undefined, to: 1 } }],
  [{ list: ["CA", "US"] }, { list: ["US", "CA"] }, {}],
  [{ list: ["CA", "US"] }, { list: ["US", "GB"] }, { list: { added: ["GB"], removed: ["CA"] } }],
  [{ list: ["CA"] }, { list: [] }, { list: { added: [], removed: ["CA"] } }],
])("[P52 P08] what the audit says of settings: %j → %j", (before, after, changes) => {
  expect(changesBetween(before, after)).toEqual(changes);
});
