import { eq } from "drizzle-orm";
import { beforeEach, describe, expect, it } from "vitest";
import { db } from "@/db/client";
import { attempts, secondFactors } from "@/db/schema";
import { listIdentifiers } from "@/lib/users/identifiers";
import { chooseSecondFactor } from "./second-factor";
import { secondFactorMethods } from "./second-factor-methods";
import { chooseSignInMethod, startSignIn, verifySignIn } from "./sign-in";
import { createHolder, type Holder } from "./test-arrangements";
import { attemptOf, codeOf, pending, sessionsOf, showCode } from "./test-second-factor";
import { codesFor, TestBrowser } from "./test-visit";

let person: Holder;
let browser: TestBrowser;
beforeEach(async () => {
  person = await createHolder();
  browser = await pending(person);
});

describe("[P40 MF-10] a code by text message", () => {
  const addNumber = async () => {
    const number = (await listIdentifiers(person.userId)).find(({ kind }) => kind === "phone");
    if (!number) throw new Error("no number");
    await db
      .insert(secondFactors)
      .values({ userId: person.userId, strategy: "phone-code", identifierId: number.id, createdAt: new Date() });
  };
  beforeEach(addNumber);
  const choose = async (one: TestBrowser) => {
    const attempt = await attemptOf(one);
    const methods = attempt ? await secondFactorMethods(attempt, one.settings) : [];
    const id = methods.find(({ strategy }) => strategy === "phone-code")?.id;
    return chooseSecondFactor(one.visit(), "sign-in", id);
  };

  it("signs in, and does not count as a proof of what was typed first", async () => {
    expect(codeOf(await choose(browser))).toBe("ok");
    expect(codeOf(await showCode(browser, "phone-code", (await codesFor(person.phone))[0]))).toBe("ok");
    const [attempt] = await db.select().from(attempts).where(eq(attempts.userId, person.userId));
    expect(attempt?.identifierProvedAt).toBeNull();
  });

  it("is not the one that was the first factor, nor goes to the number that was", async () => {
    const one = new TestBrowser();
    one.set("phone", { signIn: true });
    await startSignIn(one.visit(), { identifier: person.phone });
    await chooseSignInMethod(one.visit(), "phone-code");
    const [sent] = await codesFor(person.phone);
    expect(await verifySignIn(one.visit(), "phone-code", { code: sent })).toMatchObject({
      data: { step: "second-factor" },
    });
    expect(codeOf(await choose(one))).toBe("strategy_unavailable");
    expect(codeOf(await showCode(one, "phone-code", sent))).toBe("code_incorrect");
    expect(await sessionsOf(person.userId)).toBe(0);
  });

  it("to somebody else's number can't be asked for", async () => {
    const other = await createHolder();
    const [row] = await db.select().from(secondFactors).where(eq(secondFactors.userId, other.userId));
    for (const id of [row?.id, other.phone, "phone-code", null, {}, ""]) {
      expect(codeOf(await chooseSecondFactor(browser.visit(), "sign-in", id))).toBe("strategy_unavailable");
    }
    expect(await codesFor(other.phone)).toEqual([]);
  });
});
