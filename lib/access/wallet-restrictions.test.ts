import { describe, expect, it } from "vitest";
import { defaultSettings, type Settings } from "@/lib/settings/schema";
import { walletSection } from "@/lib/settings/wallet";
import { checkWallet } from "./wallet-restrictions";

const [ONE, OTHER] = [
  "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed",
  "0xfB6916095ca1df60bB79Ce92cE3Ea74c37c5d359",
] as const;

/** Whether ONE may come, under lists typed in any case. */
function mayCome(rules: { allowOnly?: boolean; allowed?: string[]; blocked?: string[] }): boolean {
  const settings: Settings = { ...defaultSettings, wallet: walletSection.parse(rules) };
  const checked = checkWallet(settings, ONE);
  if (!checked.ok) expect(checked.error.code).toBe("wallet_not_allowed");
  return checked.ok;
}

describe("[P49] who may use a wallet", () => {
  it.each([
    ["nothing is said", {}, true],
    ["another one is blocked", { blocked: [OTHER] }, true],
    ["it is blocked", { blocked: [OTHER, ONE] }, false],
    ["it is blocked in small letters", { blocked: [ONE.toLowerCase()] }, false],
    ["it is blocked in capitals", { blocked: [ONE.toUpperCase()] }, false],
    ["only the allowed may come, and it is one", { allowOnly: true, allowed: [OTHER, ONE] }, true],
    ["it is allowed in small letters", { allowOnly: true, allowed: [ONE.toLowerCase()] }, true],
    ["only the allowed may come, and it is none", { allowOnly: true, allowed: [OTHER] }, false],
    ["only the allowed may come, and there are none", { allowOnly: true, allowed: [] }, false],
    ["it is both: the allowed win", { allowOnly: true, allowed: [ONE], blocked: [ONE] }, true],
    ["others are allowed, but anybody may come", { allowed: [OTHER] }, true],
    [
      "it is both, but anybody may come: a list that does not count allows nothing",
      { allowed: [ONE], blocked: [ONE] },
      false,
    ],
  ])("%s", (_, rules, may) => expect(mayCome(rules)).toBe(may));
});
