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
  const [call, jar] = await Promise.all([currentCall(), cookies()]);
  return { ...call, cookies: jar };
}

/** @returns the same of a machine caller (machine-callers.ts), whose cookies are never looked at. */
export async function currentCall(): Promise<Omit<Visit, "cookies">> {
  const [settings, client] = await Promise.all([getSettings(), currentClient()]);
  return { now: new Date(), settings, client, later: (task) => after(() => withRequestLimit(task)) };
}
