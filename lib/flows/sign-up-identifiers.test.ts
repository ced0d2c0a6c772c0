import { eq, inArray } from "drizzle-orm";
import { beforeEach, describe, expect, it } from "vitest";
import { db } from "@/db/client";
import { identifiers, users } from "@/db/schema";
import { requireAttempt } from "./attempt";
import { finishLink, openLink } from "./email-link";
import { prove } from "./prove";
import { startReset } from "./reset-password";
import { chooseSignInMethod, startSignIn, verifySignIn } from "./sign-in";
import { continueSignUp, resendSignUp, startSignUp, verifySignUp } from "./sign-up";
import { codesFor, createPerson, freshAddress, freshNumber, linksFor, mailTo, TestBrowser } from "./test-visit";

const password = "a lamp over the bay 7";
const code = (result: { ok: boolean; error?: { code: string } }) => (result.ok ? "ok" : result.error?.code);
const freshName = () => `pat-${Math.random().toString(36).slice(2, 10)}`;
const held = (...values: string[]) => db.select().from(identifiers).where(inArray(identifiers.value, values));

let browser: TestBrowser;
beforeEach(() => {
  browser = new TestBrowser();
  browser.set("phone", { signUp: "required", signIn: true });
  browser.set("username", { signUp: "required", signIn: true });
});

describe("[P06 P07 P14] sign-up with more than an address", () => {
  it("proves the address, then the number, then asks for the password, and makes one person of it all", async () => {
    const [email, phone, username] = [freshAddress(), freshNumber(), freshName()];
    expect(code(await startSignUp(browser.visit(), { email, phone, username: username.toUpperCase() }))).toBe("ok");
    expect(await mailTo(phone)).toEqual([]);
    expect(await verifySignUp(browser.visit(), { code: (await codesFor(email))[0] })).toMatchObject({
      data: { step: "verify" },
    });
    expect(code(await continueSignUp(browser.visit(), { password }))).toBe("ok");
    expect(await held(email, phone, username)).toEqual([]);
    expect(await verifySignUp(browser.visit(), { code: (await codesFor(phone))[0] })).toMatchObject({
      data: { step: "continue" },
    });
    expect(await continueSignUp(browser.visit(), { password })).toMatchObject({ data: { step: "done" } });

    const rows = await held(email, phone, username);
    expect(rows.map(({ kind, isPrimary, verifiedAt }) => [kind, isPrimary, verifiedAt !== null]).sort()).toEqual([
      ["email", true, true],
      ["phone", true, true],
      ["username", true, true],
    ]);
    expect(new Set(rows.map(({ userId }) => userId)).size).toBe(1);
    const [user] = await db
      .select()
      .from(users)
      .where(eq(users.id, rows[0]?.userId ?? ""));
    expect(user).toMatchObject({ email, identifier: email });
  });

  it("with a number alone, and no address at all", async () => {
    browser.set("email", { signUp: "off", signIn: false });
    browser.set("username", { signUp: "off" });
    const phone = freshNumber();
    await startSignUp(browser.visit(), { phone: `(${phone.slice(2, 5)}) ${phone.slice(5)}`, phoneCountry: "US" });
    await verifySignUp(browser.visit(), { code: (await codesFor(phone))[0] });
    expect(await continueSignUp(browser.visit(), { password })).toMatchObject({ data: { step: "done" } });
    const [row] = await held(phone);
    const [user] = await db
      .select()
      .from(users)
      .where(eq(users.id, row?.userId ?? ""));
    expect(user).toMatchObject({ email: null, identifier: phone });
    const back = new TestBrowser();
    back.settings = browser.settings;
    await startSignIn(back.visit(), { identifier: phone });
    expect(code(await verifySignIn(back.visit(), "password", { password }))).toBe("ok");
  });

  it("with a username and a password, where an address is optional", async () => {
    browser.set("email", { signUp: "optional" });
    browser.set("phone", { signUp: "off", signIn: false });
    const username = freshName();
    expect(await startSignUp(browser.visit(), { username })).toMatchObject({ data: { step: "continue" } });
    expect(await continueSignUp(browser.visit(), { password })).toMatchObject({ data: { step: "done" } });
    const back = new TestBrowser();
    back.settings = browser.settings;
    await startSignIn(back.visit(), { identifier: username.toUpperCase() });
    expect(code(await verifySignIn(back.visit(), "password", { password }))).toBe("ok");
  });

  it("[P06] says which field is missing, and asks for one of two where both are optional", async () => {
    const missing = await startSignUp(browser.visit(), { email: freshAddress() });
    expect(missing).toMatchObject({
      error: { fields: { phone: expect.any(String), username: expect.any(String) } },
    });
    browser.set("email", { signUp: "optional" });
    browser.set("phone", { signUp: "optional" });
    browser.set("username", { signUp: "off" });
    expect(await startSignUp(browser.visit(), {})).toMatchObject({
      error: { fields: { email: expect.stringContaining("email address or phone number") } },
    });
    expect(code(await startSignUp(browser.visit(), { phone: freshNumber() }))).toBe("ok");
  });

  it("[P14 RC-04] gives a username to one of twenty who want it at once, and says so to the rest", async () => {
    browser.set("phone", { signUp: "off", signIn: false });
    browser.set("email", { verifyAtSignUp: false });
    const username = freshName();
    const all = await Promise.all(
      Array.from({ length: 20 }, async () => {
        const one = new TestBrowser();
        one.settings = browser.settings;
        await startSignUp(one.visit(), { email: freshAddress(), username });
        return code(await continueSignUp(one.visit(), { password }));
      }),
    );
    expect(all.filter((one) => one === "ok")).toHaveLength(1);
    expect(new Set(all)).toEqual(new Set(["ok", "username_taken"]));
    expect(await held(username)).toHaveLength(1);
    expect(code(await startSignUp(browser.visit(), { email: freshAddress(), username }))).toBe("username_taken");
  });

  it("[P12 EN-01] a number somebody has proved gets a notice and no code, and the screen is the same", async () => {
    browser.set("username", { signUp: "off" });
    const phone = freshNumber();
    await createPerson({ phone });
    const email = freshAddress();
    await startSignUp(browser.visit(), { email, phone });
    expect(await verifySignUp(browser.visit(), { code: (await codesFor(email))[0] })).toMatchObject({
      data: { step: "verify" },
    });
    expect(await mailTo(phone)).toHaveLength(1);
    expect(await codesFor(phone)).toEqual([]);
  });
});

