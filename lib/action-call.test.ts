import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { isArguments, isCall, isNamedWell } from "./action-call";

const ID = "40".padEnd(42, "a");
function form(...entries: [string, string | Blob][]): FormData {
  const made = new FormData();
  for (const [name, value] of entries) made.append(name, value as string);
  return made;
}
const list = (...values: unknown[]) => JSON.stringify(values);

describe("[WF-08 WF-11] the arguments of an action", () => {
  it.each([
    ["a state and the form that comes along", list({}, "$K1")],
    ["none", "[]"],
    [
      "a state with what it can hold",
      list({ code: "x", values: { a: "$$1" }, retryAt: "$D2026-01-01T00:00:00.000Z" }, "$K2"),
    ],
    ["what JSON lacks", list("$undefined", "$NaN", "$Infinity", "$-Infinity", "$-0")],
    ["16", list(...Array(16).fill(1))],
  ])("%s: fine", (_, text) => expect(isArguments(text)).toBe(true));

  it.each([
    ["no JSON", "nope"],
    ["no list: a number", "5"],
    ["no list: what passes for one", '{"length":100000}'],
    ["nothing", ""],
    ["a file", new Blob(["[]"])],
    ["20,000 lists in each other", "[".repeat(20_000) + "]".repeat(20_000)],
    ["33 lists in each other", "[".repeat(33) + "]".repeat(33)],
    ["17", list(...Array(17).fill(1))],
    ...[
      "$1",
      "$1:a:b",
      "$Q1",
      "$W1",
      "$i1",
      "$F1",
      "$h1",
      "$H1",
      "$T",
      "$n9",
      "$B1",
      "$A1",
      "$O1",
      "$R1",
      "$r1",
      "$X1",
      "$x1",
      "$S1",
      "$@1",
      "$",
    ].map((text): [string, string] => [`what stands for something else: ${text}`, list({ deep: [text] })]),
  ])("%s: refused", (_, text) => expect(isArguments(text)).toBe(false));

  it("any plain values are fine", () => {
    const plain = fc.jsonValue({ maxDepth: 12 }).filter((value) => !JSON.stringify(value).includes('"$'));
    fc.assert(fc.property(fc.array(plain, { maxLength: 16 }), (values) => isArguments(JSON.stringify(values))));
  });
});

describe("[WF-08 WF-11] a form that brings its arguments along", () => {
  it.each([
    ["with fields", form(["_1_email", "a"], ["_1_email", "b"], ["_1_$ACTION_REF_1", ""], ["0", list({}, "$K1")]), true],
    ["with a file", form(["_1_file", new Blob(["x"])], ["0", list({}, "$K1")]), true],
    ["without arguments", form(["_1_email", "a"]), false],
    ["with arguments twice", form(["0", "[]"], ["0", "[]"]), false],
    ["with a file for arguments", form(["0", new Blob(["[]"])]), false],
    ["with another part", form(["0", "[]"], ["1", "[]"]), false],
    ["with a part that reads as the first", form(["0", "[]"], ["0x0", "[]"]), false],
    ["with a part of a stream", form(["0", "[]"], ["S1", "[]"]), false],
    ["with an action's name", form(["0", "[]"], [`$ACTION_ID_${ID}`, ""]), false],
  ])("%s: %#", (_, given, fine) => expect(isCall(given)).toBe(fine));
});

describe("[WF-08 WF-11] a form that names its action", () => {
  const bound = JSON.stringify({ id: ID, bound: "$@1" });
  const named = (...entries: [string, string | Blob][]) => form(["$ACTION_REF_1", ""], ...entries, ["email", "a"]);
  it.each([
    ["and no action", form(["email", "a"]), true],
    ["by id", form([`$ACTION_ID_${ID}`, ""], ["email", "a"]), true],
    ["with a state", named(["$ACTION_1:0", bound], ["$ACTION_1:1", "[{}]"], ["$ACTION_KEY", "k1"]), true],
    ["with nothing bound", named(["$ACTION_1:0", JSON.stringify({ id: ID, bound: null })]), true],
    ["without its description", named(), false],
    ["with a state that is missing", named(["$ACTION_1:0", bound]), false],
    ["with a state twice", named(["$ACTION_1:0", bound], ["$ACTION_1:1", "[]"], ["$ACTION_1:1", "[]"]), false],
    ["with a description twice", named(["$ACTION_1:0", bound], ["$ACTION_1:0", bound], ["$ACTION_1:1", "[]"]), false],
    ["with two ids", named(["$ACTION_1:0", `{"id":"${ID}","id":"x","bound":"$@1"}`], ["$ACTION_1:1", "[]"]), false],
    ["with an id that is none", named(["$ACTION_1:0", '{"id":1,"bound":null}']), false],
    ["with no description", named(["$ACTION_1:0", "null"]), false],
    [
      "with another reference",
      named(["$ACTION_1:0", JSON.stringify({ id: ID, bound: "$@2" })], ["$ACTION_1:2", "[]"]),
      false,
    ],
    ["with a deep state", named(["$ACTION_1:0", bound], ["$ACTION_1:1", "[".repeat(9999) + "]".repeat(9999)]), false],
    ["with a state of references", named(["$ACTION_1:0", bound], ["$ACTION_1:1", '["$1","$1"]']), false],
    ["twice", form(["$ACTION_REF_1", ""], ["$ACTION_REF_1", ""], ["$ACTION_1:0", bound], ["$ACTION_1:1", "[]"]), false],
  ])("%s: %#", (_, given, fine) => expect(isNamedWell(given)).toBe(fine));
});
