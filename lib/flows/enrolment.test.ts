import { eq } from "drizzle-orm";
import { beforeEach, describe, expect, it } from "vitest";
import { db } from "@/db/client";
import { attempts, secondFactors, totpEnrolments } from "@/db/schema";
import type { Session } from "@/lib/sessions/read";
import { readTotpEnrolment } from "@/lib/users/authenticator";
import { listIdentifiers } from "@/lib/users/identifiers";
import { confirmEnrolment, startEnrolment } from "./enrolment";
import { setPassword } from "./password";
import { finishReset, startReset, verifyReset } from "./reset-password";
import { startSignIn, verifySignIn } from "./sign-in";
import { addAuthenticator } from "./test-arrangements";
import { attemptOf, codeOf, sessionsOf } from "./test-second-factor";
import { appCode, codesFor, createPerson, freshNumber, TestBrowser } from "./test-visit";

let person: Awaited<ReturnType<typeof createPerson>>;
let browser: TestBrowser;
beforeEach(async () => {
  person = await createPerson();
  browser = await pendingEnrolment();
});

/** A browser that has shown the right password where everybody has to have a second factor. */
async function pendingEnrolment(): Promise<TestBrowser> {
  const one = new TestBrowser();
  one.set("mfa", { totp: true, phoneCode: true, required: true });
  await startSignIn(one.visit(), { identifier: person.email });
  expect(await verifySignIn(one.visit(), "password", { password: person.password })).toMatchObject({
    data: { step: "enrolment" },
  });
  return one;
}
const startApp = (one: TestBrowser) => startEnrolment(one.visit(), "sign-in", { strategy: "totp" });
const startPhone = (one: TestBrowser, phone: string) =>
  startEnrolment(one.visit(), "sign-in", { strategy: "phone-code", phone });
const confirm = (one: TestBrowser, typed: string | undefined) =>
  confirmEnrolment(one.visit(), "sign-in", { code: typed });
async function seedOf(one: TestBrowser): Promise<string> {
  const attempt = await attemptOf(one);
  const app = attempt && (await readTotpEnrolment({ attemptId: attempt.id, userId: person.userId }));
  if (!app) throw new Error("no app on its way");
  return app.seed;
}
const factorsOf = () => db.select().from(secondFactors).where(eq(secondFactors.userId, person.userId));