describe("[EM-06 SM-05] cheating the order of proofs", () => {
  it.each(["code", "link"] as const)(
    "gives no fresh tries for a number by its address, proved by %s",
    async (verifyBy) => {
      browser.set("email", { verifyBy });
      const [email, phone] = [freshAddress(), freshNumber()];
      await startSignUp(browser.visit(), { email, phone, username: freshName() });
      const [token = ""] = await linksFor(email);
      if (verifyBy === "link") await openLink(browser.visit(), token, null);
      else await verifySignUp(browser.visit(), { code: (await codesFor(email))[0] });
      const [phoneCode] = await codesFor(phone);
      const wrong = phoneCode === "111111" ? "222222" : "111111";
      const answers: unknown[] = [];
      for (let index = 0; index < 10; index++) {
        answers.push(code(await verifySignUp(browser.visit(), { code: wrong })));
        // Whatever else the browser could call meanwhile.
        await finishLink(browser.visit(), "sign-up", null);
        await openLink(browser.visit(), token, null);
        await resendSignUp(browser.visit());
        expect(await continueSignUp(browser.visit(), { password })).toMatchObject({ data: { step: "verify" } });
      }
      expect(answers).toEqual([...Array(5).fill("code_incorrect"), ...Array(5).fill("too_many_tries")]);
      expect(code(await verifySignUp(browser.visit(), { code: phoneCode }))).toMatch(/too_many_tries|locked/);
      expect(await mailTo(phone)).toHaveLength(1);
    },
  );

  it("does not take the code of the address for the number, nor skip the number", async () => {
    const [email, phone] = [freshAddress(), freshNumber()];
    await startSignUp(browser.visit(), { email, phone, username: freshName() });
    const [emailCode] = await codesFor(email);
    await verifySignUp(browser.visit(), { code: emailCode });
    expect(code(await verifySignUp(browser.visit(), { code: emailCode }))).toBe("code_incorrect");
    expect(await continueSignUp(browser.visit(), { password })).toMatchObject({ data: { step: "verify" } });
    expect(await held(email, phone)).toEqual([]);
  });

  it("a second right code of the address, slow on its way, proves no number", async () => {
    const [email, phone] = [freshAddress(), freshNumber()];
    await startSignUp(browser.visit(), { email, phone, username: freshName() });
    browser.wait(31);
    await resendSignUp(browser.visit());
    const [second, first] = await codesFor(email);
    // The request with the second code has read the attempt before the first one moves it on to the number.
    const asItWas = await requireAttempt(browser.visit(), "sign-up");
    if (!asItWas.ok) throw new Error("there is no attempt");
    await verifySignUp(browser.visit(), { code: first });
    expect(code(await prove(browser.visit(), asItWas.data, "email-code", { code: second }))).toBe("attempt_missing");
    const now = await requireAttempt(browser.visit(), "sign-up");
    expect(now).toMatchObject({ data: { identifierValue: phone, identifierProvedAt: null } });
    expect(await continueSignUp(browser.visit(), { password })).toMatchObject({ data: { step: "verify" } });
  });

  it("moves on once, however many right codes arrive at once", async () => {
    const [email, phone] = [freshAddress(), freshNumber()];
    await startSignUp(browser.visit(), { email, phone, username: freshName() });
    const [emailCode] = await codesFor(email);
    await Promise.all(Array.from({ length: 20 }, () => verifySignUp(browser.copy().visit(), { code: emailCode })));
    expect(await mailTo(phone)).toHaveLength(1);
  });
});

