import { eq, like } from "drizzle-orm";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { db } from "@/db/client";
import { identifiers, rateLimits, secondFactors } from "@/db/schema";
import { findSession } from "@/lib/sessions/read";
import { listIdentifiers } from "@/lib/users/identifiers";
import { startAddIdentifier } from "./add-identifier";
import { findAttempt } from "./attempt";
import { startReset } from "./reset-password";
import { chooseSignInMethod, verifySignIn } from "./sign-in";
import { startSignUp, verifySignUp } from "./sign-up";
import { chooseStepUpMethod } from "./step-up";
import { ask, asker, code, enter, messagesTo, whileNothingIsSent } from "./test-crowd";
import { codesFor, createPerson, freshAddress, freshIp, freshNumber, mailTo, TestBrowser } from "./test-visit";

const refused = "too_many_requests";
const many = <T>(count: number, run: (index: number) => Promise<T>) =>
  Promise.all(Array.from({ length: count }, (_, index) => run(index)));

/** Uses up what strangers have at an address or number. */
const exhaust = (to: string) => many(24, () => ask(asker(), to));

/** Signs in by password. @returns the browser, which the account knows now. */
async function known(person: { email: string; password: string }): Promise<TestBrowser> {
  const home = new TestBrowser();
  expect(await enter(home, person.email, person.password)).toBe("ok");
  home.set("signIn", { preferred: "code" });
  return withPhones(home);
}
const withPhones = (browser: TestBrowser) => {
  browser.set("phone", { signIn: true });
  return browser;
};
/** Uses up what strangers have at a number, each after the pause of the one before. */
async function exhaustNumber(phone: string): Promise<string[]> {
  const answers: string[] = [];
  for (let stranger = 0; stranger < 5; stranger++) {
    await db.delete(rateLimits).where(like(rateLimits.key, "sms:pause:%"));
    answers.push(await ask(withPhones(asker()), phone));
  }
  return answers;
}
async function sessionOf(browser: TestBrowser) {
  const session = await findSession(browser.jar.get("session") ?? "", browser.now);
  if (!session) throw new Error("not signed in");
  return session;
}

let person: Awaited<ReturnType<typeof createPerson>>;
beforeEach(async () => {
  person = await createPerson();
});

