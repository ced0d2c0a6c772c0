import { eq } from "drizzle-orm";
import { beforeEach, describe, expect, it } from "vitest";
import { db } from "@/db/client";
import { attempts, auditEvents } from "@/db/schema";
import { listLocks } from "@/lib/access/lockout";
import { listSecondFactors } from "@/lib/users/second-factors";
import { complete } from "./complete";
import { prove } from "./prove";
import { finishReset, startReset, verifyReset } from "./reset-password";
import { verifySecondFactor } from "./second-factor";
import { startSignIn, verifySignIn } from "./sign-in";
import { addAuthenticator, createHolder, type Holder } from "./test-arrangements";
import { attemptOf, codeOf, pending, sessionsOf, showApp, showCode } from "./test-second-factor";
import { appCode, codesFor, createPerson, mailTo, TestBrowser } from "./test-visit";

let person: Holder;
let browser: TestBrowser;
beforeEach(async () => {
  person = await createHolder();
  browser = await pending(person);
});

describe("[MF-05 SE-04] whoever has shown the first factor only", () => {
  it("gets no further by it: not with the password again, nor by asking for the end", async () => {
    const attempt = await attemptOf(browser);
    if (!attempt) throw new Error("no attempt");
    const { userId } = person;
    expect(codeOf(await verifySignIn(browser.visit(), "password", { password: person.password }))).toBe(
      "strategy_unavailable",
    );
    expect(codeOf(await complete(browser.visit(), attempt, async () => ({ ok: true, data: { userId } })))).toBe(
      "attempt_missing",
    );
    // A request that was read before the journey moved on.
    const stale = { ...attempt, awaits: null };
    expect(codeOf(await complete(browser.visit(), stale, async () => ({ ok: true, data: { userId } })))).toBe(
      "attempt_missing",
    );
    expect(codeOf(await prove(browser.visit(), stale, "password", { password: person.password }))).toBe(
      "attempt_missing",
    );
    expect(await sessionsOf(userId)).toBe(0);
  });

  it("has a journey that nobody else can end: the cookie of another flow or browser is none of it", async () => {
    const stranger = new TestBrowser();
    const right = appCode(person.seed, browser.now);
    for (const flow of ["sign-in", "sign-up", "reset-password"] as const) {
      const shown = await verifySecondFactor(
        stranger.visit(),
        flow,
        { strategy: "totp", trustBrowser: false },
        { code: right },
      );
      expect(codeOf(shown)).toBe("attempt_missing");
    }
    browser.jar.set("reset-password-attempt", browser.jar.get("sign-in-attempt") ?? "");
    expect(codeOf(await finishReset(browser.visit(), { password: "a stolen password", signOutOthers: true }))).toBe(
      "attempt_missing",
    );
  });

  it("loses the journey at five wrong codes, and has to give the password again (MF-07)", async () => {
    for (let index = 0; index < 5; index++)
      expect(codeOf(await showCode(browser, "totp", "000000"))).toBe("totp_incorrect");
    expect(codeOf(await showApp(browser, person))).toBe("too_many_tries");
    expect(codeOf(await showCode(browser, "backup-code", person.backupCodes[0]))).toBe("too_many_tries");
    expect(await sessionsOf(person.userId)).toBe(0);
    expect(codeOf(await showApp(await pending(person), person))).toBe("ok");
  });

  it("[RL-01] adds to the app's row of failures: the right password in between does not end it", async () => {
    for (let round = 0; round < 5; round++) {
      const one = await pending(person);
      await showCode(one, "totp", "000000");
      await showCode(one, "totp", "000001");
    }
    expect(await listLocks(person.userId, browser.now)).toMatchObject([{ proof: "totp", isOwnBrowser: false }]);
    expect(codeOf(await showApp(await pending(person), person))).toBe("locked");
    // The app alone: a backup code comes in, and that ends the row.
    expect(codeOf(await showCode(browser, "backup-code", person.backupCodes[0]))).toBe("ok");
    expect(codeOf(await showApp(await pending(person), person))).toBe("ok");
  });

  it("[RL-02] of 50 wrong codes at once no more than the cap is looked at", async () => {
    await Promise.all(Array.from({ length: 50 }, () => showCode(browser, "totp", "000000")));
    const looked = await db.select().from(auditEvents).where(eq(auditEvents.subjectId, person.userId));
    expect(looked.filter(({ data }) => data?.code === "totp_incorrect").length).toBeLessThanOrEqual(5);
    const [attempt] = await db.select().from(attempts).where(eq(attempts.userId, person.userId));
    expect(attempt?.tries).toBe(5);
  });

  it("makes us tell the owner at the third wrong one, once", async () => {
    await showCode(browser, "totp", "000000");
    const other = await pending(person);
    await showCode(other, "totp", "000000");
    await Promise.all([browser.settled(), other.settled()]);
    expect(await mailTo(person.email)).toEqual([]);
    for (let index = 0; index < 3; index++) await showCode(other, "totp", "000000");
    await other.settled();
    const mails = await mailTo(person.email);
    expect(mails.map(({ subject }) => subject)).toEqual([expect.stringContaining("got past your first step")]);
  });
});

describe("[LK-03] a stranger's second factor on an address nobody proved", () => {
  it("goes when the owner of the address proves it, by code or by reset", async () => {
    for (const journey of ["sign-in", "reset-password"] as const) {
      const squatted = await createPerson({ verified: false });
      await addAuthenticator(squatted.userId);
      const owner = new TestBrowser();
      owner.set("signIn", { preferred: "code" });
      await (journey === "sign-in" ? startSignIn : startReset)(owner.visit(), { identifier: squatted.email });
      const proof = { code: (await codesFor(squatted.email))[0] };
      const shown =
        journey === "sign-in"
          ? await verifySignIn(owner.visit(), "email-code", proof)
          : await verifyReset(owner.visit(), proof);
      expect(shown).toMatchObject({ data: { step: journey === "sign-in" ? "done" : "new-password" } });
      expect(await listSecondFactors(db, squatted.userId)).toEqual([]);
    }
  });
});