describe("[LK-01 LK-03] an address on an account that proved only its number", () => {
  it("lets its holder into nothing, and takes nothing from the account", async () => {
    browser.set("email", { verifyAtSignUp: false });
    browser.set("username", { signUp: "off" });
    const [email, phone] = [freshAddress(), freshNumber()];
    await startSignUp(browser.visit(), { email, phone });
    await verifySignUp(browser.visit(), { code: (await codesFor(phone))[0] });
    expect(await continueSignUp(browser.visit(), { password })).toMatchObject({ data: { step: "done" } });

    for (const begin of [
      async (one: TestBrowser) => {
        await startSignIn(one.visit(), { identifier: email });
        await chooseSignInMethod(one.visit(), "email-code");
      },
      (one: TestBrowser) => startReset(one.visit(), { identifier: email }),
    ]) {
      const holder = new TestBrowser();
      holder.settings = browser.settings;
      const before = (await mailTo(email)).length;
      await begin(holder);
      expect(await mailTo(email)).toHaveLength(before + 1);
      expect(await codesFor(email)).toEqual([]);
    }
    expect((await held(email, phone)).map(({ kind, verifiedAt }) => [kind, verifiedAt !== null]).sort()).toEqual([
      ["email", false],
      ["phone", true],
    ]);
    // The person who has the password is let in by either name.
    const back = new TestBrowser();
    back.settings = browser.settings;
    await startSignIn(back.visit(), { identifier: email });
    expect(code(await verifySignIn(back.visit(), "password", { password }))).toBe("ok");
  });

  it("nor by a code asked for before the account proved its number", async () => {
    browser.set("email", { verifyAtSignUp: false });
    const { userId, email } = await createPerson({ verified: false });
    const holder = new TestBrowser();
    holder.settings = browser.settings;
    await startSignIn(holder.visit(), { identifier: email });
    await chooseSignInMethod(holder.visit(), "email-code");
    const [sent] = await codesFor(email);
    const proof = {
      userId,
      kind: "phone" as const,
      value: freshNumber(),
      verifiedAt: holder.now,
      createdAt: holder.now,
    };
    await db.insert(identifiers).values(proof);
    expect(code(await verifySignIn(holder.visit(), "email-code", { code: sent }))).toBe("attempt_missing");
    expect(holder.jar.has("session")).toBe(false);
    expect((await held(email))[0]?.verifiedAt).toBeNull();
  });
});