describe("[EM-07 B31 RL-04] mails with a code", () => {
  it("five an hour for a stranger, who is told when; another network still gets its own", async () => {
    const ip = freshIp();
    const answers: string[] = [];
    for (let asked = 0; asked < 7; asked++) answers.push(await ask(asker(ip), person.email));
    expect(answers).toEqual([...Array(5).fill("ok"), refused, refused]);
    const again = await startReset(asker(ip).visit(), { identifier: person.email });
    const wait = again.ok ? 0 : (again.error.retryAt?.getTime() ?? 0) - Date.now();
    expect(wait).toBeGreaterThan(3_500_000);
    expect(wait).toBeLessThanOrEqual(3_600_000);
    const owner = asker();
    expect(await ask(owner, person.email)).toBe("ok");
    const [sent] = await codesFor(person.email);
    expect(code(await verifySignIn(owner.visit(), "email-code", { code: sent }))).toBe("ok");
  });

  it("a whole site of IPv6 is one stranger", async () => {
    const site = `2001:db8:${Math.floor(Math.random() * 65_536).toString(16)}`;
    const answers = await many(30, (index) => ask(asker(`${site}:${index.toString(16)}::1`), person.email));
    expect(answers.filter((one) => one === "ok")).toHaveLength(5);
  });

  it("fifteen for all strangers, and five more for browsers the account knows, however many ask at once", async () => {
    const home = await known(person);
    expect((await exhaust(person.email)).filter((one) => one === "ok")).toHaveLength(15);
    expect(await ask(asker(), person.email)).toBe(refused);
    const own = await many(12, () => ask(home.copy(), person.email));
    expect(own.filter((one) => one === "ok")).toHaveLength(5);
    expect(await messagesTo(person.email)).toBe(20);
    const more = await startReset(home.visit(), { identifier: person.email });
    expect(more).toMatchObject({ error: { code: refused, retryAt: expect.any(Date) } });
  });

  it("a browser the account knows may use all twenty, and the network counts none of them", async () => {
    const home = await known(person);
    const own = await many(25, () => ask(home.copy(), person.email));
    expect(own.filter((one) => one === "ok")).toHaveLength(20);
  });

  it("one who is signed in, and a journey with a proof, get theirs", async () => {
    const home = await known(person);
    await exhaust(person.email);
    const session = await sessionOf(home);
    home.jar.delete("device");
    home.set("sessions", { recentAuthMinutes: 1 });
    home.wait(120);
    expect(code(await chooseStepUpMethod(home.visit(), session, { method: "email-code" }))).toBe("ok");
    expect((await mailTo(person.email))[0]?.text).toMatch(/\b\d{6}\b/);
  });

  it("who has to wait for one may come in by another method at once", async () => {
    await exhaust(person.email);
    const browser = asker();
    expect(await ask(browser, person.email)).toBe(refused);
    expect(code(await chooseSignInMethod(browser.visit(), "password"))).toBe("ok");
    expect(code(await verifySignIn(browser.visit(), "password", { password: person.password }))).toBe("ok");
  });

  it("somebody signed in gets no more than any stranger at an address that is not theirs", async () => {
    await exhaust(person.email);
    const thief = await known(await createPerson());
    const identifier = { kind: "email", value: person.email } as const;
    expect(code(await startAddIdentifier(thief.visit(), await sessionOf(thief), identifier))).toBe(refused);
  });

  it("nor does somebody who has proved something else in the same journey", async () => {
    const [mine, theirs] = [freshAddress(), freshNumber()];
    await exhaustNumber(theirs);
    const thief = withPhones(asker());
    thief.set("phone", { signUp: "required" });
    expect(code(await startSignUp(thief.visit(), { email: mine, phone: theirs }))).toBe("ok");
    const proof = { code: (await codesFor(mine))[0] };
    expect(await messagesTo(theirs)).toBe(3);
    await verifySignUp(thief.visit(), proof);
    expect((await findAttempt(thief.visit().cookies, "sign-up", thief.now))?.identifierValue).toBe(theirs);
    expect(await messagesTo(theirs)).toBe(3);
  });

  it("nor an account that names the address and has never proved it", async () => {
    const squatter = await createPerson();
    const browser = await known(squatter);
    await db.update(identifiers).set({ verifiedAt: null }).where(eq(identifiers.value, squatter.email));
    await exhaust(squatter.email);
    expect(await ask(browser, squatter.email)).toBe(refused);
  });

  it("[EN-01] answers known and unknown addresses alike, at every door, until all are refused", async () => {
    const nobody = freshAddress();
    const doors = [
      (browser: TestBrowser, identifier: string) => ask(browser, identifier),
      async (browser: TestBrowser, identifier: string) => code(await startReset(browser.visit(), { identifier })),
      async (browser: TestBrowser, email: string) => code(await startSignUp(browser.visit(), { email })),
      async (browser: TestBrowser) => code(await chooseSignInMethod(browser.visit(), "email-code")),
    ];
    const networks = Array.from({ length: 5 }, () => freshIp());
    const answersFor = async (address: string) => {
      const answers: string[] = [];
      for (const ip of networks)
        for (let round = 0; round < 2; round++) for (const door of doors) answers.push(await door(asker(ip), address));
      return answers;
    };
    await known(person);
    const [ours, theirs] = [await answersFor(person.email), await answersFor(nobody)];
    expect(ours).toEqual(theirs);
    expect(new Set(ours)).toEqual(new Set(["ok", refused, "attempt_missing"]));
  });

  it("one that could not be sent costs nothing, of whatever is counted", async () => {
    vi.spyOn(console, "error").mockImplementation(() => undefined);
    const ip = freshIp();
    await db.delete(rateLimits);
    const failed = await whileNothingIsSent(async () => {
      const answers: string[] = [];
      for (let asked = 0; asked < 17; asked++) answers.push(await ask(asker(ip), person.email));
      return answers;
    });
    vi.restoreAllMocks();
    expect(new Set(failed)).toEqual(new Set(["message_not_sent"]));
    const counted = await db.select().from(rateLimits).where(like(rateLimits.key, "send:%"));
    expect(counted.map(({ points }) => points)).toEqual(counted.map(() => 0));
    const browser = asker(ip);
    expect(await ask(browser, person.email)).toBe("ok");
    // What was sent is waited for; what was not, is not.
    expect(code(await chooseSignInMethod(browser.visit(), "email-code"))).toBe("resend_too_soon");
  });

  it("those that strangers in one network ask for are limited by a setting; a code that is entered counts no more", async () => {
    const ip = freshIp();
    const limited = () => {
      const browser = asker(ip);
      browser.set("protection", { networkSends: 20 });
      return browser;
    };
    const inOffice = async (to: string) => {
      const browser = limited();
      expect(await ask(browser, to)).toBe("ok");
      const [sent] = await codesFor(to);
      expect(code(await verifySignIn(browser.visit(), "email-code", { code: sent }))).toBe("ok");
    };
    for (let colleague = 0; colleague < 12; colleague++) await inOffice((await createPerson()).email);
    expect((await many(30, () => ask(limited(), freshAddress()))).filter((one) => one === "ok")).toHaveLength(20);
    expect(await ask(limited(), (await createPerson()).email)).toBe(refused);
    expect(await ask(asker(), (await createPerson()).email)).toBe("ok");
  });
});

describe("[SM-03 B31 RL-04] text messages with a code", () => {
  it("reach their owner, on a browser the account knows and after a password, when strangers have used up theirs", async () => {
    const phone = freshNumber();
    const holder = await createPerson({ phone });
    const home = await known(holder);
    expect(await exhaustNumber(phone)).toEqual(["ok", "ok", "ok", refused, refused]);
    expect(await ask(home.copy(), phone)).toBe("ok");

    const number = (await listIdentifiers(holder.userId)).find(({ kind }) => kind === "phone");
    const factor = { userId: holder.userId, strategy: "phone-code", identifierId: number?.id, createdAt: new Date() };
    await db.insert(secondFactors).values({ ...factor, strategy: "phone-code" });
    await db.delete(rateLimits).where(like(rateLimits.key, "sms:pause:%"));
    expect(await enter(new TestBrowser(), holder.email, holder.password)).toBe("ok");
    expect(await codesFor(phone)).toHaveLength(5);
  });
});
