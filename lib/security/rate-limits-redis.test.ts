import { randomBytes } from "node:crypto";
import Redis from "ioredis";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { type RedisPeer, startRedis } from "@/e2e/peers/redis";
import { expectCounterpart } from "@/scripts/test/counterparts";
import type { RateLimitRedis } from "./rate-limit-redis";

const program = expectCounterpart("redis");
const kept = globalThis as typeof globalThis & { signInStarterRedis?: RateLimitRedis };

/** More than any limit allows, whatever happens meanwhile. */
const TRIES = 40;
const POINTS = 10;

describe.skipIf(!program)("[RL-02] limits in Redis (needs redis-server)", () => {
  let redis: RedisPeer;
  let admin: Redis;
  let limits: typeof import("./rate-limits");
  const said = { error: vi.spyOn(console, "error"), warn: vi.spyOn(console, "warn") };

  beforeEach(async () => {
    for (const spy of Object.values(said)) spy.mockReset().mockReturnValue(undefined);
    redis = await startRedis(program ?? "");
    admin = new Redis(redis.url, { lazyConnect: true, retryStrategy: () => 100, maxRetriesPerRequest: 0 });
    admin.on("error", () => {});
    vi.stubEnv("REDIS_URL", redis.url);
    vi.resetModules();
    limits = await import("./rate-limits");
  });
  afterEach(async () => {
    kept.signInStarterRedis?.client.disconnect();
    delete kept.signInStarterRedis;
    admin.disconnect();
    vi.unstubAllEnvs();
    await redis.stop();
  });

  const newAddress = () => `198.51.${randomBytes(1)[0]}.${randomBytes(1)[0]}`;
  /** Tries as a guesser does, one after the other. @returns how often that was allowed, and the longest wait. */
  async function guess(address: string, tries = TRIES): Promise<{ allowed: number; longest: number }> {
    let [allowed, longest] = [0, 0];
    for (let round = 0; round < tries; round++) {
      const begin = performance.now();
      if ((await limits.consume("sms:network", address)).ok) allowed += 1;
      longest = Math.max(longest, performance.now() - begin);
    }
    return { allowed, longest };
  }
  const keys = async () => (await admin.keys("*")).filter((key) => key.startsWith("sms:network")).length;
  const lines = () => [said.error.mock.calls.length, said.warn.mock.calls.length];
  const isBack = () => vi.waitFor(() => expect(said.warn).toHaveBeenCalled(), { timeout: 10_000, interval: 20 });

  it("are counted there, and nothing is said while it is there", async () => {
    expect((await guess(newAddress())).allowed).toBe(POINTS);
    expect(await keys()).toBe(1);
    expect(lines()).toEqual([0, 0]);
  });

  it("hold when it is killed: as many again, and no wait", async () => {
    const address = newAddress();
    expect((await guess(address)).allowed).toBe(POINTS);
    await redis.kill();
    const { allowed, longest } = await guess(address);
    expect(allowed).toBe(POINTS);
    expect(longest).toBeLessThan(1000);
    expect(lines()).toEqual([1, 0]);
  });

  it("hold when it answers nothing: one wait of half a second for everybody, then none", async () => {
    const address = newAddress();
    expect((await guess(address, 3)).allowed).toBe(3);
    redis.freeze();
    const { allowed, longest } = await guess(address);
    expect(allowed).toBe(POINTS);
    expect(longest).toBeLessThan(1000);
    expect((await guess(address)).longest).toBeLessThan(400);
    redis.thaw();
    await isBack();
    expect(lines()).toEqual([1, 1]);
  });

  it("are not a third time what they are when it comes back without what it knew", async () => {
    const address = newAddress();
    let { allowed } = await guess(address);
    await redis.kill();
    allowed += (await guess(address)).allowed;
    await redis.restart();
    await isBack();
    allowed += (await guess(address)).allowed;
    expect(allowed).toBe(2 * POINTS);
    expect(await keys()).toBe(0);
    expect(lines()).toEqual([1, 1]);
  });

  it("hold for who guesses while it goes and comes", async () => {
    const address = newAddress();
    const guessers = Array.from({ length: 8 }, () => guess(address));
    redis.freeze();
    const more = Array.from({ length: 8 }, () => guess(address));
    await Promise.all(guessers);
    redis.thaw();
    await redis.restart();
    const last = Array.from({ length: 8 }, () => guess(address));
    const all = await Promise.all([...guessers, ...more, ...last]);
    const allowed = all.reduce((sum, one) => sum + one.allowed, 0);
    expect(allowed).toBeGreaterThanOrEqual(POINTS);
    expect(allowed).toBeLessThanOrEqual(2 * POINTS);
  });

  it("are counted in Postgres when it is not there from the start", async () => {
    await redis.kill();
    const { allowed, longest } = await guess(newAddress());
    expect(allowed).toBe(POINTS);
    expect(longest).toBeLessThan(1000);
    expect(lines()).toEqual([1, 0]);
  });

  it("are counted in Postgres when it can only be read", async () => {
    await admin.replicaof("127.0.0.1", 9);
    const address = newAddress();
    expect((await guess(address)).allowed).toBe(POINTS);
    expect(lines()).toEqual([1, 0]);
    await admin.replicaof("NO", "ONE");
    await isBack();
    expect(lines()).toEqual([1, 1]);
  });

  it("return to it when what was counted meanwhile has run out, each by its own duration", async () => {
    const { RateLimitRedis } = await import("./rate-limit-redis");
    let now = 0;
    const watched = new RateLimitRedis(redis.url, () => now);
    await watched.client.ping();
    expect(watched.holds(86_400)).toBe(true);
    watched.lose(new Error("as if"));
    expect(watched.holds(30)).toBe(false);
    await isBack();
    now = 29_999;
    expect([watched.holds(30), watched.holds(86_400)]).toEqual([false, false]);
    now = 30_000;
    expect([watched.holds(30), watched.holds(86_400)]).toEqual([true, false]);
    now = 86_400_000;
    expect(watched.holds(86_400)).toBe(true);
    watched.client.disconnect();
  });
});
