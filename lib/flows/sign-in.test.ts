import { hash } from "@node-rs/argon2";
import { eq } from "drizzle-orm";
import { beforeEach, describe, expect, it } from "vitest";
import { db } from "@/db/client";
import { passwords, sessions, users } from "@/db/schema";
import { hashToken } from "@/lib/security/keys";
import { chooseSignInMethod, startSignIn, verifySignIn } from "./sign-in";
import { codesFor, createPerson, freshAddress, mailTo, TestBrowser } from "./test-visit";

const sessionsOf = (userId: string) => db.select().from(sessions).where(eq(sessions.userId, userId));
const code = (result: { ok: boolean; error?: { code: string } }) => (result.ok ? "ok" : result.error?.code);

let browser: TestBrowser;
beforeEach(() => {
  browser = new TestBrowser();
});

/** A browser that has asked for a code. */
async function askForCode(email: string, into = browser): Promise<void> {
  into.set("signIn", { preferred: "code" });
  expect(code(await startSignIn(into.visit(), { identifier: email }))).toBe("ok");
}

describe("[P17] sign-in with a password", () => {
  it("opens a session with the right one", async () => {
    const person = await createPerson();
    await startSignIn(browser.visit(), { identifier: person.email });
    const result = await verifySignIn(browser.visit(), "password", { password: person.password });
    expect(result).toEqual({ ok: true, data: { step: "done", redirectTo: "/dashboard" } });
    const [session] = await sessionsOf(person.userId);
    expect(session?.amr).toEqual(["password"]);
    expect(session?.sessionToken).toBe(hashToken(browser.jar.get("session") ?? ""));
  });

  it("opens none with a wrong one, for an unknown address, and with a proof of a wrong shape", async () => {
    const person = await createPerson();
    for (const email of [person.email, freshAddress()]) {
      await startSignIn(browser.visit(), { identifier: email });
      expect(code(await verifySignIn(browser.visit(), "password", { password: "wrong horse" }))).toBe(
        "credentials_incorrect",
      );
      for (const proof of [
        {},
        { password: "" },
        { password: ["a", "b"] },
        { password: 1 },
        { password: "x".repeat(10_000) },
        null,
      ]) {
        expect(code(await verifySignIn(browser.visit(), "password", proof))).toBe("invalid_input");
      }
    }
    expect(await sessionsOf(person.userId)).toEqual([]);
    expect(browser.jar.has("session")).toBe(false);
  });

  it("[PW-01] replaces a hash below today's parameters on the way", async () => {
    const person = await createPerson();
    const weak = await hash(person.password, { memoryCost: 8192, timeCost: 1, parallelism: 1 });
    await db.update(passwords).set({ hash: weak }).where(eq(passwords.userId, person.userId));
    await startSignIn(browser.visit(), { identifier: person.email });
    expect(code(await verifySignIn(browser.visit(), "password", { password: person.password }))).toBe("ok");
    const [row] = await db.select().from(passwords).where(eq(passwords.userId, person.userId));
    expect(row?.hash).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
  });

  it("[P18 PW-12] goes on for who has one after passwords are switched off", async () => {
    const person = await createPerson();
    browser.set("password", { enabled: false });
    await startSignIn(browser.visit(), { identifier: person.email });
    expect(code(await verifySignIn(browser.visit(), "password", { password: person.password }))).toBe("ok");
  });

  it("[SE-03] gives a new token and kills the one that was planted", async () => {
    const person = await createPerson();
    const attacker = await createPerson();
    const planted = new TestBrowser();
    await startSignIn(planted.visit(), { identifier: attacker.email });
    await verifySignIn(planted.visit(), "password", { password: attacker.password });
    browser.jar.set("session", planted.jar.get("session") ?? "");
    await startSignIn(browser.visit(), { identifier: person.email });
    await verifySignIn(browser.visit(), "password", { password: person.password });
    expect(browser.jar.get("session")).not.toBe(planted.jar.get("session"));
    expect(await sessionsOf(attacker.userId)).toEqual([]);
  });

  it("[AZ-04] refuses a banned person, after the proof and with words", async () => {
    const person = await createPerson();
    await db.update(users).set({ bannedAt: new Date() }).where(eq(users.id, person.userId));
    await startSignIn(browser.visit(), { identifier: person.email });
    expect(code(await verifySignIn(browser.visit(), "password", { password: person.password }))).toBe("banned");
    expect(await sessionsOf(person.userId)).toEqual([]);
  });
});

