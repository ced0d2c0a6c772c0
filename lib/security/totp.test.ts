import { generateSync } from "otplib";
import { describe, expect, it } from "vitest";
import { newSeed, otpauthUri, stepOf } from "./totp";

/** RFC 6238, appendix B: the ASCII seed 12345678901234567890, SHA-1. The last six of the eight digits. */
const SEED = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ";
const VECTORS = [
  [59, "287082"],
  [1111111109, "081804"],
  [1111111111, "050471"],
  [1234567890, "005924"],
  [2000000000, "279037"],
  [20000000000, "353130"],
] as const;
const at = (seconds: number) => new Date(seconds * 1000);

describe("[P41 MF-01] codes of an authenticator app", () => {
  it.each(VECTORS)("are those of RFC 6238 at %i", (seconds, code) => {
    expect(stepOf(SEED, code, at(seconds))).toBe(Math.floor(seconds / 30));
  });

  it.each([
    [-31, false],
    [-30, true],
    [0, true],
    [29, true],
    [59, true],
    [60, false],
  ])("are good one step before and after their own, not two: %i s from its start", (seconds, good) => {
    const start = 1_000_000_020;
    const code = generateSync({ secret: SEED, epoch: start });
    expect(stepOf(SEED, code, at(start + seconds))).toBe(good ? start / 30 : null);
  });

  it.each(["000000", "12345", "1234567", "abcdef", "", "२८७०८२"])("are never %j", (code) => {
    let step: number | null = null;
    try {
      step = stepOf(SEED, code, at(59));
    } catch {
      // Its form keeps a code of another shape away before it comes here.
    }
    expect(step).toBeNull();
  });
});

describe("[MF-03] a seed", () => {
  it("has 160 bits, and no two are the same", () => {
    const seeds = Array.from({ length: 100 }, newSeed);
    for (const seed of seeds) expect(seed).toMatch(/^[A-Z2-7]{32}$/);
    expect(new Set(seeds).size).toBe(100);
  });

  it("reaches an app by an address in which names can't pass for anything else", () => {
    const uri = otpauthUri({ seed: SEED, appName: "A & B: ?secret=X", account: "x@example.test?secret=Y&issuer=Z" });
    const { protocol, host, searchParams } = new URL(uri);
    expect({ protocol, host }).toEqual({ protocol: "otpauth:", host: "totp" });
    expect(searchParams.getAll("secret")).toEqual([SEED]);
    expect(searchParams.getAll("issuer")).toEqual(["A & B: ?secret=X"]);
  });
});
