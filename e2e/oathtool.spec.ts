import { expect, test } from "./fixtures";
import { oathCode } from "./support/oathtool";

/** RFC 6238, appendix B, for SHA-1: the last six of its eight digits. */
const SEED = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ";
const VECTORS: [seconds: number, code: string][] = [
  [59, "287082"],
  [1_111_111_109, "081804"],
  [1_111_111_111, "050471"],
  [1_234_567_890, "005924"],
  [2_000_000_000, "279037"],
  [20_000_000_000, "353130"],
];

test("[MF-01] the program that codes are compared with has those of RFC 6238", () => {
  for (const [seconds, code] of VECTORS) {
    expect([seconds, oathCode(SEED, new Date(seconds * 1000))]).toEqual([seconds, code]);
  }
});
