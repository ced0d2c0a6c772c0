import { expect } from "@playwright/test";
import type { Sql } from "postgres";
import type { LyingProvider } from "../peers/lying-provider";
import { clientOf, pathOfLink } from "./instances-steps";
import type { RawClient } from "./raw-forms";
import type { SettingsChange } from "./settings";
import { connectionTo } from "./social";

/* Sign-in through a provider as HTTP, for a `RawClient` and a provider that asks people nothing. */

/** @returns settings with a trusted connection to each of these providers, by its key. @param secret the server's AUTH_SECRET. */
export function connected(secret: string, providers: Record<string, LyingProvider>): SettingsChange {
  const entries = Object.entries(providers).map(([key, { issuer, client }]) => [
    key,
    connectionTo(secret, key, { issuer, ...client }, { name: `Provider ${key}` }),
  ]);
  return { social: { connections: Object.fromEntries(entries) } };
}

/** "Continue with …" on the sign-in page. @param key of the connection. @returns where the browser is sent. */
export async function leaveFor(client: RawClient, key: string): Promise<URL> {
  const form = await client.form("/sign-in", "connection");
  return wayOut(client, await client.submit(form, { connection: key }));
}

/** @returns where a form leads that goes to a provider; without JavaScript there is a page of ours between. */
export async function wayOut(client: RawClient, answer: Response): Promise<URL> {
  expect(answer.status).toBe(303);
  const next = new URL(answer.headers.get("location") ?? "", client.origin);
  return next.pathname === "/sso/leave" ? follow(client, "/api/auth/leave") : next;
}

/** At the provider, which signs everybody in at once. @returns the address it sends back to, as a path of ours. */
export async function throughProvider(url: URL): Promise<string> {
  const answer = await fetch(url, { redirect: "manual" });
  return pathOfLink(answer.headers.get("location") ?? "");
}

/** @returns the path a provider sends a browser back to that has left just now. */
export const answerFor = async (client: RawClient, key: string) => throughProvider(await leaveFor(client, key));

/** Opens an address of ours that leads on, as the browser would. @returns where to: a page, and what stands in its address. */
export async function follow(client: RawClient, path: string): Promise<URL> {
  const answer = await client.send(path);
  // Auth.js redirects with the first, we with the second.
  expect([302, 303]).toContain(answer.status);
  return new URL(answer.headers.get("location") ?? "", client.origin);
}

/** Asserts that an answer led to the page that says why, and to nothing else. @param what told when it does not hold. */
export async function expectStopped(client: RawClient, path: string, problem: string | RegExp, what = path) {
  const { pathname, searchParams } = await follow(client, path);
  expect([what, pathname, searchParams.get("problem")]).toEqual([what, "/sso", expect.stringMatching(problem)]);
  expect([what, client.cookies.has("session")]).toEqual([what, false]);
}

/** @returns what there is of a connection's people: links, sessions, and journeys that would go on with one. */
export async function tracesOf(db: Sql, key: string) {
  const [traces] = await db`
    SELECT (SELECT count(*)::int FROM accounts WHERE provider = ${key}) AS links,
      (SELECT count(*)::int FROM sessions s JOIN accounts a USING (user_id) WHERE a.provider = ${key}) AS sessions,
      (SELECT count(*)::int FROM attempts WHERE data->'link'->>'connection' = ${key}) AS journeys`;
  return traces;
}
export const NO_TRACE = { links: 0, sessions: 0, journeys: 0 };

/** @returns a number of clients that share the cookies of one browser, each from an address of its own. */
export const copiesOf = (client: RawClient, count: number): RawClient[] =>
  Array.from({ length: count }, () => clientOf(client.origin, client));
