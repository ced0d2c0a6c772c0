import { like } from "drizzle-orm";
import { beforeEach, describe, expect, it } from "vitest";
import { db } from "@/db/client";
import { rateLimits } from "@/db/schema";
import { limits } from "@/lib/security/limits";
import { charge } from "@/lib/security/rate-limits";
import { defaultSettings } from "@/lib/settings/schema";
import { findOwner } from "@/lib/users/identifiers";
import { takeGuess } from "./network-tries";
import { receiveSamlResponse } from "./saml-answer";
import { chooseSignInMethod, startSignIn, verifySignIn } from "./sign-in";
import { startSignUp } from "./sign-up";
import { finishSso } from "./sso-return";
import { startSocial } from "./sso-start";
import { createEnterprise, freshKey, givenIdentity, switchSocial } from "./test-connections";
import { code, createCrowd, enter } from "./test-crowd";
import { createPerson, freshAddress, freshIp, TestBrowser } from "./test-visit";

/* Many people behind one address. `CROWD=500,200` is the size of a real morning; by default a part of it. */
const [BY_PROVIDER = 70, BY_PASSWORD = 65] = (process.env.CROWD ?? "").split(",").filter(Boolean).map(Number);
const PASSWORD = "the same right horse for all";
const refused = "too_many_requests";

let ip: string;
beforeEach(() => {
  ip = freshIp();
});
const colleague = () => new TestBrowser(ip);
/** Somebody in the network has guessed as often as they may. */
const guessAll = async () => {
  for (let wrong = 0; wrong < limits["proof:network"].points; wrong++) await charge("proof:network", ip);
};
/** With a limit that is reached sooner. */
function guesser(): TestBrowser {
  const browser = colleague();
  browser.set("protection", { networkFailures: 20 });
  return browser;
}

describe("[RL-04 B31] an office at nine", () => {
  it("all get in at once by their passwords, however many of them mistyped theirs within the limit", async () => {
    const emails = await createCrowd(BY_PASSWORD, PASSWORD);
    for (let wrong = 0; wrong < 99; wrong++) await charge("proof:network", ip);
    const answers = await Promise.all(emails.map((email) => enter(colleague(), email, PASSWORD)));
    expect(answers).toEqual(emails.map(() => "ok"));
  });

  it("all get in at once by their provider, in spite of somebody who guesses passwords there", async () => {
    await guessAll();
    const domain = `${freshKey()}.test`;
    const connection = await createEnterprise(domain);
    const emails = await createCrowd(BY_PROVIDER, PASSWORD, domain);
    const answers = await Promise.all(
      emails.map(async (email) => {
        const browser = colleague();
        const left = await startSignIn(browser.visit(), { identifier: email });
        if (!left.ok || left.data.step !== "provider") return code(left);
        const owner = await findOwner({ kind: "email", value: email });
        return code(
          await finishSso(browser.visit(), await givenIdentity("enterprise", connection, owner?.userId ?? "")),
        );
      }),
    );
    expect(answers).toEqual(emails.map(() => "ok"));
  });

  it("visits, journeys that go no further and ways to a provider stop nobody", async () => {
    const connection = freshKey();
    const answers = new Set<string>();
    for (let visit = 0; visit < 65; visit++) {
      const browser = colleague();
      switchSocial(browser, connection, true);
      answers.add(code(await startSocial(browser.visit(), { connection })));
      answers.add(code(await startSignIn(browser.visit(), { identifier: freshAddress() })));
    }
    expect([...answers]).toEqual(["ok"]);
  });

  it("what begins is bounded all the same, over all doors; whoever comes in gives theirs back", async () => {
    await db.delete(rateLimits);
    const person = await createPerson();
    const browser = colleague();
    expect(await enter(browser, person.email, person.password)).toBe("ok");
    await browser.settled();
    const counted = await db.select().from(rateLimits).where(like(rateLimits.key, "start:network:%"));
    expect(counted.map(({ points }) => points)).toEqual([0]);
    await startSignIn(browser.visit(), { identifier: freshAddress() });
    await db.update(rateLimits).set({ points: limits["start:network"].points });
    expect(code(await startSignIn(colleague().visit(), { identifier: freshAddress() }))).toBe(refused);
    await db.delete(rateLimits);
  });

  it("the address SAML answers come to takes more than one guesser's worth of bad ones, and is bounded", async () => {
    await guessAll();
    const post = async () => code(await receiveSamlResponse(colleague().visit(), freshKey(), "bad"));
    for (let answer = 0; answer < 110; answer++) expect(await post()).toBe("strategy_unavailable");
    await db.update(rateLimits).set({ points: limits["answer:network"].points });
    expect(await post()).toBe(refused);
    await db.delete(rateLimits);
  });

  it("a browser the account knows comes in while its neighbors guess", async () => {
    const person = await createPerson();
    const own = colleague();
    expect(await enter(own, person.email, person.password)).toBe("ok");
    await guessAll();
    expect(await enter(colleague(), person.email, person.password)).toBe(refused);
    expect(await enter(own, person.email, person.password)).toBe("ok");
  });
});

