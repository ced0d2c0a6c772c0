import { describe, expect, it } from "vitest";
import { formSchemas, partSchema } from "./form";
import { defaultSettings } from "./schema";
import { walletSection } from "./wallet";
import { ADDRESSES_MAX } from "./wallet-addresses";

/** As EIP-55 writes them, in its own examples. */
const [ONE, OTHER] = [
  "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed",
  "0xfB6916095ca1df60bB79Ce92cE3Ea74c37c5d359",
] as const;
const address = (number: number) => `0x${number.toString(16).padStart(40, "0")}`;

/** What becomes of a list as a form posts it: the addresses, or the words of the refusal. */
function save(typed: unknown) {
  const saved = partSchema("wallet", ["allowOnly", "allowed", "blocked"]).safeParse({ allowed: typed, blocked: "" });
  return saved.success ? saved.data.allowed : saved.error.issues.map(({ message }) => message).join(" ");
}

describe("[P49 WF-08] lists of wallets", () => {
  it.each([
    ["", []],
    [" \r\n\n", []],
    [ONE, [ONE]],
    [ONE.toLowerCase(), [ONE]],
    [ONE.toUpperCase(), [ONE]],
    [`0x${ONE.slice(2).toUpperCase()}`, [ONE]],
    [`  ${ONE}\r\n\r\n\t${OTHER.toLowerCase()}  \r\n`, [ONE, OTHER]],
    [`${ONE}\n${ONE.toLowerCase()}\n${OTHER}\n${ONE.toUpperCase()}`, [ONE, OTHER]],
    [
      [ONE, OTHER.toLowerCase()],
      [ONE, OTHER],
    ],
  ])("keeps %j in one form, each address once", (typed, kept) => expect(save(typed)).toEqual(kept));

  it.each([
    ["somebody.eth", "Line 1 is not the address of a wallet: somebody.eth"],
    [`${ONE}\n\n${OTHER.slice(0, -1)}`, `Line 3 is not the address of a wallet: ${OTHER.slice(0, -1)}`],
    [`${ONE}0`, `Line 1 is not the address of a wallet: ${ONE}0`],
    [ONE.slice(2), `Line 1 is not the address of a wallet: ${ONE.slice(2)}`],
    [`${ONE}, ${OTHER}`, `Line 1 is not the address of a wallet: ${`${ONE}, ${OTHER}`.slice(0, 50)}…`],
    [ONE.replace("a", "а"), `Line 1 is not the address of a wallet: ${ONE.replace("a", "а")}`],
    ["x".repeat(10_240), `Line 1 is not the address of a wallet: ${"x".repeat(50)}…`],
    [undefined, "Write one address in each line."],
    [{}, "Write one address in each line."],
    [[1], "Write one address in each line."],
  ])("refuses %j, and says which line it is", (typed, words) => expect(save(typed)).toBe(words));

  it("takes as many as fit into a form twice, and not one more", () => {
    const most = Array.from({ length: ADDRESSES_MAX }, (_, index) => address(index));
    expect(save(most.join("\r\n"))).toHaveLength(ADDRESSES_MAX);
    expect(save([...most, ...most].join("\r\n"))).toHaveLength(ADDRESSES_MAX);
    expect(save([...most, address(ADDRESSES_MAX)].join("\r\n"))).toBe("At most 500 addresses.");
    const form = `${most.join("\r\n")}\r\n`.repeat(2);
    expect(form.length).toBeLessThan(46 * 1024);
  });

  it("reads what it has stored", () => {
    const stored = { ...defaultSettings.wallet, allowed: [ONE], blocked: [OTHER] };
    expect(walletSection.parse(JSON.parse(JSON.stringify(stored)))).toEqual(stored);
  });
});

describe("[P33] a form with a part of a section", () => {
  const networks = partSchema("wallet", ["chains"]);

  it("has its own fields and no others", () => {
    expect(networks.parse({ chains: ["1", "8453"], base: "on" })).toEqual({ chains: [1, 8453] });
    expect(partSchema("wallet", ["base", "other"]).parse({ other: "on" })).toEqual({ base: false, other: true });
  });

  it.each([
    [undefined, "Choose at least one network."],
    ["", "Choose networks from the list."],
    ["one", "Choose networks from the list."],
    ["1.5", "Choose networks from the list."],
    [["1", "-1"], "Choose networks from the list."],
    [Array.from({ length: 51 }, (_, index) => `${index + 1}`), "Choose at most 50 networks."],
  ])("refuses the networks %j in words", (chains, words) => {
    expect(networks.safeParse({ chains }).error?.issues[0]?.message).toBe(words);
  });

  it("leaves whole sections as they were", () => {
    expect(formSchemas.wallet.safeParse({ chains: ["1"], allowed: "" }).success).toBe(false);
    const { chains, allowOnly, ...rest } = defaultSettings.wallet;
    expect(formSchemas.wallet.parse({ chains: "1", allowed: "", blocked: "" })).toEqual({
      ...rest,
      allowOnly,
      chains: [1],
    });
  });
});
