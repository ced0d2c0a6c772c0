import { describe, expect, it } from "vitest";
import { optional, providerAddress } from "./provider-address";

describe("[WF-07 WF-08] the address of a provider", () => {
  it.each(["https://idp.example", "https://idp.example/a?b=c", "https://bücher.example/"])("may be %s", (typed) => {
    expect(providerAddress.safeParse(` ${typed} `)).toEqual({ success: true, data: typed });
  });

  // A URL may hold each of the last four, and no column can hold the first of them.
  it.each([
    "",
    "idp.example",
    "http://idp.example",
    "https://user:word@idp.example",
    "https://idp.example/\u0000",
    "https://idp.example/\n",
    "https://idp.example/\u202e",
    "https://idp.example/\ud800",
  ])("may not be %j", (typed) => {
    expect(providerAddress.safeParse(`${typed}x`).success).toBe(false);
  });

  it("may be left out where that is said", () => {
    expect(optional(providerAddress).parse("  ")).toBeUndefined();
    expect(optional(providerAddress).safeParse("https://idp.example/\u0000x").success).toBe(false);
  });
});
