import { and, eq } from "drizzle-orm";
import { beforeEach, describe, expect, it } from "vitest";
import { db } from "@/db/client";
import { auditEvents, lockouts } from "@/db/schema";
import { countersOf, FAILURES_EVER, listLocks, takeTry } from "@/lib/access/lockout";
import { finishReset, startReset, verifyReset } from "./reset-password";
import { chooseSecondFactor } from "./second-factor";
import { chooseSignInMethod, startSignIn, verifySignIn } from "./sign-in";
import { createHolder } from "./test-arrangements";
import { pending, showApp, showCode } from "./test-second-factor";
import { codesFor, createPerson, freshAddress, mailTo, TestBrowser } from "./test-visit";
import { unlock } from "./unlock";

const code = (result: { ok: boolean; error?: { code: string } }) => (result.ok ? "ok" : result.error?.code);
const HOUR = 3600;

let browser: TestBrowser;
beforeEach(() => {
  browser = new TestBrowser();
});

const guess = async (of: TestBrowser, identifier: string, password = "wrong horse") => {
  await startSignIn(of.visit(), { identifier });
  return code(await verifySignIn(of.visit(), "password", { password }));
};
const signIn = (of: TestBrowser, { email, password }: { email: string; password: string }) =>
  guess(of, email, password);

/** A stranger at work until the password is locked; the last of the wrong ones is real, as is what follows it. */
async function lock(person: { userId: string; email: string }, now = browser.now, more = 0): Promise<void> {
  const typed = { kind: "email", value: person.email };
  const counters = countersOf({ proof: "password", userId: person.userId, deviceId: null, typed });
  for (let count = 0; count < 9; count++) {
    for (const counter of [counters?.seen, counters?.whole]) {
      if (counter) await takeTry(counter, browser.settings.protection, now);
    }
  }
  for (let count = 0; count <= more; count++) {
    const one = new TestBrowser();
    one.now = now;
    await guess(one, person.email);
    await one.settled();
  }
}

