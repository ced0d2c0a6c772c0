import { randomBytes } from "node:crypto";
import { expect } from "@playwright/test";
import { codeIn, type Inbox, linkIn } from "./inbox";
import type { Person } from "./people";
import { RawClient } from "./raw-forms";

/* Journeys of a `RawClient`: what people do on the pages, as posts. */

/** @returns a client address that no other client has. */
export const anyAddress = () => `10.${[...randomBytes(3)].join(".")}`;

/** @returns a client of this server with an address of its own, and with the cookies of another client if one is given. */
export function clientOf(origin: string, cookiesOf?: RawClient): RawClient {
  const client = new RawClient(origin, anyAddress());
  for (const [name, value] of cookiesOf?.cookies ?? []) client.cookies.set(name, value);
  return client;
}

/** Opens a page, fills in the form that has this field, and posts it. */
export async function post(client: RawClient, path: string, field: string, value: string): Promise<Response> {
  return client.submit(await client.form(path, field), { [field]: value });
}

/** Posts a form of which the next step is known. */
async function go(client: RawClient, path: string, field: string, value: string, next: string): Promise<void> {
  const { status, headers } = await post(client, path, field, value);
  expect([path, status, headers.get("location")]).toEqual([path, 303, next]);
}

/** Names somebody on the sign-in page, up to the password. */
export const startSignIn = (client: RawClient, email: string) =>
  go(client, "/sign-in", "identifier", email, "/sign-in/verify");

/** Signs in by password, up to the session. */
export async function signInByPassword(client: RawClient, { email, password }: Person): Promise<void> {
  await startSignIn(client, email);
  await go(client, "/sign-in/verify", "password", password ?? "", "/dashboard");
}

/** @returns the code in the next mail that brings one. */
export const nextCode = async (inbox: Inbox, email: string) =>
  codeIn(await inbox.waitForMail(email, { about: /^\d{6} / }));

/** Asks for a sign-in code. @returns the code. */
export async function startSignInByCode(client: RawClient, inbox: Inbox, email: string): Promise<string> {
  await startSignIn(client, email);
  await go(client, "/sign-in/verify", "strategy", "email-code", "/sign-in/verify");
  return nextCode(inbox, email);
}

/** Asks for a sign-in link, where links are on. @returns the link. */
export async function startSignInByLink(client: RawClient, inbox: Inbox, email: string): Promise<string> {
  await startSignIn(client, email);
  await go(client, "/sign-in/verify", "strategy", "email-link", "/sign-in/verify");
  return linkIn(await inbox.waitForMail(email));
}

/** @returns the address of a link within the server: what a client of another instance opens. */
export const pathOfLink = (link: string): string => {
  const { pathname, search } = new URL(link);
  return pathname + search;
};

/** Begins a sign-up. @returns the code. */
export async function startSignUp(client: RawClient, inbox: Inbox, email: string): Promise<string> {
  await go(client, "/sign-up", "email", email, "/sign-up/verify");
  return nextCode(inbox, email);
}

/** Asks for a reset. @returns the code. */
export async function startReset(client: RawClient, inbox: Inbox, email: string): Promise<string> {
  await go(client, "/reset-password", "identifier", email, "/reset-password/verify");
  return nextCode(inbox, email);
}

/** Proves the address of a sign-up or the right to a reset, up to the page for the password. */
export const proveByCode = (client: RawClient, flow: "/sign-up" | "/reset-password", code: string) =>
  go(client, `${flow}/verify`, "code", code, flow === "/sign-up" ? "/sign-up/continue" : "/reset-password/new");

/** @returns whether the client is signed in, as a private page answers. */
export async function isSignedIn(client: RawClient): Promise<boolean> {
  const answer = await client.send("/dashboard");
  const shown = (await answer.text()).includes("You are signed in");
  expect([answer.status, shown]).toEqual(shown ? [200, true] : [307, false]);
  return shown;
}

/** @returns how often each status was answered. */
export function tally(answers: Response[]): Record<number, number> {
  const counts: Record<number, number> = {};
  for (const { status } of answers) counts[status] = (counts[status] ?? 0) + 1;
  return counts;
}
