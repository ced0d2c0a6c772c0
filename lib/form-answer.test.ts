import { expect, it } from "vitest";
import { z } from "zod";
import { fromForm, toFormState } from "./form-answer";

const anything = z.record(z.string(), z.unknown());
function formOf(count: number, name: (index: number) => string): FormData {
  const form = new FormData();
  for (let index = 0; index < count; index++) form.append(name(index), "x");
  return form;
}
const distinct = (index: number) => `f${index}`;
const same = () => "f";

it("[WF-08] gives one text per name, and a list where a name comes twice", () => {
  const form = formOf(2, same);
  form.append("__proto__", "x");
  form.append("$ACTION_KEY", "x");
  const read = fromForm(z.unknown()).parse(form) as object;
  expect(Object.entries(read)).toEqual([
    ["f", ["x", "x"]],
    ["__proto__", "x"],
  ]);
  expect(Object.getPrototypeOf(read)).toBe(Object.prototype);
});

it.each([
  ["different names", distinct],
  ["one name", same],
  ["names of React's", (index: number) => `$ACTION_${index}`],
])("[WF-08 WF-11] is no form with more entries than it may have: %s", (_, name) => {
  expect(fromForm(anything).safeParse(formOf(64, name)).success).toBe(true);
  const long = formOf(65, name);
  expect(fromForm(anything).safeParse(long).success).toBe(false);
  expect(fromForm(anything, 65).safeParse(long).success).toBe(true);
});

it.each([
  ["different names", distinct],
  ["one name", same],
])("[WF-11] the work grows no faster than the form: %s", (_, name) => {
  const costs = (count: number) => {
    const form = formOf(count, name);
    const schema = fromForm(z.unknown(), Number.POSITIVE_INFINITY);
    const times = Array.from({ length: 7 }, () => {
      const before = process.cpuUsage();
      schema.parse(form);
      const { user, system } = process.cpuUsage(before);
      return user + system;
    });
    return Math.min(...times);
  };
  costs(4_000);
  // Twice as much for twice the fields; four times as much when each is looked for among all.
  expect(costs(16_000)).toBeLessThan(3 * costs(8_000) + 2_000);
});

it("[WF-11] a form that could not be read is not sent back", () => {
  const outcome = { validationErrors: { formErrors: ["no form"] } };
  expect(toFormState(outcome, formOf(3, distinct))).toMatchObject({ code: "malformed_request", values: {} });
  const wrong = { validationErrors: { fieldErrors: { f1: ["wrong"] } } };
  expect(toFormState(wrong, formOf(3, distinct)).values).toEqual({ f0: "x", f1: "x", f2: "x" });
});
