import { and, eq, like } from "drizzle-orm";
import { beforeEach, describe, expect, it } from "vitest";
import { db } from "@/db/client";
import { attempts, auditEvents, identifiers, passwords, sessions, users } from "@/db/schema";
import { chooseSignInMethod, startSignIn, verifySignIn } from "./sign-in";
import { continueSignUp, resendSignUp, startSignUp, verifySignUp } from "./sign-up";
import { codesFor, createPerson, freshAddress, mailTo, TestBrowser } from "./test-visit";

const code = (result: { ok: boolean; error?: { code: string } }) => (result.ok ? "ok" : result.error?.code);
const holders = (email: string) => db.select().from(identifiers).where(eq(identifiers.value, email));

let browser: TestBrowser;
beforeEach(() => {
  browser = new TestBrowser();
});

/** A browser whose new address is proved and whose password is still missing. */
async function provedAddress(email = freshAddress(), into = browser): Promise<string> {
  expect(code(await startSignUp(into.visit(), { email }))).toBe("ok");
  const [sent] = await codesFor(email);
  expect(await verifySignUp(into.visit(), { code: sent })).toMatchObject({ ok: true, data: { step: "continue" } });
  return email;
}

describe("[P01 P06] sign-up with an email code", () => {
  it("goes from address to code to password to session, and writes nobody before the end", async () => {
    const email = await provedAddress();
    expect(await holders(email)).toEqual([]);
    expect(await continueSignUp(browser.visit(), { password: "a new long password" })).toEqual({
      ok: true,
      data: { step: "done", redirectTo: "/dashboard" },
    });
    const [identifier] = await holders(email);
    expect(identifier).toMatchObject({ kind: "email", isPrimary: true, verifiedAt: expect.any(Date) });
    const [user] = await db
      .select()
      .from(users)
      .where(eq(users.id, identifier?.userId ?? ""));
    expect(user).toMatchObject({ email, role: "user", firstName: null });
    const [session] = await db
      .select()
      .from(sessions)
      .where(eq(sessions.userId, user?.id ?? ""));
    expect(session?.amr).toEqual(["email-code"]);
    const [event] = await db
      .select()
      .from(auditEvents)
      .where(eq(auditEvents.subjectId, user?.id ?? ""));
    expect(event).toMatchObject({ type: "sign-up", method: "email-code" });
  });

  it("[P26] asks for the names the settings require, and no others", async () => {
    browser.set("names", { firstName: "required", lastName: "optional" });
    const email = freshAddress();
    expect(await startSignUp(browser.visit(), { email })).toMatchObject({
      ok: false,
      error: { fields: { firstName: expect.any(String) } },
    });
    expect(code(await startSignUp(browser.visit(), { email, firstName: "Grace" }))).toBe("ok");
    const [sent] = await codesFor(email);
    await verifySignUp(browser.visit(), { code: sent });
    await continueSignUp(browser.visit(), { password: "a new long password" });
    const [identifier] = await holders(email);
    const [user] = await db
      .select()
      .from(users)
      .where(eq(users.id, identifier?.userId ?? ""));
    expect(user).toMatchObject({ firstName: "Grace", lastName: null, name: "Grace" });
  });

  it("[P26] goes on at the missing fields when an admin asks for more in mid-journey", async () => {
    const email = await provedAddress();
    browser.set("names", { lastName: "required" });
    const refused = await continueSignUp(browser.visit(), { password: "a new long password" });
    expect(refused).toMatchObject({ ok: false, error: { fields: { lastName: expect.any(String) } } });
    expect(code(await continueSignUp(browser.visit(), { lastName: "Hopper", password: "a new long password" }))).toBe(
      "ok",
    );
    expect(await holders(email)).toHaveLength(1);
  });

  it("[P18 PW-12] asks for no password when passwords are off", async () => {
    browser.set("password", { enabled: false });
    const email = freshAddress();
    await startSignUp(browser.visit(), { email });
    const [sent] = await codesFor(email);
    expect(await verifySignUp(browser.visit(), { code: sent })).toMatchObject({ data: { step: "done" } });
    const [identifier] = await holders(email);
    expect(
      await db
        .select()
        .from(passwords)
        .where(eq(passwords.userId, identifier?.userId ?? "")),
    ).toEqual([]);
  });

  it("skips nothing: no password before the code, no account without the proof", async () => {
    const email = freshAddress();
    await startSignUp(browser.visit(), { email });
    expect(await continueSignUp(browser.visit(), { password: "a new long password" })).toMatchObject({
      data: { step: "verify" },
    });
    expect(code(await continueSignUp(new TestBrowser().visit(), { password: "a new long password" }))).toBe(
      "attempt_missing",
    );
    expect(await holders(email)).toEqual([]);
  });

  it.each([
    ["short", "password_too_short"],
    ["password123", "password_common"],
    ["x".repeat(129), "password_too_long"],
  ])("[PW-03 PW-06] refuses the password %j", async (password, expected) => {
    const email = await provedAddress();
    expect(code(await continueSignUp(browser.visit(), { password }))).toBe(expected);
    expect(await holders(email)).toEqual([]);
  });

  it("is closed when an admin closes it, also in mid-journey", async () => {
    const email = await provedAddress();
    browser.set("signUp", { open: false });
    expect(code(await continueSignUp(browser.visit(), { password: "a new long password" }))).toBe("sign_up_closed");
    expect(code(await startSignUp(browser.visit(), { email: freshAddress() }))).toBe("sign_up_closed");
    expect(await holders(email)).toEqual([]);
  });
});