describe("[P39 MF-04] where everybody has to have a second factor", () => {
  it("somebody with none sets one up before there is a session", async () => {
    expect(codeOf(await startApp(browser))).toBe("ok");
    const seed = await seedOf(browser);
    expect(codeOf(await confirm(browser, "000000"))).toBe("totp_incorrect");
    expect(await factorsOf()).toEqual([]);
    expect(await sessionsOf(person.userId)).toBe(0);
    expect(await confirm(browser, appCode(seed, browser.now))).toMatchObject({ data: { step: "done" } });
    expect(await sessionsOf(person.userId)).toBe(1);
    const [factor] = await factorsOf();
    expect(factor?.secret).not.toContain(seed);
    expect(
      await db
        .select()
        .from(totpEnrolments)
        .where(eq(totpEnrolments.attemptId, factor?.id ?? "")),
    ).toEqual([]);
  });

  it("a second start replaces the seed: codes of the first are wrong from then on", async () => {
    await startApp(browser);
    const first = await seedOf(browser);
    await startApp(browser);
    expect(await seedOf(browser)).not.toBe(first);
    expect(codeOf(await confirm(browser, appCode(first, browser.now)))).toBe("totp_incorrect");
  });

  it("the seed on its way is shown to no other browser, also with the right password", async () => {
    await startApp(browser);
    const other = await pendingEnrolment();
    await expect(seedOf(other)).rejects.toThrow();
    await startApp(other);
    expect(await seedOf(other)).not.toBe(await seedOf(browser));
  });

  it("[SE-04] of two who set one up at once, one is in, and the other has nothing", async () => {
    const other = await pendingEnrolment();
    await startApp(browser);
    await startApp(other);
    const seeds = [await seedOf(browser), await seedOf(other)] as const;
    const results = await Promise.all([
      confirm(browser, appCode(seeds[0], browser.now)),
      confirm(other, appCode(seeds[1], other.now)),
    ]);
    expect(results.filter(({ ok }) => ok)).toHaveLength(1);
    expect(await factorsOf()).toHaveLength(1);
    expect(await sessionsOf(person.userId)).toBe(1);
  });

  it("[SE-04] somebody who got one meanwhile is not enrolled by whoever has their password", async () => {
    await startApp(browser);
    const seed = await seedOf(browser);
    await addAuthenticator(person.userId);
    expect(codeOf(await confirm(browser, appCode(seed, browser.now)))).toBe("attempt_missing");
    expect(await factorsOf()).toHaveLength(1);
    expect(await sessionsOf(person.userId)).toBe(0);
    // What was proved for nothing opens nothing either.
    expect(codeOf(await confirm(browser, appCode(seed, browser.now)))).not.toBe("ok");
  });

  it("[P40] a number becomes theirs and the second factor by one right code, and wrong ones are capped", async () => {
    const phone = freshNumber();
    expect(codeOf(await startPhone(browser, phone))).toBe("ok");
    expect(codeOf(await confirm(browser, "000000"))).toBe("code_incorrect");
    expect(await confirm(browser, (await codesFor(phone))[0])).toMatchObject({ data: { step: "done" } });
    expect(await listIdentifiers(person.userId)).toContainEqual(
      expect.objectContaining({ value: phone, verifiedAt: browser.now }),
    );
    expect((await factorsOf()).map(({ strategy }) => strategy)).toEqual(["phone-code"]);
  });

  it("somebody else's number is told that it has an account, and becomes nobody's second factor", async () => {
    const phone = freshNumber();
    await createPerson({ phone });
    expect(codeOf(await startPhone(browser, phone))).toBe("ok");
    expect(await codesFor(phone)).toEqual([]);
    expect(codeOf(await confirm(browser, "123456"))).toBe("code_incorrect");
    expect(await factorsOf()).toEqual([]);
  });

  it("what is switched off can't be set up, not even when it was begun before", async () => {
    await startApp(browser);
    const seed = await seedOf(browser);
    browser.set("mfa", { totp: false });
    expect(codeOf(await startApp(browser))).toBe("strategy_unavailable");
    expect(codeOf(await confirm(browser, appCode(seed, browser.now)))).toBe("strategy_unavailable");
  });

  it("[MF-07] five wrong codes end the journey", async () => {
    await startApp(browser);
    for (let index = 0; index < 5; index++) await confirm(browser, "000000");
    expect(codeOf(await confirm(browser, appCode(await seedOf(browser), browser.now)))).toBe("too_many_tries");
  });

  it("a reset asks for it before the new password", async () => {
    const one = new TestBrowser();
    one.settings = browser.settings;
    await startReset(one.visit(), { identifier: person.email });
    const sent = (await codesFor(person.email))[0];
    expect(await verifyReset(one.visit(), { code: sent })).toMatchObject({ data: { step: "enrolment" } });
    const early = await finishReset(one.visit(), { password: "a brand new password", signOutOthers: true });
    expect(codeOf(early)).toBe("attempt_missing");
    const [attempt] = await db.select().from(attempts).where(eq(attempts.flow, "reset-password"));
    expect(attempt).toBeDefined();
  });

  it("[LK-03 PW-09] nobody finishes who began with what is no longer the owner's: a password changed, or a stranger's", async () => {
    await startApp(browser);
    const seed = await seedOf(browser);
    const session = { id: "none", user: { id: person.userId } } as Session;
    await setPassword(new TestBrowser().visit(), session, { password: "a brand new password", signOutOthers: false });
    expect(codeOf(await confirm(browser, appCode(seed, browser.now)))).toBe("attempt_missing");

    person = await createPerson({ verified: false });
    const stranger = await pendingEnrolment();
    await startApp(stranger);
    const theirs = await seedOf(stranger);
    const owner = new TestBrowser();
    owner.set("signIn", { preferred: "code" });
    await startSignIn(owner.visit(), { identifier: person.email });
    const proof = { code: (await codesFor(person.email))[0] };
    expect(await verifySignIn(owner.visit(), "email-code", proof)).toMatchObject({ data: { step: "done" } });
    expect(codeOf(await confirm(stranger, appCode(theirs, stranger.now)))).toBe("attempt_missing");
    expect(await sessionsOf(person.userId)).toBe(1);
  });
});
