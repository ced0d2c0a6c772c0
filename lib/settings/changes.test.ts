import { expect, it } from "vitest";
import { changesBetween } from "./changes";

it.each([
  [{ a: 1, b: true }, { a: 1, b: true }, {}],
  [{ a: 1, b: true }, { a: 2, b: true }, { a: { from: 1, to: 2 } }],
  [{}, { a: 1 }, { a: { from: undefined, to: 1 } }],
  [{ list: ["CA", "US"] }, { list: ["US", "CA"] }, {}],
  [{ list: ["CA", "US"] }, { list: ["US", "GB"] }, { list: { added: ["GB"], removed: ["CA"] } }],
  [{ list: ["CA"] }, { list: [] }, { list: { added: [], removed: ["CA"] } }],
  [{ parts: {} }, { parts: { one: { a: 1 } } }, { "parts.one.a": { from: undefined, to: 1 } }],
  [{ parts: { one: { a: 1 } } }, { parts: {} }, { "parts.one.a": { from: 1, to: undefined } }],
  [{ parts: { one: { a: 1, b: 2 } } }, { parts: { one: { a: 1, b: 3 } } }, { "parts.one.b": { from: 2, to: 3 } }],
  [{ part: { clientSecret: "" } }, { part: { clientSecret: "x" } }, { "part.clientSecret": "set" }],
  [{ part: { clientSecret: "x" } }, { part: { clientSecret: "y" } }, { "part.clientSecret": "replaced" }],
  [{ part: { clientSecret: "x" } }, { part: { clientSecret: "" } }, { "part.clientSecret": "removed" }],
  [{ part: { clientSecret: "x" } }, { part: {} }, { "part.clientSecret": "removed" }],
  [{ part: {} }, { part: { clientSecret: "" } }, {}],
])("[P52 P08] what the audit says of settings: %j → %j", (before, after, changes) => {
  expect(changesBetween(before, after)).toEqual(changes);
});
