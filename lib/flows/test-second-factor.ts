import { eq } from "drizzle-orm";
import { expect } from "vitest";
import { db } from "@/db/client";
import { sessions } from "@/db/schema";
import { findAttempt } from "./attempt";
import { verifySecondFactor } from "./second-factor";
import { startSignIn, verifySignIn } from "./sign-in";
import { appCode, TestBrowser } from "./test-visit";

/** @returns a browser that has shown the right password and nothing else. */
export async function pending(who: { email: string; password: string }): Promise<TestBrowser> {
  const browser = new TestBrowser();
  await startSignIn(browser.visit(), { identifier: who.email });
  expect(await verifySignIn(browser.visit(), "password", { password: who.password })).toMatchObject({
    data: { step: "second-factor", flow: "sign-in" },
  });
  return browser;
}

/** Shows a code as the second factor of a sign-in. */
export const showCode = (browser: TestBrowser, strategy: string, typed: string | undefined, trustBrowser = false) =>
  verifySecondFactor(browser.visit(), "sign-in", { strategy, trustBrowser }, { code: typed });

/** Shows what an app with this seed shows now. */
export const showApp = (browser: TestBrowser, { seed }: { seed: string }, trustBrowser = false) =>
  showCode(browser, "totp", appCode(seed, browser.now), trustBrowser);

export const attemptOf = (browser: TestBrowser) => findAttempt(browser.visit().cookies, "sign-in", browser.now);
export const sessionsOf = (userId: string) => db.$count(sessions, eq(sessions.userId, userId));
export const codeOf = (result: { ok: boolean; error?: { code: string } }) => (result.ok ? "ok" : result.error?.code);
