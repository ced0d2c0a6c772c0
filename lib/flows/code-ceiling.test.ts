import { and, eq, sql } from "drizzle-orm";
import { beforeEach, describe, expect, it } from "vitest";
import { db } from "@/db/client";
import { auditEvents, rateLimits } from "@/db/schema";
import { ceilingOf, takeGuess } from "@/lib/access/guess-ceiling";
import { keyedHash } from "@/lib/security/keys";
import { strategies } from "@/lib/strategies";
import type { StrategyId } from "@/lib/strategies/strategy";
import { openLink } from "./email-link";
import { finishReset, startReset, verifyReset } from "./reset-password";
import { chooseSignInMethod, startSignIn, verifySignIn } from "./sign-in";
import { startSignUp, verifySignUp } from "./sign-up";
import { codesFor, createPerson, freshAddress, freshNumber, linksFor, mailTo, TestBrowser } from "./test-visit";
import { unlock } from "./unlock";

const code = (result: { ok: boolean; error?: { code: string } }) => (result.ok ? "ok" : result.error?.code);
const NOBODYS = "000000";

let browser: TestBrowser;
beforeEach(() => {
  browser = open();
});

/** Limits of sending are another matter; here only the guesses count. */
const unlimited = () => db.delete(rateLimits).where(sql`true`);

function open(): TestBrowser {
  const one = new TestBrowser();
  one.set("phone", { signUp: "optional", signIn: true });
  one.set("email", { signUp: "optional", sameBrowser: false });
  one.set("password", { requiredAtSignUp: false });
  one.set("sms", { perCountryDaily: 1_000_000, perDay: 1_000_000, unverifiedPercent: 100 });
  return one;
}

async function askToSignIn(of: TestBrowser, identifier: string, method = "email-code") {
  await unlimited();
  await startSignIn(of.visit(), { identifier });
  return code(await chooseSignInMethod(of.visit(), method));
}

/** Guesses until there is no room for another code. */
async function fill(subject: string, proof: StrategyId): Promise<void> {
  const perYear = strategies[proof].guessing?.ceiling?.perYear ?? 0;
  expect(await takeGuess(subject, perYear / 2 - 1e-12, perYear, browser.now)).toBe(true);
}
const fillAccount = (userId: string, proof: StrategyId) => fill(ceilingOf(userId, proof), proof);

