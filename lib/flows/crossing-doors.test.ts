import { like } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import { db } from "@/db/client";
import { rateLimits } from "@/db/schema";
import type { Result } from "@/lib/errors";
import { startReset, verifyReset } from "./reset-password";
import { chooseSignInMethod, startSignIn, verifySignIn } from "./sign-in";
import { startSignUp, verifySignUp } from "./sign-up";
import { createPerson, freshAddress, freshNumber, TestBrowser } from "./test-visit";

/*
 * A stranger goes from door to door with identifiers that belong to one person, and with others that nobody has. Whatever
 * they have done at one door, the next one must not tell the two apart, nor that identifiers belong together.
 */

/** What somebody is known by, or would be. */
interface Names {
  email: string;
  phone: string;
  username: string;
}

const WRONG = { password: "wrong horse", code: "000000" };

/** One wrong try at a door: how it is begun, and how it ends. */
type Door = (browser: TestBrowser, names: Names) => Promise<[begun: Result<unknown>, ended: Result<unknown>]>;

const byPassword =
  (name: keyof Names): Door =>
  async (browser, names) => [
    await startSignIn(browser.visit(), { identifier: names[name] }),
    await verifySignIn(browser.visit(), "password", WRONG),
  ];
const byCode =
  (name: "email" | "phone"): Door =>
  async (browser, names) => {
    await startSignIn(browser.visit(), { identifier: names[name] });
    return [
      await chooseSignInMethod(browser.visit(), `${name}-code`),
      await verifySignIn(browser.visit(), `${name}-code`, WRONG),
    ];
  };
const bySignUp =
  (name: "email" | "phone"): Door =>
  async (browser, names) => [
    await startSignUp(browser.visit(), { [name]: names[name] }),
    await verifySignUp(browser.visit(), WRONG),
  ];
const byReset =
  (name: "email" | "phone"): Door =>
  async (browser, names) => [
    await startReset(browser.visit(), { identifier: names[name] }),
    await verifyReset(browser.visit(), WRONG),
  ];

const doors: Record<string, Door> = {
  "the password of an address": byPassword("email"),
  "the password of a number": byPassword("phone"),
  "the password of a username": byPassword("username"),
  "a mailed sign-in code": byCode("email"),
  "a texted sign-in code": byCode("phone"),
  "a mailed sign-up code": bySignUp("email"),
  "a texted sign-up code": bySignUp("phone"),
  "a mailed reset code": byReset("email"),
  "a texted reset code": byReset("phone"),
};

const FAILURES = 5;

function stranger(now: Date): TestBrowser {
  const browser = new TestBrowser();
  browser.now = now;
  browser.set("protection", { lockoutFailures: FAILURES });
  browser.set("email", { signUp: "optional" });
  browser.set("phone", { signUp: "optional", signIn: true });
  browser.set("username", { signUp: "optional", signIn: true });
  browser.set("password", { requiredAtSignUp: false });
  browser.set("sms", { perCountryDaily: 1_000_000, perDay: 1_000_000, unverifiedPercent: 100 });
  return browser;
}

const seen = (result: Result<unknown>, now: Date) =>
  result.ok
    ? result.data
    : {
        ...result.error,
        retryAt: result.error.retryAt && Math.round((result.error.retryAt.getTime() - now.getTime()) / 60_000),
      };

/** What a stranger sees of one try at a door. */
async function knock(door: Door, names: Names, now: Date) {
  // The clock of the pause between text messages is not ours to move.
  await db.delete(rateLimits).where(like(rateLimits.key, "sms:pause%"));
  const browser = stranger(now);
  const [begun, ended] = await door(browser, names);
  await browser.settled();
  return { begun: seen(begun, now), ended: seen(ended, now), cookies: [...browser.jar.keys()].sort() };
}

async function walk(first: Door, names: Names, now: Date) {
  const answers: Record<string, unknown> = {};
  for (let count = 0; count < FAILURES; count++) answers[`try ${count}`] = await knock(first, names, now);
  for (const [name, door] of Object.entries(doors)) answers[name] = await knock(door, names, now);
  return answers;
}

const nobody = (): Names => ({
  email: freshAddress(),
  phone: freshNumber(),
  username: `u${Math.random().toString(36).slice(2, 12)}`,
});

async function somebody(): Promise<Names> {
  const { phone, username } = nobody();
  const { email } = await createPerson({ phone, username });
  return { email, phone, username };
}

describe("[EN-01 RL-01] after many wrong tries at one door, no other door tells who exists", () => {
  it.each(Object.keys(doors))("%s, then every door", async (first) => {
    const door = doors[first];
    if (!door) throw new Error("no such door");
    const now = new Date();
    const [known, unknown] = [await walk(door, await somebody(), now), await walk(door, nobody(), now)];
    expect(known).toEqual(unknown);
  });

  it("and the lock that a stranger does see is that of the identifier they typed", async () => {
    const names = await somebody();
    const now = new Date();
    for (let count = 0; count < FAILURES; count++) await knock(byPassword("username"), names, now);
    expect((await knock(byPassword("username"), names, now)).ended).toMatchObject({ code: "locked", retryAt: 60 });
    expect((await knock(byPassword("email"), names, now)).ended).toMatchObject({ code: "credentials_incorrect" });
  });
});
