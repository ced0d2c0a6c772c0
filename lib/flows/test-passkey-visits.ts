import { and, eq } from "drizzle-orm";
import { db } from "@/db/client";
import { auditEvents, passkeys } from "@/db/schema";
import { findSession, type Session } from "@/lib/sessions/read";
import type { Settings } from "@/lib/settings/schema";
import { finishPasskeySignIn, startPasskeySignIn } from "./passkey-sign-in";
import { startSignIn, verifySignIn } from "./sign-in";
import { codeOf } from "./test-second-factor";
import { TestBrowser } from "./test-visit";

/** @returns a browser at a site that has passkeys. */
export function passkeyBrowser(change: Partial<Settings["passkey"]> = {}): TestBrowser {
  const browser = new TestBrowser();
  browser.set("passkey", { enabled: true, ...change });
  return browser;
}

/** Begins a sign-in by passkey. @returns options for the authenticator. */
export async function beginPasskey(browser: TestBrowser) {
  const options = await startPasskeySignIn(browser.visit());
  if (!options.ok) throw new Error(options.error.code);
  return options.data;
}

/** Answers with what an authenticator said. */
export const answerPasskey = (browser: TestBrowser, response: unknown, redirectUrl?: string) =>
  finishPasskeySignIn(browser.visit(), { response: JSON.stringify(response) }, { redirectUrl });

/** @returns a browser signed in by password. */
export async function signedInByPassword(who: { email: string; password: string }): Promise<TestBrowser> {
  const browser = passkeyBrowser({ offerAfterSignIn: false });
  await startSignIn(browser.visit(), { identifier: who.email });
  const shown = await verifySignIn(browser.visit(), "password", { password: who.password });
  if (!shown.ok) throw new Error(codeOf(shown));
  return browser;
}

/** @returns the browser's session. */
export async function sessionOf(browser: TestBrowser): Promise<Session> {
  const session = await findSession(browser.jar.get("session") ?? "", browser.now);
  if (!session) throw new Error("nobody is signed in");
  return session;
}

export const passkeysOf = (userId: string) => db.select().from(passkeys).where(eq(passkeys.userId, userId));
export const auditedOf = (userId: string, type: string) =>
  db.$count(auditEvents, and(eq(auditEvents.subjectId, userId), eq(auditEvents.type, type)));
