import { AsyncLocalStorage } from "node:async_hooks";

/** How long one request may wait for others: its database, mail servers, identity providers. Its own work is not counted. */
const WAITS_AT_MOST_MS = 9000;
/** What every single wait has, however long the others took. */
const WAITS_AT_LEAST_MS = 1000;

export interface RequestLimit {
  /** By the monotonic clock. */
  until: number;
  /** The database failed it. */
  hadOutage: boolean;
}

/** On `globalThis` because Next bundles the start-up hook and the pages apart. */
const kept = globalThis as typeof globalThis & { signInStarterRequestLimit?: AsyncLocalStorage<RequestLimit> };
kept.signInStarterRequestLimit ??= new AsyncLocalStorage();
const storage = kept.signInStarterRequestLimit;

/** Runs what a request, or a task after one, does. People get an answer within ten seconds whatever is out of order. */
export function withRequestLimit<T>(run: (limit: RequestLimit) => T): T {
  const limit = { until: performance.now() + WAITS_AT_MOST_MS, hadOutage: false };
  return storage.run(limit, () => run(limit));
}

/** @returns how long a wait may be, in whole milliseconds (timers refuse others), that would have `ms` outside of a request. */
export function waitAtMost(ms: number): number {
  const limit = storage.getStore();
  return limit ? Math.min(ms, Math.max(WAITS_AT_LEAST_MS, Math.floor(limit.until - performance.now()))) : ms;
}

/** Notes that the request under way met an outage of its database. */
export function noteOutage(): void {
  const limit = storage.getStore();
  if (limit) limit.hadOutage = true;
}
