import "server-only";
import Redis from "ioredis";
import { RateLimiterDrizzle, RateLimiterRedis, RateLimiterRes } from "rate-limiter-flexible";
import { db } from "@/db/client";
import { rateLimits } from "@/db/schema";
import { env } from "@/lib/env";
import { fail, ok, type Result } from "@/lib/errors";
import { clientNetwork } from "./client-address";
import { keyedHash } from "./keys";

const MINUTE = 60;
const HOUR = 60 * MINUTE;

/** Every limit of the product: how many in how many seconds, and counted by what. */
const limits = {
  /** Journeys begun (sign-in, sign-up, reset) from one network. */
  "start:network": { points: 60, duration: 10 * MINUTE },
  /** Proofs of any kind tried from one network, over all accounts (RL-03). */
  "proof:network": { points: 100, duration: 10 * MINUTE },
  /** Messages with a code to one address, and asked for by one network (EM-07). */
  "send:address": { points: 5, duration: HOUR },
  "send:network": { points: 60, duration: HOUR },
  /** Changes one person makes in profile or admin. */
  "change:user": { points: 120, duration: 10 * MINUTE },
} as const;

export type LimitName = keyof typeof limits;

const redis = env.REDIS_URL ? new Redis(env.REDIS_URL, { lazyConnect: true, maxRetriesPerRequest: 1 }) : undefined;

function createLimiter(name: LimitName) {
  const options = { ...limits[name], keyPrefix: name };
  return redis
    ? new RateLimiterRedis({ ...options, storeClient: redis })
    : new RateLimiterDrizzle({ ...options, storeClient: db, schema: rateLimits, clearExpiredByTimeout: false });
}
const limiters = new Map<LimitName, ReturnType<typeof createLimiter>>();

/**
 * Counts one use, in one atomic statement (RL-02).
 * @param by the client's IP for `:network` limits, else the address or user id; rests only as a keyed hash.
 * @returns `too_many_requests` with the moment it may be tried again.
 */
export async function consume(name: LimitName, by: string): Promise<Result> {
  const limiter = limiters.get(name) ?? createLimiter(name);
  limiters.set(name, limiter);
  try {
    await limiter.consume(keyedHash("rate-limit", name.endsWith(":network") ? clientNetwork(by) : by));
    return ok();
  } catch (refusal) {
    if (!(refusal instanceof RateLimiterRes)) throw refusal;
    return fail("too_many_requests", { retryAt: new Date(Date.now() + refusal.msBeforeNext) });
  }
}
