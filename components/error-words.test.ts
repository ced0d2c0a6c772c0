import { expect, test } from "vitest";
import { errorWords } from "./error-words";

test("a reference is promised only where one stands in the log", () => {
  expect(errorWords("123").reference).toBe("123");
  expect(errorWords("123").words).toMatch(/reference/);
  for (const digest of [undefined, "unavailable"]) {
    const { reference, words } = errorWords(digest);
    expect([digest, reference]).toEqual([digest, undefined]);
    expect(words).not.toMatch(/reference/);
  }
  expect(errorWords("unavailable").title).not.toBe(errorWords(undefined).title);
});
