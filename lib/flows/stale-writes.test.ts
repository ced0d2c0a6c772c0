import { eq } from "drizzle-orm";
import { beforeEach, describe, expect, it } from "vitest";
import { db } from "@/db/client";
import { identifiers, users } from "@/db/schema";
import type { Attempt } from "@/lib/strategies/strategy";
import { findAttempt } from "./attempt";
import { fillIn, moveToIdentifier, nameIdentifier, recordProof } from "./proofs";
import { continueSignUp, startSignUp, verifySignUp } from "./sign-up";
import { codeOf } from "./test-second-factor";
import { codesFor, freshAddress, freshNumber, TestBrowser } from "./test-visit";

let browser: TestBrowser;
beforeEach(() => {
  browser = new TestBrowser();
  browser.set("password", { requiredAtSignUp: false });
  browser.set("sms", { perCountryDaily: 1_000_000, perDay: 1_000_000, unverifiedPercent: 100 });
});

async function attempt(): Promise<Attempt> {
  const found = await findAttempt(browser.visit().cookies, "sign-up", browser.now);
  if (!found) throw new Error("no attempt");
  return found;
}
const proofOf = (at: Attempt, identifierProvedAt: Date | null = browser.now) => ({
  amr: at.amr,
  identifierProvedAt,
  secondFactorAt: null,
});

describe("[EM-03 LK-01] a proof belongs to the identifier it was shown for", () => {
  let begun: Attempt;
  const other = freshAddress();
  beforeEach(async () => {
    await startSignUp(browser.visit(), { email: freshAddress() });
    begun = await attempt();
  });

  it("and goes when the attempt is put on another one", async () => {
    await recordProof(begun, proofOf(begun));
    const named = await nameIdentifier(await attempt(), { kind: "email", value: other });
    expect(named).toMatchObject({ identifierValue: other, identifierProvedAt: null });
  });

  it("so nobody who read the attempt before a proof moves it to another one", async () => {
    await recordProof(begun, proofOf(begun));
    expect(await nameIdentifier(begun, { kind: "email", value: other })).toBeNull();
    expect(await fillIn(begun, { ...begun.data, email: other })).toBeNull();
    expect(await attempt()).toMatchObject({ identifierValue: begun.identifierValue, identifierProvedAt: browser.now });
  });

  it("nor is an older proof written beside a newer one", async () => {
    const proved = await recordProof(begun, proofOf(begun, new Date(browser.now.getTime() - 60_000)));
    await recordProof(begun, proofOf(begun));
    if (!proved) throw new Error("the proof was not written");
    expect(await moveToIdentifier(proved, { kind: "phone", value: freshNumber() }, proved.data)).toBeNull();
  });
});

describe("[LK-01 RC-04] two posts of the fields that were missing, at the same moment", () => {
  it("never make an address verified that nobody has proved", { timeout: 60_000 }, async () => {
    for (let round = 0; round < 5; round++) {
      browser = new TestBrowser();
      browser.set("email", { signUp: "optional" });
      browser.set("phone", { signUp: "required", signIn: true });
      browser.set("password", { requiredAtSignUp: false });
      browser.set("sms", { perCountryDaily: 1_000_000, perDay: 1_000_000, unverifiedPercent: 100 });
      const phone = freshNumber();
      expect(codeOf(await startSignUp(browser.visit(), { phone }))).toBe("ok");
      browser.set("email", { signUp: "required" });
      expect(codeOf(await verifySignUp(browser.visit(), { code: (await codesFor(phone))[0] }))).toBe("ok");
      const [mine, victims] = [freshAddress(), freshAddress()];
      await Promise.all([mine, victims, mine, victims].map((email) => continueSignUp(browser.visit(), { email })));
      const codes = await codesFor(mine);
      await Promise.all([
        ...codes.map((code) => verifySignUp(browser.visit(), { code })),
        continueSignUp(browser.visit(), { email: victims }),
        continueSignUp(browser.visit(), { email: mine }),
      ]);
      await continueSignUp(browser.visit(), {});
      const rows = await db.select().from(identifiers).where(eq(identifiers.value, victims));
      expect(rows).toEqual([]);
      expect(await db.$count(users, eq(users.email, victims))).toBe(0);
    }
  });
});
