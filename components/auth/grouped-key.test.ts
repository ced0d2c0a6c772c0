import { expect, it } from "vitest";
import { groupedKey } from "./grouped-key";

it.each([
  ["", ""],
  ["JBSW", "JBSW"],
  ["JBSWY", "JBSW Y"],
  ["JBSWY3DPEHPK3PXP", "JBSW Y3DP EHPK 3PXP"],
])("%j is read as %j", (key, grouped) => expect(groupedKey(key)).toBe(grouped));
