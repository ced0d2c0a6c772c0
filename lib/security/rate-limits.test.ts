import { randomBytes } from "node:crypto";
import { sql } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import { db } from "@/db/client";
import { rateLimits } from "@/db/schema";
import { consume, consumeAll, consumeFirst, giveBack } from "./rate-limits";

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

  it("counts nothing that it refuses: whoever goes on asking makes no neighbor wait longer", async () => {
    const site = freshSite();
    expect(await uses(times(60, () => inNetwork(site, 1)))).toBe(10);
    await giveBack("sms:network", inNetwork(site, 1));
    expect(await uses(times(5, () => inNetwork(site, 1)))).toBe(1);
  });

  it("has a day beside its hour where that is said; one that is refused counts for neither", async () => {
    const address = `${randomBytes(8).toString("hex")}@example.test`;
    const ask = async () =>
      (await Promise.all(times(30, () => address).map((to) => consume("send:asker", to)))).filter(({ ok }) => ok)
        .length;
    const nextHour = () => db.update(rateLimits).set({ expire: sql`${rateLimits.expire} - interval '1 hour'` });
    expect(await ask()).toBe(5);
    await nextHour();
    expect(await ask()).toBe(5);
    await nextHour();
    expect(await ask()).toBe(0);
    const refused = await consume("send:asker", address);
    const wait = refused.ok ? 0 : (refused.error.retryAt?.getTime() ?? 0) - Date.now();
    expect(wait).toBeGreaterThan(21 * 3_600_000);
  });

  it("counts one of each or of none, and the first of some that has one left", async () => {
    const [one, other] = [randomBytes(8).toString("hex"), randomBytes(8).toString("hex")];
    const pause = { name: "sms:pause", by: one } as const;
    const told = { name: "second-factor:told", by: other } as const;
    expect((await consumeAll([told])).ok).toBe(true);
    expect((await consumeAll([pause, told])).ok).toBe(false);
    expect(await consumeFirst([told, pause])).toEqual({ ok: true, data: [pause] });
    const refused = await consumeFirst([told, pause]);
    // The pause is the shorter wait.
    const wait = refused.ok ? 0 : (refused.error.retryAt?.getTime() ?? 0) - Date.now();
    expect(wait).toBeLessThanOrEqual(30_000);
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
