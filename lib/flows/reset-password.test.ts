import { randomUUID } from "node:crypto";
import { eq } from "drizzle-orm";
import { beforeEach, describe, expect, it } from "vitest";
import { db } from "@/db/client";
import { passwords, sessions } from "@/db/schema";
import { findAttempt, replaceOthers } from "./attempt";
import { prove } from "./prove";
import { finishReset, resendResetCode, startReset, verifyReset } from "./reset-password";
import { verifySecondFactor } from "./second-factor";
import { startSignIn, verifySignIn } from "./sign-in";
import { createHolder } from "./test-arrangements";
import { appCode, codesFor, createPerson, freshAddress, mailTo, TestBrowser } from "./test-visit";

const code = (result: { ok: boolean; error?: { code: string } }) => (result.ok ? "ok" : result.error?.code);
const NEW = "a brand new password";

let browser: TestBrowser;
beforeEach(() => {
  browser = new TestBrowser();
});

async function signIn(email: string, password: string, into = new TestBrowser()): Promise<string | undefined> {
  await startSignIn(into.visit(), { identifier: email });
  return code(await verifySignIn(into.visit(), "password", { password }));
}

describe("[P19 PW-09] resetting a forgotten password", () => {
  it("sets the new one, ends the other sessions, tells the owner without the password, and signs in", async () => {
    const person = await createPerson();
    expect(await signIn(person.email, person.password)).toBe("ok");
    await startReset(browser.visit(), { identifier: person.email });
    const [sent] = await codesFor(person.email);
    expect(await verifyReset(browser.visit(), { code: sent })).toMatchObject({ data: { step: "new-password" } });
    expect(await finishReset(browser.visit(), { password: NEW, signOutOthers: true })).toMatchObject({
      data: { step: "done" },
    });
    const open = await db.select().from(sessions).where(eq(sessions.userId, person.userId));
    expect(open).toHaveLength(1);
    await browser.settled();
    const notice = (await mailTo(person.email)).find(({ subject }) => subject?.includes("password"));
    expect(notice).toBeDefined();
    expect(notice?.text).not.toContain(NEW);
    expect(await signIn(person.email, person.password)).toBe("credentials_incorrect");
    expect(await signIn(person.email, NEW)).toBe("ok");
  });

  it("keeps the others signed in when that is asked for", async () => {
    const person = await createPerson();
    await signIn(person.email, person.password);
    await startReset(browser.visit(), { identifier: person.email });
    const [sent] = await codesFor(person.email);
    await verifyReset(browser.visit(), { code: sent });
    await finishReset(browser.visit(), { password: NEW, signOutOthers: false });
    expect(await db.select().from(sessions).where(eq(sessions.userId, person.userId))).toHaveLength(2);
  });

  it("looks the same for an address nobody has, and its page for a new password stays shut", async () => {
    const nobody = freshAddress();
    expect(await startReset(browser.visit(), { identifier: nobody })).toEqual({
      ok: true,
      data: { step: "verify", flow: "reset-password" },
    });
    expect((await mailTo(nobody))[0]?.text).not.toMatch(/\b\d{6}\b/);
    expect(code(await verifyReset(browser.visit(), { code: "123456" }))).toBe("code_incorrect");
    expect(code(await finishReset(browser.visit(), { password: NEW, signOutOthers: true }))).toBe("attempt_missing");
  });

  it("cannot be skipped: no new password without the code, or with another browser's journey", async () => {
    const person = await createPerson();
    await startReset(browser.visit(), { identifier: person.email });
    expect(code(await finishReset(browser.visit(), { password: NEW, signOutOthers: true }))).toBe("attempt_missing");
    const [sent] = await codesFor(person.email);
    await verifyReset(browser.visit(), { code: sent });
    expect(code(await finishReset(new TestBrowser().visit(), { password: NEW, signOutOthers: true }))).toBe(
      "attempt_missing",
    );
    expect(await signIn(person.email, person.password)).toBe("ok");
  });

  it("works once, also for 50 at once", async () => {
    const person = await createPerson();
    await startReset(browser.visit(), { identifier: person.email });
    const [sent] = await codesFor(person.email);
    await verifyReset(browser.visit(), { code: sent });
    const results = await Promise.all(
      Array.from({ length: 50 }, (_, index) =>
        finishReset(browser.copy().visit(), { password: `${NEW} ${index}`, signOutOthers: true }),
      ),
    );
    expect(results.filter((result) => result.ok)).toHaveLength(1);
    expect(await db.select().from(sessions).where(eq(sessions.userId, person.userId))).toHaveLength(1);
  });

  it("a newer request of the same browser, and a changed password, void the codes still on their way", async () => {
    const person = await createPerson();
    await startReset(browser.visit(), { identifier: person.email });
    const [first] = await codesFor(person.email);
    const before = browser.copy();
    await startReset(browser.visit(), { identifier: person.email });
    expect(code(await verifyReset(before.visit(), { code: first }))).toBe("attempt_missing");
    expect(code(await verifyReset(browser.visit(), { code: first }))).toBe("code_incorrect");

    const byCode = new TestBrowser();
    byCode.set("signIn", { preferred: "code" });
    await startSignIn(byCode.visit(), { identifier: person.email });
    const [forSignIn, forReset] = await codesFor(person.email);
    await verifyReset(browser.visit(), { code: forReset });
    await finishReset(browser.visit(), { password: NEW, signOutOthers: true });
    expect(code(await verifySignIn(byCode.visit(), "email-code", { code: forSignIn }))).toBe("attempt_missing");
  });

  it("[B31 RL-04] a stranger's request ends nobody's; the first right code ends every other", async () => {
    const person = await createPerson();
    await startReset(browser.visit(), { identifier: person.email });
    const [own] = await codesFor(person.email);
    const strangers = Array.from({ length: 3 }, () => new TestBrowser());
    for (const stranger of strangers) await startReset(stranger.visit(), { identifier: person.email });
    const [newest] = await codesFor(person.email);
    expect(await verifyReset(browser.visit(), { code: own })).toMatchObject({ data: { step: "new-password" } });
    for (const stranger of strangers) {
      expect(code(await verifyReset(stranger.visit(), { code: newest }))).toBe("attempt_missing");
    }
    expect(code(await finishReset(browser.visit(), { password: NEW, signOutOthers: true }))).toBe("ok");
  });

  it("[B31] of two that are proved neither ends the other, so that never both are gone; the first new password does", async () => {
    const person = await createPerson();
    const both = [browser, new TestBrowser()];
    const codes: (string | undefined)[] = [];
    for (const one of both) {
      await startReset(one.visit(), { identifier: person.email });
      codes.push((await codesFor(person.email))[0]);
    }
    // Both proofs are written down before either journey goes on: as when both arrive at the same moment.
    for (const one of both) {
      const attempt = await findAttempt(one.visit().cookies, "reset-password", one.now);
      const index = both.indexOf(one);
      if (attempt) expect((await prove(one.visit(), attempt, "email-code", { code: codes[index] })).ok).toBe(true);
    }
    await replaceOthers(db, person.userId, { id: randomUUID(), flow: "reset-password" });
    const change = { password: NEW, signOutOthers: true };
    expect(await verifyReset(browser.visit(), { code: codes[0] })).toMatchObject({ data: { step: "new-password" } });
    expect(code(await finishReset(browser.visit(), change))).toBe("ok");
    expect(code(await finishReset(both[1]?.visit() ?? browser.visit(), change))).toBe("attempt_missing");
  });

  it("[P18] gives nobody a first password while passwords are off, and replaces the one there is", async () => {
    browser.set("password", { enabled: false });
    for (const [has, answer] of [
      [false, "strategy_unavailable"],
      [true, "ok"],
    ] as const) {
      const person = await createPerson();
      if (!has) await db.delete(passwords).where(eq(passwords.userId, person.userId));
      await startReset(browser.visit(), { identifier: person.email });
      const [sent] = await codesFor(person.email);
      await verifyReset(browser.visit(), { code: sent });
      expect(code(await finishReset(browser.visit(), { password: NEW, signOutOthers: true }))).toBe(answer);
    }
  });

  it("[EM-07] sends again after 30 s", async () => {
    const person = await createPerson();
    await startReset(browser.visit(), { identifier: person.email });
    expect(code(await resendResetCode(browser.visit()))).toBe("resend_too_soon");
    browser.wait(31);
    expect(code(await resendResetCode(browser.visit()))).toBe("ok");
    expect(await codesFor(person.email)).toHaveLength(2);
  });
});