describe("[RL-03] one password tried on many accounts", () => {
  it("stops at the limit, for known and unknown accounts, whatever right ones stand between", async () => {
    const { networkFailures } = defaultSettings.protection;
    expect([networkFailures, limits["proof:network"].points]).toEqual([100, 100]);
    const own = await createPerson();
    const emails = await createCrowd(14, PASSWORD);
    const answers: string[] = [];
    for (let tries = 0; tries < 28; tries++) {
      answers.push(await enter(guesser(), emails[tries / 2] ?? freshAddress(), "Summer2026!"));
      if (tries % 5 === 0 && tries < 18) expect(await enter(guesser(), own.email, own.password)).toBe("ok");
    }
    expect(answers).toEqual([...Array(20).fill("credentials_incorrect"), ...Array(8).fill(refused)]);
  });

  it("[RL-02] at once: no more are looked at than may be under way, and afterwards none", async () => {
    for (let begun = 0; begun < limits["guess:network"].points - 40; begun++) await charge("guess:network", ip);
    const take = () => takeGuess(guesser().visit());
    const tries = (await Promise.all(Array.from({ length: 90 }, take))).flatMap((one) => (one.ok ? one.data : []));
    expect(tries).toHaveLength(40);
    // One that was right makes room for another.
    await tries.pop()?.(true);
    expect((await take()).ok).toBe(true);
    await Promise.all(tries.map((settle) => settle(false)));
    expect(code(await take())).toBe(refused);
    expect(await enter(guesser(), freshAddress(), "Summer2026!")).toBe(refused);
  });

  it("by code: what is guessed in one journey counts for the network too", async () => {
    const browser = guesser();
    browser.set("protection", { codeTries: 10 });
    const answers: string[] = [];
    for (let journey = 0; journey < 7; journey++) {
      await startSignIn(browser.visit(), { identifier: freshAddress() });
      await chooseSignInMethod(browser.visit(), "email-code");
      for (let tries = 0; tries < 4; tries++) {
        answers.push(code(await verifySignIn(browser.visit(), "email-code", { code: "000000" })));
      }
    }
    expect(answers).toEqual([...Array(20).fill("code_incorrect"), ...Array(8).fill(refused)]);
  });
});

describe("[EN-01] where a page says that a name has an account", () => {
  it("a network learns it as often as it may guess, and then it is told nothing of known ones either", async () => {
    const person = await createPerson();
    const friendly = () => {
      const browser = guesser();
      browser.set("protection", { enumeration: "bulk" });
      return browser;
    };
    const probe = async (identifier: string) => code(await startSignIn(friendly().visit(), { identifier }));
    const answers: string[] = [];
    for (let tries = 0; tries < 24; tries++) answers.push(await probe(freshAddress()));
    expect(answers).toEqual([...Array(20).fill("invalid_input"), ...Array(4).fill(refused)]);
    expect(await probe(person.email)).toBe(refused);
  });

  it("the same for usernames at sign-up, in strict mode too", async () => {
    const username = `u${freshKey()}`;
    await createPerson({ username });
    const probe = async () => {
      const browser = guesser();
      browser.set("username", { signUp: "required" });
      return code(await startSignUp(browser.visit(), { email: freshAddress(), username }));
    };
    const answers: string[] = [];
    for (let tries = 0; tries < 24; tries++) answers.push(await probe());
    expect(answers).toEqual([...Array(20).fill("username_taken"), ...Array(4).fill(refused)]);
  });
});
