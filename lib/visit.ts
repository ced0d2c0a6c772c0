import "server-only";
import { cookies } from "next/headers";
import { after } from "next/server";
import { withRequestLimit } from "@/db/request-limit";
import { type Client, currentClient } from "./client";
import type { CookieJar } from "./sessions/cookie";
import { getSettings } from "./settings/read";
import type { Settings } from "./settings/schema";

/** Everything a flow may know of the request: one clock, one reading of the settings. */
export interface Visit {
  now: Date;
  settings: Settings;
  client: Client;
  cookies: CookieJar;
  /** Runs a task after the answer has gone out: notices must not show in its timing (EN-02). */
  later(task: () => Promise<unknown>): void;
}

/** @returns the visit of the current request. */
export async function currentVisit(): Promise<Visit> {
  const [settings, client, jar] = await Promise.all([getSettings(), currentClient(), cookies()]);
  return { now: new Date(), settings, client, cookies: jar, later: (task) => after(() => withRequestLimit(task)) };
}
