import "server-only";
import Redis from "ioredis";
import { RateLimiterDrizzle, RateLimiterRedis, RateLimiterRes } from "rate-limiter-flexible";
import { db } from "@/db/client";
import { rateLimits } from "@/db/schema";
import { env } from "@/lib/env";
import { fail, ok, type Result } from "@/lib/errors";
import { clientNetworks } from "./client-address";
import { keyedHash } from "./keys";

const MINUTE = 60;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/**
 * How many times the allowance of one network a whole IPv6 site (/48) has. Somebody who changes from /64 to /64 gains
 * this much and no more, where each /64 would be a new client; and no site whose people sit in more than one /64, as
 * offices and mobile carriers do, has less than eight IPv4 addresses have.
 */
const SITE_FACTOR = 8;

/** Every limit of the product: how many in how many seconds, and counted by what. */
const limits = {
  /** Journeys begun (sign-in, sign-up, reset) from one network. */
  "start:network": { points: 60, duration: 10 * MINUTE },
  /** Ceremonies of passkeys begun from one network: one with each look at the sign-in page. */
  "passkey:network": { points: 300, duration: 10 * MINUTE },
  /** Messages for wallets to sign, asked for from one network. */
  "wallet:network": { points: 100, duration: 10 * MINUTE },
  /** Proofs of any kind tried from one network, over all accounts (RL-03). */
  "proof:network": { points: 100, duration: 10 * MINUTE },
  /** Messages with a code to one address, and asked for by one network (EM-07). */
  "send:address": { points: 5, duration: HOUR },
  "send:network": { points: 60, duration: HOUR },
  /** Text messages (SM-03): to one number (a pause between codes, and in all), to numbers that differ in the last two
   * digits, to one person, codes asked for by one network. */
  "sms:pause": { points: 1, duration: 30 },
  "sms:number": { points: 5, duration: HOUR },
  "sms:prefix": { points: 10, duration: HOUR },
  "sms:user": { points: 10, duration: HOUR },
  "sms:network": { points: 10, duration: HOUR },
  /** Text messages to one country and in all; the settings say how many (`sms.perCountryDaily`, `sms.perDay`). */
  "sms:country": { points: 500, duration: DAY },
  "sms:all": { points: 1000, duration: DAY },
  /** Wrong second factors after a right first one that are no reason yet to tell the owner, and how often they are told. */
  "second-factor:wrong": { points: 2, duration: HOUR },
  "second-factor:told": { points: 1, duration: HOUR },
  /** How often a ceiling that is reached is written down. */
  "sms:ceiling-told": { points: 1, duration: DAY },
  /** Changes one person makes in profile or admin. */
  "change:user": { points: 120, duration: 10 * MINUTE },
} as const;

export type LimitName = keyof typeof limits;

const redis = env.REDIS_URL ? new Redis(env.REDIS_URL, { lazyConnect: true, maxRetriesPerRequest: 1 }) : undefined;

function createLimiter(name: LimitName, points: number) {
  const options = { ...limits[name], points, keyPrefix: name };
  return redis
    ? new RateLimiterRedis({ ...options, storeClient: redis })
    : new RateLimiterDrizzle({ ...options, storeClient: db, schema: rateLimits, clearExpiredByTimeout: false });
}
const limiters = new Map<string, ReturnType<typeof createLimiter>>();

/** Limiters of one name share their counters, whatever number of points each compares them with. */
function limiterOf(name: LimitName, points: number = limits[name].points) {
  const limiter = limiters.get(`${name} ${points}`) ?? createLimiter(name, points);
  limiters.set(`${name} ${points}`, limiter);
  return limiter;
}

/** @returns the counters of one use, the narrowest first, each with how many times the limit it allows. */
function countersOf(name: LimitName, by: string): [Counter, ...Counter[]] {
  const [own, ...wider] = name.endsWith(":network") ? clientNetworks(by) : [by];
  const counter = (times: number) => (what: string) => ({ key: keyedHash("rate-limit", what), times });
  return [counter(1)(own), ...wider.map(counter(SITE_FACTOR))];
}
type Counter = { key: string; times: number };

/**
 * Counts one use, in one atomic statement (RL-02); for a client of IPv6 in two, its own network's before its site's, so
 * that what is refused to one network is not counted against its neighbors.
 * @param by the client's IP for `:network` limits, else the address or user id; rests only as a keyed hash.
 * @param points how many are allowed, where a setting says so.
 * @returns `too_many_requests` with the moment it may be tried again.
 */
export async function consume(name: LimitName, by: string, points?: number): Promise<Result> {
  try {
    for (const { key, times } of countersOf(name, by)) {
      await limiterOf(name, (points ?? limits[name].points) * times).consume(key);
    }
    return ok();
  } catch (refusal) {
    if (!(refusal instanceof RateLimiterRes)) throw refusal;
    return fail("too_many_requests", { retryAt: new Date(Date.now() + refusal.msBeforeNext) });
  }
}

/** Forgets every use: what was counted did not happen. A site keeps what its other networks have used. */
export async function forgetUses(name: LimitName, by: string): Promise<void> {
  const [own, ...wider] = countersOf(name, by);
  for (const { key } of wider) {
    const used = (await limiterOf(name).get(own.key))?.consumedPoints ?? 0;
    await limiterOf(name).reward(key, Math.min(used, limits[name].points));
  }
  await limiterOf(name).delete(own.key);
}

/** Takes one use back: a wider limit has refused what a narrower one had counted. */
export async function giveBack(name: LimitName, by: string): Promise<void> {
  for (const { key } of countersOf(name, by)) await limiterOf(name).reward(key);
}