describe("[RL-01] six-digit codes have a ceiling of their own", () => {
  it("over all doors and attempts: past it the mail has a link, and a guesser's chance stays below it", async () => {
    const { email, userId } = await createPerson();
    const ceiling = strategies["email-code"].guessing?.ceiling?.perYear ?? 0;
    for (let round = 0; (await linksFor(email)).length === 0; round++) {
      expect(round).toBeLessThan(100);
      await unlimited();
      const stranger = open();
      const isReset = round % 2 === 0;
      if (isReset) await startReset(stranger.visit(), { identifier: email });
      else await askToSignIn(stranger, email);
      for (let tries = 0; tries < 5; tries++) {
        const wrong = { code: NOBODYS };
        await (isReset ? verifyReset(stranger.visit(), wrong) : verifySignIn(stranger.visit(), "email-code", wrong));
      }
    }
    const tried = await db
      .select()
      .from(auditEvents)
      .where(and(eq(auditEvents.subjectId, userId), eq(auditEvents.type, "proof")));
    // Of each that was looked at, one code was live.
    const chance = tried.filter(({ data }) => data?.lookedAt !== false).length / 1_000_000;
    expect(chance).toBeGreaterThan(0.00005);
    expect(chance).toBeLessThanOrEqual(ceiling);
  });

  it("the link signs in, in the browser that asked, and nowhere else", async () => {
    const person = await createPerson();
    await fillAccount(person.userId, "email-code");
    expect(await askToSignIn(browser, person.email)).toBe("ok");
    expect(await codesFor(person.email)).toEqual([]);
    const [token = ""] = await linksFor(person.email);
    expect(code(await openLink(open().visit(), token, null))).toBe("link_wrong_device");

    expect(await askToSignIn(browser, person.email)).toBe("ok");
    const [next = ""] = await linksFor(person.email);
    expect(await openLink(browser.visit(), next, null)).toMatchObject({ ok: true, data: { step: "link-opened" } });
    expect(browser.jar.has("session")).toBe(true);
    expect(code(await openLink(browser.visit(), next, null))).toBe("link_used");
  });

  it("the link opens a reset", async () => {
    const person = await createPerson();
    await fillAccount(person.userId, "email-code");
    await startReset(browser.visit(), { identifier: person.email });
    const [token = ""] = await linksFor(person.email);
    expect(await openLink(browser.visit(), token, null)).toMatchObject({ data: { next: "/reset-password/new" } });
    const done = await finishReset(browser.visit(), { password: "a whole new horse 9", signOutOthers: false });
    expect(code(done)).toBe("ok");
  });

  it("the link goes on with a sign-up", async () => {
    const email = freshAddress();
    await fill(`identifier:${keyedHash("identifier", "email", email)}:email-code`, "email-code");
    await startSignUp(browser.visit(), { email });
    const [token = ""] = await linksFor(email);
    expect(code(await openLink(browser.visit(), token, null))).toBe("ok");
    expect(browser.jar.has("session")).toBe(true);
  });

  it("past it not even a right code is looked at, in a browser the account does not know", async () => {
    const person = await createPerson();
    await askToSignIn(browser, person.email);
    const [sent] = await codesFor(person.email);
    await fillAccount(person.userId, "email-code");
    expect(code(await verifySignIn(browser.visit(), "email-code", { code: sent }))).toBe("code_incorrect");
  });

  it("its owner goes on as before in a browser they know, and wrong tries there don't count", async () => {
    const person = await createPerson();
    await askToSignIn(browser, person.email, "password");
    await verifySignIn(browser.visit(), "password", { password: person.password });
    await fillAccount(person.userId, "email-code");
    await askToSignIn(browser, person.email);
    expect(code(await verifySignIn(browser.visit(), "email-code", { code: NOBODYS }))).toBe("code_incorrect");
    const [sent] = await codesFor(person.email);
    expect(code(await verifySignIn(browser.visit(), "email-code", { code: sent }))).toBe("ok");
  });

  it("a right code costs nothing", async () => {
    const person = await createPerson();
    for (let round = 0; round < 3; round++) {
      const one = open();
      await askToSignIn(one, person.email);
      const [sent] = await codesFor(person.email);
      expect(code(await verifySignIn(one.visit(), "email-code", { code: sent }))).toBe("ok");
    }
    const [row] = await db.execute<{ chance: number }>(
      sql`SELECT chance FROM guesses WHERE subject = ${ceilingOf(person.userId, "email-code")}`,
    );
    expect(row?.chance).toBe(0);
  });

  it("[RL-04] a text message has a link by which the browser it is opened in gets codes again", async () => {
    const phone = freshNumber();
    const person = await createPerson({ phone });
    await fillAccount(person.userId, "phone-code");
    expect(await askToSignIn(browser, phone, "phone-code")).toBe("ok");
    const [text] = await mailTo(phone);
    const token = /\/unlock#([\w-]{43})/.exec(text?.text ?? "")?.[1] ?? "";
    expect(await codesFor(phone)).toEqual([]);
    expect(code(await unlock(browser.visit(), token))).toBe("ok");
    expect(await askToSignIn(browser, phone, "phone-code")).toBe("ok");
    const [sent] = await codesFor(phone);
    expect(code(await verifySignIn(browser.visit(), "phone-code", { code: sent }))).toBe("ok");
  });

  it("a number that is nobody's yet is told until when its codes wait", async () => {
    const phone = freshNumber();
    await fill(`identifier:${keyedHash("identifier", "phone", phone)}:phone-code`, "phone-code");
    await unlimited();
    await startSignUp(browser.visit(), { phone });
    const [text] = await mailTo(phone);
    expect(text?.text).toMatch(/from \d{4}-\d\d-\d\d\./);
    expect(code(await verifySignUp(browser.visit(), { code: NOBODYS }))).toBe("code_incorrect");
  });
});
