import { randomBytes } from "node:crypto";
import { describe, expect, it } from "vitest";
import { consume, giveBack } from "./rate-limits";

/** The start of a site of IPv6 no other test has. */
const freshSite = () => `2001:db8:${randomBytes(2).toString("hex")}`;
const inNetwork = (site: string, network: number) => `${site}:${network.toString(16)}::1`;
/** Uses a limit from each address, all at once. @returns how many were allowed. */
async function uses(addresses: string[], points?: number): Promise<number> {
  const results = await Promise.all(addresses.map((address) => consume("sms:network", address, points)));
  return results.filter(({ ok }) => ok).length;
}
const times = (count: number, make: (index: number) => string) => Array.from({ length: count }, (_, i) => make(i));

describe("[RL-03] a limit by network", () => {
  it("holds for an IPv6 /64, and for its /48 eight times: changing the /64 gains no more", async () => {
    const site = freshSite();
    expect(await uses(times(12, () => inNetwork(site, 1)))).toBe(10);
    expect(await uses(times(200, (index) => inNetwork(site, index + 2)))).toBe(70);
    expect(await consume("sms:network", inNetwork(site, 9999))).toMatchObject({
      error: { code: "too_many_requests", retryAt: expect.any(Date) },
    });
    expect(await uses(times(12, () => inNetwork(freshSite(), 1)))).toBe(12);
  });

  it("does not count against the /48 what one /64 was refused", async () => {
    const site = freshSite();
    await uses(times(100, () => inNetwork(site, 1)));
    expect(await uses(times(100, (index) => inNetwork(site, index + 2)))).toBe(70);
  });

  it("goes by what a setting says, for the /48 eight times that", async () => {
    const site = freshSite();
    expect(
      await uses(
        times(30, (index) => inNetwork(site, index)),
        2,
      ),
    ).toBe(16);
  });

  it("takes a use back, from the /48 too", async () => {
    const site = freshSite();
    for (let round = 0; round < 3; round++) {
      const addresses = times(40, (index) => inNetwork(site, index % 4));
      expect(await uses(addresses)).toBe(40);
      await Promise.all(addresses.map((address) => giveBack("sms:network", address)));
    }
  });

  it("is one address' for IPv4, however it is dressed", async () => {
    const [a = 0, b = 0] = randomBytes(2);
    const address = `100.${64 + (a % 64)}.${b}.7`;
    const dressed = [address, `::ffff:${address}`, `64:ff9b::${address}`];
    expect(await uses(times(30, (index) => dressed[index % 3] ?? ""))).toBe(10);
    expect(await uses([`100.${64 + (a % 64)}.${b}.8`])).toBe(1);
  });

  it("leaves limits that go by something else alone", async () => {
    const number = `2001:db8::${randomBytes(4).toString("hex")}`;
    expect((await consume("sms:pause", number)).ok).toBe(true);
    expect((await consume("sms:pause", number)).ok).toBe(false);
    await giveBack("sms:pause", number);
    expect((await consume("sms:pause", number)).ok).toBe(true);
  });
});
