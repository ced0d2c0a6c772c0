import { eq } from "drizzle-orm";
import { beforeEach, describe, expect, it } from "vitest";
import { db } from "@/db/client";
import { secondFactors, sessions } from "@/db/schema";
import { createHolder, type Holder } from "./test-arrangements";
import { codeOf, pending, sessionsOf, showApp, showCode } from "./test-second-factor";
import { appCode, createPerson, type TestBrowser } from "./test-visit";

let person: Holder;
let browser: TestBrowser;
beforeEach(async () => {
  person = await createHolder();
  browser = await pending(person);
});

/** Under a lockout so wide that it is not what stops the crowd. */
async function twentyPending(): Promise<TestBrowser[]> {
  const browsers: TestBrowser[] = [];
  for (let index = 0; index < 20; index++) {
    const one = await pending(person);
    one.set("protection", { lockoutFailures: 100 });
    browsers.push(one);
  }
  return browsers;
}

describe("[P41 P44] a second factor", () => {
  it("is asked before there is a session, and then signs in with both on record", async () => {
    expect(await sessionsOf(person.userId)).toBe(0);
    expect(await showApp(browser, person)).toMatchObject({ data: { step: "done" } });
    const [session] = await db.select().from(sessions).where(eq(sessions.userId, person.userId));
    expect(session).toMatchObject({ amr: ["password", "totp"], secondFactorAt: browser.now });
  });

  it("[MF-02] by app works once, of 20 at once in 20 browsers", async () => {
    const browsers = await twentyPending();
    const now = new Date();
    for (const one of browsers) one.now = now;
    const results = await Promise.all(browsers.map((one) => showApp(one, person)));
    expect(results.filter(({ ok }) => ok)).toHaveLength(1);
    for (const result of results) expect(["ok", "totp_used"]).toContain(codeOf(result));
    expect(await sessionsOf(person.userId)).toBe(1);
  });

  it("[MF-02] by app is no use again, nor is the step before it", async () => {
    const earlier = appCode(person.seed, new Date(browser.now.getTime() - 30_000));
    expect(codeOf(await showApp(browser, person))).toBe("ok");
    const other = await pending(person);
    other.now = browser.now;
    expect(codeOf(await showApp(other, person))).toBe("totp_used");
    expect(codeOf(await showCode(other, "totp", earlier))).toBe("totp_used");
    other.wait(30);
    expect(codeOf(await showApp(other, person))).toBe("ok");
  });

  it("[MF-06] by backup code works once, of 20 at once, however it is typed", async () => {
    const typed = (person.backupCodes[3] ?? "").toUpperCase().replaceAll("-", " ");
    const browsers = await twentyPending();
    const results = await Promise.all(browsers.map((one) => showCode(one, "backup-code", typed)));
    expect(results.filter(({ ok }) => ok)).toHaveLength(1);
    expect(await sessionsOf(person.userId)).toBe(1);
  });

  it("[MF-06] by backup code counts as it was pasted, too", async () => {
    const [, first = "", second = "", third = ""] = person.backupCodes;
    const fullWidth = [...second].map((sign) => String.fromCharCode(sign.charCodeAt(0) + 0xfee0)).join("");
    const pasted = [
      `Backup codes of Acme: ${first} (keep it)`,
      fullWidth,
      `\u2066${third.replaceAll("-", "\u2011")}\u2069`,
    ];
    for (const typed of pasted) expect(codeOf(await showCode(await pending(person), "backup-code", typed))).toBe("ok");
  });

  it("of somebody else opens nothing", async () => {
    const other = await createHolder();
    expect(codeOf(await showCode(browser, "totp", appCode(other.seed, browser.now)))).toBe("totp_incorrect");
    expect(codeOf(await showCode(browser, "backup-code", other.backupCodes[0]))).toBe("backup_code_incorrect");
  });

  it("[MF-03] does not follow its seed to another person's row", async () => {
    const thief = await createPerson();
    const [row] = await db.select().from(secondFactors).where(eq(secondFactors.userId, person.userId));
    const copy = { userId: thief.userId, strategy: "totp" as const, secret: row?.secret, lastStep: 0 };
    await db.insert(secondFactors).values({ ...copy, createdAt: new Date() });
    const stolen = await pending(thief);
    expect(codeOf(await showApp(stolen, person))).toBe("strategy_unavailable");
    expect(await sessionsOf(thief.userId)).toBe(0);
  });
});