describe("[EM-03] a code of one purpose is refused for every other", () => {
  it("sign-in × reset, in both directions", async () => {
    const person = await createPerson();
    browser.set("signIn", { preferred: "code" });
    await startSignIn(browser.visit(), { identifier: person.email });
    const [forSignIn = ""] = await codesFor(person.email);
    await startReset(browser.visit(), { identifier: person.email });
    const forReset = (await codesFor(person.email)).find((one) => one !== forSignIn) ?? "";
    expect(code(await verifyReset(browser.visit(), { code: forSignIn }))).toBe("code_incorrect");
    expect(code(await verifySignIn(browser.visit(), "email-code", { code: forReset }))).toBe("code_incorrect");
  });
});

describe("[P19 MF-05] a reset by somebody with a second factor", () => {
  it("asks for the second factor before the new password, and changes nothing without it", async () => {
    const person = await createHolder();
    const one = new TestBrowser();
    await startReset(one.visit(), { identifier: person.email });
    const proof = { code: (await codesFor(person.email))[0] };
    expect(await verifyReset(one.visit(), proof)).toMatchObject({ data: { step: "second-factor" } });
    const change = { password: "a brand new password", signOutOthers: true };
    expect(code(await finishReset(one.visit(), change))).toBe("attempt_missing");
    expect(await verifyReset(one.visit(), proof)).toMatchObject({ data: { step: "second-factor" } });
    const second = await verifySecondFactor(
      one.visit(),
      "reset-password",
      { strategy: "totp", trustBrowser: true },
      { code: appCode(person.seed, one.now) },
    );
    expect(second).toMatchObject({ data: { step: "new-password" } });
    expect(code(await verifySignIn((await begin(person)).visit(), "password", { password: person.password }))).toBe(
      "ok",
    );
    expect(await finishReset(one.visit(), change)).toMatchObject({ data: { step: "done" } });
    expect(code(await verifySignIn((await begin(person)).visit(), "password", { password: change.password }))).toBe(
      "ok",
    );
  });

  async function begin(person: { email: string }): Promise<TestBrowser> {
    const one = new TestBrowser();
    await startSignIn(one.visit(), { identifier: person.email });
    return one;
  }
});