const noticesTo = async (email: string) => (await mailTo(email)).filter(({ text }) => text.includes("/unlock#"));
const tokensTo = async (email: string) =>
  (await noticesTo(email)).map(({ text }) => /\/unlock#([\w-]{43})/.exec(text)?.[1] ?? "");

describe("[RL-01] lockout", () => {
  it("[RL-02] of 200 wrong passwords at once, ten are evaluated", async () => {
    const person = await createPerson();
    const attempts = await Promise.all(
      Array.from({ length: 200 }, async () => {
        const one = new TestBrowser();
        await startSignIn(one.visit(), { identifier: person.email });
        return one;
      }),
    );
    const results = await Promise.all(
      attempts.map((one) => verifySignIn(one.visit(), "password", { password: "wrong horse" })),
    );
    const codes = results.map(code);
    expect(codes.filter((one) => one === "credentials_incorrect")).toHaveLength(10);
    expect(codes.filter((one) => one === "locked")).toHaveLength(190);
    const failures = await db
      .select()
      .from(auditEvents)
      .where(and(eq(auditEvents.subjectId, person.userId), eq(auditEvents.type, "proof")));
    expect(failures).toHaveLength(10);
  });

  it("[RL-02] of 60 at once over three identifiers of one account, ten are evaluated", async () => {
    const username = `u${Date.now().toString(36)}${Math.floor(Math.random() * 1e6)}`;
    const phone = `+1212${2_000_000 + Math.floor(Math.random() * 7_000_000)}`;
    const person = await createPerson({ username, phone });
    await Promise.all(
      Array.from({ length: 60 }, async (_, index) => {
        const one = new TestBrowser();
        one.set("username", { signIn: true });
        one.set("phone", { signIn: true });
        return guess(one, [person.email, username, phone][index % 3] ?? "");
      }),
    );
    const failures = await db
      .select()
      .from(auditEvents)
      .where(and(eq(auditEvents.subjectId, person.userId), eq(auditEvents.type, "proof")));
    expect(failures.filter(({ data }) => data?.lookedAt !== false)).toHaveLength(10);
  });

  it("holds the right password off for an hour, then lets it in", async () => {
    const person = await createPerson();
    await lock(person);
    await startSignIn(browser.visit(), { identifier: person.email });
    expect(await verifySignIn(browser.visit(), "password", { password: person.password })).toMatchObject({
      ok: false,
      error: { code: "locked", retryAt: new Date(browser.now.getTime() + HOUR * 1000) },
    });
    browser.wait(HOUR + 1);
    expect(await signIn(browser, person)).toBe("ok");
    expect(await db.$count(lockouts, eq(lockouts.userId, person.userId))).toBe(0);
  });

  it("is of each proof: wrong codes lock no password", async () => {
    const person = await createPerson();
    for (let round = 0; round < 3; round++) {
      const one = new TestBrowser();
      one.set("signIn", { preferred: "code" });
      await startSignIn(one.visit(), { identifier: person.email });
      for (let tries = 0; tries < 5; tries++) await verifySignIn(one.visit(), "email-code", { code: "000000" });
    }
    expect(await signIn(browser, person)).toBe("ok");
  });

  it("is of each proof: wrong codes lock no code", async () => {
    const person = await createPerson();
    for (let round = 0; round < 3; round++) {
      const one = new TestBrowser();
      one.set("signIn", { preferred: "code" });
      await startSignIn(one.visit(), { identifier: person.email });
      for (let tries = 0; tries < 5; tries++) await verifySignIn(one.visit(), "email-code", { code: "000000" });
    }
    await startSignIn(browser.visit(), { identifier: person.email });
    await chooseSignInMethod(browser.visit(), "email-code");
    const [sent] = await codesFor(person.email);
    expect(code(await verifySignIn(browser.visit(), "email-code", { code: sent }))).toBe("ok");
  });

  it("looks the same for an address nobody has", async () => {
    const [nobody, person] = [freshAddress(), await createPerson()];
    const answers = async (identifier: string) => {
      const codes = [];
      for (let count = 0; count < 11; count++) codes.push(await guess(browser, identifier));
      return codes;
    };
    const expected = [...Array(10).fill("credentials_incorrect"), "locked"];
    expect(await answers(nobody)).toEqual(expected);
    expect(await answers(person.email)).toEqual(expected);
  });

  it("rests a password after a hundred failures in a row, until its owner has come in another way", async () => {
    const person = await createPerson();
    const stranger = new TestBrowser();
    for (let round = 0; round < FAILURES_EVER / 10; round++) {
      await lock(person, stranger.now);
      stranger.wait(HOUR + 1);
    }
    expect(await listLocks(person.userId, stranger.now)).toEqual([
      { proof: "password", until: null, isOwnBrowser: false },
    ]);
    stranger.wait(365 * 86_400);
    expect(await signIn(stranger, person)).toBe("credentials_incorrect");

    await startSignIn(stranger.visit(), { identifier: person.email });
    await chooseSignInMethod(stranger.visit(), "email-code");
    const [sent] = await codesFor(person.email);
    expect(code(await verifySignIn(stranger.visit(), "email-code", { code: sent }))).toBe("ok");
    expect(await listLocks(person.userId, stranger.now)).toEqual([]);
    expect(await signIn(browser, person)).toBe("ok");
  });
});

describe("[RL-04] with a stranger at work, the owner comes in", () => {
  it("by the code from a mail, in a new browser, which ends the lock", async () => {
    const person = await createPerson();
    await lock(person, browser.now, 2);
    await startSignIn(browser.visit(), { identifier: person.email });
    await chooseSignInMethod(browser.visit(), "email-code");
    const [sent] = await codesFor(person.email);
    expect(code(await verifySignIn(browser.visit(), "email-code", { code: sent }))).toBe("ok");
    expect(await signIn(new TestBrowser(), person)).toBe("ok");
  });

  it("by a reset, in a new browser, which ends the lock", async () => {
    const person = await createPerson();
    await lock(person);
    await startReset(browser.visit(), { identifier: person.email });
    const [sent] = await codesFor(person.email);
    expect(code(await verifyReset(browser.visit(), { code: sent }))).toBe("ok");
    const password = "a whole new horse 9";
    expect(code(await finishReset(browser.visit(), { password, signOutOthers: false }))).toBe("ok");
    expect(await signIn(new TestBrowser(), { ...person, password })).toBe("ok");
  });

  it("by app after a code, wrong passwords or not", async () => {
    const holder = await createHolder();
    await lock(holder);
    await startSignIn(browser.visit(), { identifier: holder.email });
    await chooseSignInMethod(browser.visit(), "email-code");
    const [sent] = await codesFor(holder.email);
    expect(code(await verifySignIn(browser.visit(), "email-code", { code: sent }))).toBe("ok");
    expect(code(await showApp(browser, holder))).toBe("ok");
  });

  it("by a backup code, though the app is locked", async () => {
    const holder = await createHolder();
    const waiting = await Promise.all([pending(holder), pending(holder), pending(holder)]);
    for (const one of waiting.slice(0, 2)) {
      for (let tries = 0; tries < 5; tries++) await showCode(one, "totp", "000000");
    }
    const one = waiting[2] ?? browser;
    expect(code(await showApp(one, holder))).toBe("locked");
    await chooseSecondFactor(one.visit(), "sign-in", "backup-code");
    expect(code(await showCode(one, "backup-code", holder.backupCodes[0]))).toBe("ok");
  });

  it("by password in a browser they know", async () => {
    const person = await createPerson();
    expect(await signIn(browser, person)).toBe("ok");
    await lock(person);
    expect(await signIn(browser, person)).toBe("ok");
  });

  it("by password in a new browser, once the link from the mail was opened there, however often it is locked again", async () => {
    const person = await createPerson();
    await lock(person);
    const [token = ""] = await tokensTo(person.email);
    expect(token).toHaveLength(43);
    expect(code(await unlock(browser.visit(), "x".repeat(43)))).toBe("not_found");
    await lock(person, browser.now, 2);
    expect(code(await unlock(browser.visit(), token))).toBe("ok");
    expect(browser.jar.has("session")).toBe(false);
    await lock(person, browser.now, 2);
    const other = new TestBrowser();
    expect(code(await unlock(other.visit(), token))).toBe("not_found");
    expect(await signIn(other, person)).toBe("locked");
    expect(await signIn(browser, person)).toBe("ok");
  });

  it("the link is worth nothing to a second step: its browser is not trusted", async () => {
    const holder = await createHolder();
    browser.set("mfa", { trustBrowser: true });
    await lock(holder);
    const [token = ""] = await tokensTo(holder.email);
    await unlock(browser.visit(), token);
    await startSignIn(browser.visit(), { identifier: holder.email });
    const shown = await verifySignIn(browser.visit(), "password", { password: holder.password });
    expect(shown).toMatchObject({ ok: true, data: { step: "second-factor" } });
  });

  it("of many who open one link at once, one wins; a day later nobody does", async () => {
    const person = await createPerson();
    await lock(person);
    await lock(person, new Date(browser.now.getTime() + 2 * HOUR * 1000));
    const [second = "", first = ""] = await tokensTo(person.email);
    const opened = await Promise.all(Array.from({ length: 10 }, () => unlock(new TestBrowser().visit(), first)));
    expect(opened.filter(({ ok }) => ok)).toHaveLength(1);
    browser.wait(27 * HOUR);
    expect(code(await unlock(browser.visit(), second))).toBe("not_found");
  });

  it("they hear of a lock once, and of three a day", async () => {
    const person = await createPerson();
    const now = () => browser.now;
    await lock(person, now(), 3);
    expect(await noticesTo(person.email)).toHaveLength(1);
    for (let round = 0; round < 5; round++) {
      browser.wait(HOUR + 1);
      await lock(person, now());
    }
    expect(await noticesTo(person.email)).toHaveLength(3);
  });

  it("a known browser has a row of failures of its own", async () => {
    const person = await createPerson();
    await signIn(browser, person);
    for (let count = 0; count < 10; count++) await guess(browser, person.email);
    expect(await signIn(browser, person)).toBe("locked");
    expect(await listLocks(person.userId, browser.now)).toMatchObject([{ proof: "password", isOwnBrowser: true }]);
    expect(await signIn(new TestBrowser(), person)).toBe("ok");
  });
});
