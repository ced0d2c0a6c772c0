import { sql } from "drizzle-orm";
import { db } from "@/db/client";
import { rateLimits } from "@/db/schema";
import type { Result } from "@/lib/errors";
import { hashPassword } from "@/lib/security/password-hash";
import { createUser } from "@/lib/users/create";
import { startSignIn, verifySignIn } from "./sign-in";
import { freshAddress, mailTo, TestBrowser } from "./test-visit";

export const code = (result: Result<unknown>) => (result.ok ? "ok" : result.error.code);

/** A browser that asks for a code first, from a network of its own unless told otherwise. */
export function asker(ip?: string): TestBrowser {
  const browser = new TestBrowser(ip);
  browser.set("signIn", { preferred: "code" });
  return browser;
}

/** Asks for a sign-in code in a journey of its own. */
export const ask = async (browser: TestBrowser, identifier: string) =>
  code(await startSignIn(browser.visit(), { identifier }));

/** Signs in by password. @returns how that went. */
export async function enter(browser: TestBrowser, identifier: string, password: string): Promise<string> {
  const started = await startSignIn(browser.visit(), { identifier });
  return started.ok ? code(await verifySignIn(browser.visit(), "password", { password })) : code(started);
}

/** @returns the addresses of so many people who share a password, and so the work of hashing it. */
export async function createCrowd(count: number, password: string, domain?: string): Promise<string[]> {
  const passwordHash = await hashPassword(password);
  const now = new Date();
  const emails = Array.from({ length: count }, () => freshAddress().replace("example.test", domain ?? "example.test"));
  for (const email of emails) {
    const identifiers = [{ kind: "email" as const, value: email, verifiedAt: now }];
    await createUser(db, { identifiers, names: {}, passwordHash, now });
  }
  return emails;
}

/** Lets time pass for what the limits have counted. */
export const passHours = (hours: number) =>
  db.update(rateLimits).set({ expire: sql`${rateLimits.expire} - make_interval(hours => ${hours})` });

export const messagesTo = async (to: string) => (await mailTo(to)).length;

/** Runs something while no message can be stored, as when a mail service is down. */
export async function whileNothingIsSent<T>(run: () => Promise<T>): Promise<T> {
  await db.execute(sql`ALTER TABLE outbox RENAME TO outbox_away`);
  try {
    return await run();
  } finally {
    await db.execute(sql`ALTER TABLE outbox_away RENAME TO outbox`);
  }
}
