import "server-only";
import Redis from "ioredis";
import { RateLimiterDrizzle, RateLimiterRedis, RateLimiterRes } from "rate-limiter-flexible";
import { db } from "@/db/client";
import { rateLimits } from "@/db/schema";
import { env } from "@/lib/env";
import { fail, ok, type Result } from "@/lib/errors";
import { clientNetworks } from "./client-address";
import { keyedHash } from "./keys";
import { DAY, type Limit, type LimitName, limits } from "./limits";

/**
 * How many times the allowance of one network a whole IPv6 site (/48) has. Somebody who changes from /64 to /64 gains
 * this much and no more, where each /64 would be a new client; and no site whose people sit in more than one /64, as
 * offices and mobile carriers do, has less than eight IPv4 addresses have.
 */
const SITE_FACTOR = 8;

const redis = env.REDIS_URL ? new Redis(env.REDIS_URL, { lazyConnect: true, maxRetriesPerRequest: 1 }) : undefined;

function createLimiter(keyPrefix: string, points: number, duration: number) {
  const options = { points, duration, keyPrefix };
  return redis
    ? new RateLimiterRedis({ ...options, storeClient: redis })
    : new RateLimiterDrizzle({ ...options, storeClient: db, schema: rateLimits, clearExpiredByTimeout: false });
}
type Limiter = ReturnType<typeof createLimiter>;
const limiters = new Map<string, Limiter>();

/** Limiters of one prefix share their counters, whatever number of points each compares them with. */
function limiterOf(keyPrefix: string, points: number, duration: number): Limiter {
  const limiter = limiters.get(`${keyPrefix} ${points}`) ?? createLimiter(keyPrefix, points, duration);
  limiters.set(`${keyPrefix} ${points}`, limiter);
  return limiter;
}

/** One use of a limit. */
export interface Use {
  name: LimitName;
  /** The client's IP for `:network` limits, else the address or user id; rests only as a keyed hash. */
  by: string;
  /** How many are allowed, where a setting says so. */
  points?: number;
}

/** @returns the counters of one use, the narrowest first. */
function countersOf({ name, by, points }: Use): { limiter: Limiter; key: string }[] {
  const { duration, daily, ...limit }: Limit = limits[name];
  const whom = name.endsWith(":network") ? clientNetworks(by) : [by];
  return whom.flatMap((what, wider) => {
    const key = keyedHash("rate-limit", what);
    const times = wider ? SITE_FACTOR : 1;
    const limiter = limiterOf(name, (points ?? limit.points) * times, duration);
    const ofDay = daily ? [{ limiter: limiterOf(`${name}:day`, daily * times, DAY), key }] : [];
    return [{ limiter, key }, ...ofDay];
  });
}

/**
 * Counts one use, in one atomic statement (RL-02) for each counter it has: of a client of IPv6 its network's and its
 * site's, of some limits the hour's and the day's. What is refused counts nowhere, so that who goes on asking makes
 * nobody wait longer.
 * @returns `too_many_requests` with the moment it may be tried again.
 */
export async function consume(name: LimitName, by: string, points?: number): Promise<Result> {
  const counted: { limiter: Limiter; key: string }[] = [];
  try {
    for (const counter of countersOf({ name, by, points })) {
      counted.push(counter);
      await counter.limiter.consume(counter.key);
    }
    return ok();
  } catch (refusal) {
    if (!(refusal instanceof RateLimiterRes)) throw refusal;
    for (const { limiter, key } of counted) await limiter.reward(key);
    return fail("too_many_requests", { retryAt: new Date(Date.now() + refusal.msBeforeNext) });
  }
}

/** Counts one use of each limit, or of none. @returns what was counted, or the first refusal. */
export async function consumeAll(uses: Use[]): Promise<Result<Use[]>> {
  const counted: Use[] = [];
  for (const use of uses) {
    const allowed = await consume(use.name, use.by, use.points);
    if (!allowed.ok) {
      await giveBackAll(counted);
      return allowed;
    }
    counted.push(use);
  }
  return ok(counted);
}

/**
 * Counts a use of the first of some limits that has one left.
 * @returns what was counted, or `too_many_requests` with the moment the first of them has one again.
 */
export async function consumeFirst(uses: Use[]): Promise<Result<Use[]>> {
  const waits: number[] = [];
  for (const use of uses) {
    const allowed = await consumeAll([use]);
    if (allowed.ok) return allowed;
    waits.push(allowed.error.retryAt?.getTime() ?? 0);
  }
  return fail("too_many_requests", { retryAt: new Date(Math.min(...waits)) });
}

/** Takes one use back: what was counted did not happen, or turned out to be no harm. */
export async function giveBack(name: LimitName, by: string): Promise<void> {
  for (const { limiter, key } of countersOf({ name, by })) await limiter.reward(key);
}

/** Takes one use of each back. */
export async function giveBackAll(uses: Use[]): Promise<void> {
  for (const { name, by } of uses) await giveBack(name, by);
}

/** Counts what has happened already, and so can't be refused. */
export async function charge(name: LimitName, by: string): Promise<void> {
  for (const { limiter, key } of countersOf({ name, by })) await limiter.penalty(key);
}

/** Counts nothing. @returns as `consume` would. */
export async function check(name: LimitName, by: string, points?: number): Promise<Result> {
  for (const { limiter, key } of countersOf({ name, by, points })) {
    const used = await limiter.get(key);
    if (used && used.consumedPoints >= limiter.points) {
      return fail("too_many_requests", { retryAt: new Date(Date.now() + used.msBeforeNext) });
    }
  }
  return ok();
}