describe("[P01] sign-in with an email code", () => {
  it("opens a session once", async () => {
    const person = await createPerson();
    await askForCode(person.email);
    const [sent] = await codesFor(person.email);
    expect(code(await verifySignIn(browser.visit(), "email-code", { code: sent }))).toBe("ok");
    expect((await sessionsOf(person.userId))[0]?.amr).toEqual(["email-code"]);
    expect(code(await verifySignIn(browser.visit(), "email-code", { code: sent }))).toBe("attempt_missing");
  });

  it("[RC-01] of 50 at once, one wins", async () => {
    for (let round = 0; round < 3; round++) {
      const person = await createPerson();
      browser = new TestBrowser();
      await askForCode(person.email);
      const [sent] = await codesFor(person.email);
      const results = await Promise.all(
        Array.from({ length: 50 }, () => verifySignIn(browser.copy().visit(), "email-code", { code: sent })),
      );
      expect(results.filter((result) => result.ok)).toHaveLength(1);
      expect(await sessionsOf(person.userId)).toHaveLength(1);
    }
  });

  it("[EM-01] lives ten minutes", async () => {
    const person = await createPerson();
    await askForCode(person.email);
    const [sent] = await codesFor(person.email);
    browser.wait(10 * 60 + 1);
    expect(code(await verifySignIn(browser.visit(), "email-code", { code: sent }))).toBe("code_expired");
    browser.wait(-2);
    expect(code(await verifySignIn(browser.visit(), "email-code", { code: sent }))).toBe("ok");
  });

  it("[EM-06] is dead after five wrong ones, even the right one", async () => {
    const person = await createPerson();
    await askForCode(person.email);
    const [sent = ""] = await codesFor(person.email);
    const wrong = sent === "000000" ? "000001" : "000000";
    for (let index = 0; index < 5; index++) {
      expect(code(await verifySignIn(browser.visit(), "email-code", { code: wrong }))).toBe("code_incorrect");
    }
    expect(code(await verifySignIn(browser.visit(), "email-code", { code: sent }))).toBe("too_many_tries");
  });

  it("[EM-07] a resend waits 30 s, leaves the earlier code usable, and gives no new tries", async () => {
    const person = await createPerson();
    await askForCode(person.email);
    expect(code(await chooseSignInMethod(browser.visit(), "email-code"))).toBe("resend_too_soon");
    browser.wait(31);
    expect(code(await chooseSignInMethod(browser.visit(), "email-code"))).toBe("ok");
    const [second = "", first = ""] = await codesFor(person.email);
    const wrong = ["000000", "000001", "000002"].find((guess) => guess !== first && guess !== second);
    for (let index = 0; index < 4; index++) await verifySignIn(browser.visit(), "email-code", { code: wrong });
    expect(code(await verifySignIn(browser.visit(), "email-code", { code: first }))).toBe("ok");
  });

  it("[EM-03] belongs to the journey that asked", async () => {
    const [one, two] = [await createPerson(), await createPerson()];
    await askForCode(one.email);
    const other = new TestBrowser();
    await askForCode(two.email, other);
    const [sent] = await codesFor(one.email);
    expect(code(await verifySignIn(other.visit(), "email-code", { code: sent }))).toBe("code_incorrect");
    const again = new TestBrowser();
    await askForCode(one.email, again);
    expect(code(await verifySignIn(again.visit(), "email-code", { code: sent }))).toBe("code_incorrect");
  });

  it("[FW-05] is refused while switched off, whatever the browser asks for", async () => {
    const person = await createPerson();
    await askForCode(person.email);
    const [sent] = await codesFor(person.email);
    browser.set("email", { codeSignIn: false });
    expect(code(await verifySignIn(browser.visit(), "email-code", { code: sent }))).toBe("strategy_unavailable");
    for (const id of ["toString", "__proto__", "constructor", "", null, {}, ["password"]]) {
      expect(code(await verifySignIn(browser.visit(), id, { code: sent }))).toBe("strategy_unavailable");
    }
  });
});

describe("[EN-01] strangers learn nothing", () => {
  it("an unknown address gets the same answers, and a notice in place of a code", async () => {
    const nobody = freshAddress();
    await askForCode(nobody);
    const messages = await mailTo(nobody);
    expect(messages).toHaveLength(1);
    expect(messages[0]?.text).not.toMatch(/\b\d{6}\b/);
    expect(code(await verifySignIn(browser.visit(), "email-code", { code: "123456" }))).toBe("code_incorrect");
  });

  it("bulk protection says so", async () => {
    browser.set("protection", { enumeration: "bulk" });
    const result = await startSignIn(browser.visit(), { identifier: freshAddress() });
    expect(result).toMatchObject({
      ok: false,
      error: { code: "invalid_input", fields: { identifier: expect.any(String) } },
    });
  });
});