describe("[EN-01] a taken address", () => {
  it("gets the same screen; its owner gets a notice, and no code opens anything", async () => {
    const person = await createPerson();
    expect(await startSignUp(browser.visit(), { email: person.email })).toEqual(
      await startSignUp(browser.visit(), { email: freshAddress() }),
    );
    const [notice, ...more] = await mailTo(person.email);
    expect(more).toEqual([]);
    expect(notice?.text).not.toMatch(/\b\d{6}\b/);
    await startSignUp(browser.visit(), { email: person.email });
    expect(code(await verifySignUp(browser.visit(), { code: "123456" }))).toBe("code_incorrect");
  });

  it("[RC-04] of 50 sign-ups at once, one becomes a person and the rest hear why", async () => {
    const email = freshAddress();
    const journeys = await Promise.all(
      Array.from({ length: 5 }, async () => {
        const one = new TestBrowser();
        await startSignUp(one.visit(), { email });
        return one;
      }),
    );
    const codes = await codesFor(email);
    for (const one of journeys) {
      for (const sent of codes) if ((await verifySignUp(one.visit(), { code: sent })).ok) break;
    }
    const results = await Promise.all(
      Array.from({ length: 50 }, (_, index) =>
        continueSignUp((journeys[index % 5] as TestBrowser).visit(), { password: "a new long password" }),
      ),
    );
    expect(results.filter((result) => result.ok)).toHaveLength(1);
    for (const result of results) expect(["ok", "identifier_taken", "attempt_missing"]).toContain(code(result));
    expect(await holders(email)).toHaveLength(1);
    expect(await db.select().from(users).where(like(users.email, email))).toHaveLength(1);
  });
});

describe("[LK-01] an address nobody proved", () => {
  async function squatter(email: string): Promise<TestBrowser> {
    const one = new TestBrowser();
    one.set("email", { verifyAtSignUp: false });
    expect(await startSignUp(one.visit(), { email })).toMatchObject({ data: { step: "continue" } });
    expect(code(await continueSignUp(one.visit(), { password: "the squatter's password" }))).toBe("ok");
    return one;
  }

  it("goes to whoever proves it at sign-up", async () => {
    const email = freshAddress();
    await squatter(email);
    const [before] = await holders(email);
    await provedAddress(email);
    expect(code(await continueSignUp(browser.visit(), { password: "the owner's password" }))).toBe("ok");
    const [after] = await holders(email);
    expect(after?.userId).not.toBe(before?.userId);
  });

  it("[LK-02 LK-03] proved at sign-in, takes the stranger's password and sessions off the account", async () => {
    const email = freshAddress();
    await squatter(email);
    const [held] = await holders(email);
    const userId = held?.userId ?? "";
    await startSignIn(browser.visit(), { identifier: email });
    await chooseSignInMethod(browser.visit(), "email-code");
    const [sent] = await codesFor(email);
    expect(code(await verifySignIn(browser.visit(), "email-code", { code: sent }))).toBe("ok");
    expect(await db.select().from(passwords).where(eq(passwords.userId, userId))).toEqual([]);
    const open = await db.select().from(sessions).where(eq(sessions.userId, userId));
    expect(open).toHaveLength(1);
    expect(open[0]?.amr).toEqual(["email-code"]);
  });
});

describe("[DA-01] what an attempt holds", () => {
  it("is no secret: codes and tokens rest as hashes", async () => {
    const email = freshAddress();
    await startSignUp(browser.visit(), { email });
    browser.wait(31);
    await resendSignUp(browser.visit());
    const [sent = ""] = await codesFor(email);
    const [attempt] = await db
      .select()
      .from(attempts)
      .where(and(eq(attempts.flow, "sign-up"), eq(attempts.identifierValue, email)));
    const row = JSON.stringify(attempt);
    expect(row).not.toContain(sent);
    expect(row).not.toContain(browser.jar.get("sign-up-attempt"));
  });
});
