import "server-only";
import { lt } from "drizzle-orm";
import { RateLimiterDrizzle, RateLimiterRedis, RateLimiterRes } from "rate-limiter-flexible";
import { db, type Executor } from "@/db/client";
import { deleteBatch } from "@/db/delete-batch";
import { rateLimits } from "@/db/schema";
import { env } from "@/lib/env";
import { fail, ok, type Result } from "@/lib/errors";
import { clientNetworks } from "./client-address";
import { keyedHash } from "./keys";
import { DAY, type Limit, type LimitName, limits } from "./limits";
import { RateLimitRedis } from "./rate-limit-redis";

/**
 * How many times the allowance of one network a whole IPv6 site (/48) has. Somebody who changes from /64 to /64 gains
 * this much and no more, where each /64 would be a new client; and no site whose people sit in more than one /64, as
 * offices and mobile carriers do, has less than eight IPv4 addresses have.
 */
const SITE_FACTOR = 8;

/** Kept on `globalThis`, as the database is: one connection, and one opinion on whether it is there, for the process. */
const kept = globalThis as typeof globalThis & { signInStarterRedis?: RateLimitRedis };
if (env.REDIS_URL) kept.signInStarterRedis ??= new RateLimitRedis(env.REDIS_URL);
const redis = kept.signInStarterRedis;

/** What one use counts up. Counters of one prefix and key are the same, whatever number of points each is held against. */
interface Counter {
  keyPrefix: string;
  key: string;
  points: number;
  duration: number;
}
type Limiter = RateLimiterRedis | RateLimiterDrizzle;
const limiters = new Map<string, Limiter>();

function limiterIn(store: "redis" | "postgres", { keyPrefix, points, duration }: Counter): Limiter {
  const id = `${store} ${keyPrefix} ${points}`;
  const options = { points, duration, keyPrefix };
  const limiter =
    limiters.get(id) ??
    (store === "redis"
      ? new RateLimiterRedis({ ...options, storeClient: redis?.client })
      : new RateLimiterDrizzle({ ...options, storeClient: db, schema: rateLimits, clearExpiredByTimeout: false }));
  limiters.set(id, limiter);
  return limiter;
}

/**
 * Counts in Redis where there is one, and in Postgres while it is away: then no limit is open, and nobody shut out.
 * @throws a `RateLimiterRes` when `consume` is refused.
 */
async function count(counter: Counter, how: "consume" | "reward" | "penalty" | "get"): Promise<RateLimiterRes | null> {
  if (redis?.holds(counter.duration)) {
    try {
      return await limiterIn("redis", counter)[how](counter.key);
    } catch (error) {
      if (error instanceof RateLimiterRes) throw error;
      redis.lose(error as Error);
    }
  }
  return limiterIn("postgres", counter)[how](counter.key);
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
function countersOf({ name, by, points }: Use): Counter[] {
  const { duration, daily, ...limit }: Limit = limits[name];
  const whom = name.endsWith(":network") ? clientNetworks(by) : [by];
  return whom.flatMap((what, wider) => {
    const key = keyedHash("rate-limit", what);
    const times = wider ? SITE_FACTOR : 1;
    const counter = { keyPrefix: name, key, points: (points ?? limit.points) * times, duration };
    const ofDay = daily ? [{ keyPrefix: `${name}:day`, key, points: daily * times, duration: DAY }] : [];
    return [counter, ...ofDay];
  });
}

/**
 * Counts one use, in one atomic statement (RL-02) for each counter it has: of a client of IPv6 its network's and its
 * site's, of some limits the hour's and the day's. What is refused counts nowhere, so that who goes on asking makes
 * nobody wait longer.
 * @returns `too_many_requests` with the moment it may be tried again.
 */
export async function consume(name: LimitName, by: string, points?: number): Promise<Result> {
  const counted: Counter[] = [];
  try {
    for (const counter of countersOf({ name, by, points })) {
      counted.push(counter);
      await count(counter, "consume");
    }
    return ok();
  } catch (refusal) {
    if (!(refusal instanceof RateLimiterRes)) throw refusal;
    for (const counter of counted) await count(counter, "reward");
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
  for (const counter of countersOf({ name, by })) await count(counter, "reward");
}

/** Takes one use of each back. */
export async function giveBackAll(uses: Use[]): Promise<void> {
  for (const { name, by } of uses) await giveBack(name, by);
}

/** Counts what has happened already, and so can't be refused. */
export async function charge(name: LimitName, by: string): Promise<void> {
  for (const counter of countersOf({ name, by })) await count(counter, "penalty");
}

/** Counts nothing. @returns as `consume` would. */
export async function check(name: LimitName, by: string, points?: number): Promise<Result> {
  for (const counter of countersOf({ name, by, points })) {
    const used = await count(counter, "get");
    if (used && used.consumedPoints >= counter.points) {
      return fail("too_many_requests", { retryAt: new Date(Date.now() + used.msBeforeNext) });
    }
  }
  return ok();
}

/** Forgets a batch of counters whose time is over. @returns whether it was the last. */
export const purgeRateLimits = (tx: Executor, now: Date): Promise<boolean> =>
  deleteBatch(tx, rateLimits, [rateLimits.key], lt(rateLimits.expire, now));
