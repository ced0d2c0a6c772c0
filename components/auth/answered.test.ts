import { redirect } from "next/navigation";
import { beforeAll, expect, test, vi } from "vitest";
import { unprocessed } from "@/lib/unprocessed";
import { answered } from "./answered";

beforeAll(() => {
  vi.stubGlobal("window", {});
});

const state = { values: { email: "grace@example.test" } };
const answerTo = (fail: () => never) => answered(async () => fail())(state, new FormData());
const throwing = (error: Error) => () => {
  throw error;
};

test("whatever fails on the way is a state with a code, and what was shown again stays", async () => {
  const cases: [Error, string][] = [
    [new TypeError("Failed to fetch"), "unreachable"],
    [new DOMException("signal is aborted without reason", "AbortError"), "unreachable"],
    [new Error("Connection closed."), "unreachable"],
    [new Error("no healthy upstream"), "unreachable"],
    [Object.assign(new Error("omitted in production"), { digest: "unavailable" }), "unavailable"],
    ...Object.entries(unprocessed).map(([code, [, words]]): [Error, string] => [new Error(words), code]),
  ];
  for (const [error, code] of cases) {
    const answer = await answerTo(throwing(error));
    expect([error.message, answer.code, answer.values]).toEqual([error.message, code, state.values]);
    expect(answer.message).toBe(unprocessed[code as keyof typeof unprocessed][1]);
  }
});

test("a redirect goes on, and what breaks on the server still throws, with what stands in its log", async () => {
  await expect(answerTo(() => redirect("/dashboard"))).rejects.toMatchObject({ digest: /^NEXT_REDIRECT/ });
  const broken = Object.assign(new Error("omitted in production"), { digest: "838305958" });
  await expect(answerTo(throwing(broken))).rejects.toBe(broken);
});
