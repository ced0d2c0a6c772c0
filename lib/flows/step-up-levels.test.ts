import { eq, like } from "drizzle-orm";
import { beforeEach, describe, expect, it } from "vitest";
import { db } from "@/db/client";
import { devices, lockouts, secondFactors, sessions } from "@/db/schema";
import { isRecent } from "@/lib/guard";
import { findSession, type Session } from "@/lib/sessions/read";
import { staleLevel } from "@/lib/sessions/recency";
import { startSignIn, verifySignIn } from "./sign-in";
import { chooseStepUpMethod, verifyStepUp } from "./step-up";
import { readStepUp } from "./step-up-view";
import { addAuthenticator, createHolder, type Holder } from "./test-arrangements";
import { appCode, codesFor, createPerson, TestBrowser } from "./test-visit";

const code = (result: { ok: boolean; error?: { code: string } }) => (result.ok ? "ok" : result.error?.code);

let browser: TestBrowser;
let person: Holder;

/** Signs in on a trusted browser: the first factor is right, the second was not asked for. */
async function signIn(into: TestBrowser, { email, password }: { email: string; password: string }, userId: string) {
  await db.delete(secondFactors).where(eq(secondFactors.userId, userId));
  await startSignIn(into.visit(), { identifier: email });
  expect(code(await verifySignIn(into.visit(), "password", { password }))).toBe("ok");
}

beforeEach(async () => {
  browser = new TestBrowser();
  person = await createHolder();
  await signIn(browser, person, person.userId);
  person.seed = await addAuthenticator(person.userId);
});

async function current(of = browser): Promise<Session> {
  const session = await findSession(of.jar.get("session") ?? "", of.now);
  if (!session) throw new Error("nobody is signed in");
  return session;
}
const growOld = (one = browser) => one.wait(11 * 60);
const view = async (of = browser) => readStepUp(of.visit(), await current(of));
const recent = async (of = browser) => (await staleLevel(await current(of), of.settings, of.now)) === null;
const show = async (strategy: string, proof: unknown, of = browser) => {
  const result = await verifyStepUp(of.visit(), await current(of), { strategy, redirectUrl: "/profile" }, proof);
  return result.ok ? result.data.step : result.error.code;
};
const password = () => show("password", { password: person.password });
const app = (of = browser, seed = person.seed) => show("totp", { code: appCode(seed, of.now) }, of);
const failures = () =>
  db
    .select()
    .from(lockouts)
    .where(like(lockouts.subject, `user:${person.userId}:device:${deviceId}:%`))
    .orderBy(lockouts.proof);
let deviceId = "";
beforeEach(async () => {
  const [device] = await db.select({ id: devices.id }).from(devices).where(eq(devices.userId, person.userId));
  deviceId = device?.id ?? "";
});

describe("[B10 SE-08] confirming with a second factor", () => {
  it("a fresh first factor alone is not enough, and only the second one is asked for", async () => {
    expect(await isRecent(await current(), browser.now)).toBe(false);
    expect(await view()).toMatchObject({
      level: "second-factor",
      current: { id: expect.any(String), strategy: "totp" },
    });
    expect(await password()).toBe("strategy_unavailable");
    expect(await app()).toBe("done");
    expect(await isRecent(await current(), browser.now)).toBe(true);
    expect((await current()).amr).toEqual(["password", "totp"]);
    expect(await view()).toEqual({ done: true });
  });

  it("[SE-03] asks for both once both are old, in that order, and gives a new token each time", async () => {
    growOld();
    const tokens = [browser.jar.get("session")];
    expect(await app()).toBe("strategy_unavailable");
    expect(await password()).toBe("verify");
    tokens.push(browser.jar.get("session"));
    expect(await recent()).toBe(false);
    expect(await view()).toMatchObject({ level: "second-factor", redirectTo: "/profile" });
    // The first one again is no second one.
    expect(await password()).toBe("strategy_unavailable");
    expect(await recent()).toBe(false);
    expect(await app()).toBe("done");
    tokens.push(browser.jar.get("session"));
    expect(await recent()).toBe(true);
    expect(new Set(tokens).size).toBe(3);
    for (const old of tokens.slice(0, 2)) expect(await findSession(old ?? "", browser.now)).toBeNull();
  });

  it("the first level does not outlive its minutes while the second is awaited", async () => {
    growOld();
    expect(await password()).toBe("verify");
    growOld();
    expect(await view()).toMatchObject({ level: "first-factor" });
    expect(await app()).toBe("strategy_unavailable");
    expect(await recent()).toBe(false);
  });

  it("[MF-02] not with a code shown before, nor with somebody else's app or backup code", async () => {
    const shown = appCode(person.seed, browser.now);
    expect(await show("totp", { code: shown })).toBe("done");
    // Asked again within the same half minute.
    await db.update(sessions).set({ secondFactorAt: null }).where(eq(sessions.userId, person.userId));
    expect(await show("totp", { code: shown })).toBe("totp_used");
    const other = await createHolder();
    expect(await app(browser, other.seed)).toBe("totp_incorrect");
    expect(await show("backup-code", { code: other.backupCodes[0] })).toBe("backup_code_incorrect");
    expect(await recent()).toBe(false);
    expect(await show("backup-code", { code: person.backupCodes[0] })).toBe("done");
    await db.update(sessions).set({ secondFactorAt: null }).where(eq(sessions.userId, person.userId));
    expect(await show("backup-code", { code: person.backupCodes[0] })).toBe("backup_code_used");
  });

  it("[SM-05] not with a code texted in another journey, nor with one of the first level", async () => {
    const [number] = await db.execute<{ id: string }>(
      `SELECT id FROM identifiers WHERE user_id = '${person.userId}' AND kind = 'phone'`,
    );
    await db.insert(secondFactors).values({
      userId: person.userId,
      strategy: "phone-code",
      identifierId: number?.id,
      createdAt: new Date(),
    });
    browser.set("phone", { signIn: true });
    growOld();
    await chooseStepUpMethod(browser.visit(), await current(), { method: "phone-code" });
    const [first] = await codesFor(person.phone);
    expect(await show("phone-code", { code: first })).toBe("verify");
    // The number was the first factor: the app is what is left.
    expect(await view()).toMatchObject({
      level: "second-factor",
      current: { strategy: "totp" },
      others: [{ id: "backup-code" }],
    });
    expect(await show("phone-code", { code: first })).not.toBe("done");
    expect(await recent()).toBe(false);
  });

  it("[SE-04] somebody else's half-way journey is worth nothing, nor is one's own in another account", async () => {
    growOld();
    expect(await password()).toBe("verify");
    const thief = new TestBrowser();
    const other = await createPerson();
    await signIn(thief, other, other.userId);
    growOld(thief);
    thief.jar.set("step-up-attempt", browser.jar.get("step-up-attempt") ?? "");
    expect(await view(thief)).toMatchObject({ level: "first-factor", message: null });
    expect(await app(thief)).toBe("strategy_unavailable");
    expect(await recent(thief)).toBe(false);
  });

  it("[RL-01] wrong ones count on the account; the first level's success does not clear them, the last one does", async () => {
    growOld();
    expect(await show("password", { password: "wrong horse" })).toBe("credentials_incorrect");
    expect(await password()).toBe("verify");
    expect(await show("totp", { code: "000000" })).toBe("totp_incorrect");
    expect(await failures()).toMatchObject([
      { proof: "password", failures: 1 },
      { proof: "totp", failures: 1 },
    ]);
    expect(await app()).toBe("done");
    expect(await failures()).toEqual([]);
  });

  it("[RL-01] ten wrong second factors lock, whatever number of journeys they are spread over", async () => {
    const answers: string[] = [];
    for (let tries = 0; tries < 12; tries++) answers.push(await show("totp", { code: "000000" }));
    expect(answers.filter((one) => one === "totp_incorrect").length).toBeLessThanOrEqual(10);
    expect(answers.at(-1)).toBe("locked");
    expect(await app()).toBe("locked");
  });

  it("[RL-01] the first one does not clear them either where the second is still fresh", async () => {
    expect(await show("totp", { code: "000000" })).toBe("totp_incorrect");
    const tenMinutes = { secondFactorAt: new Date(browser.now.getTime() + 11 * 60_000) };
    await db.update(sessions).set(tenMinutes).where(eq(sessions.userId, person.userId));
    growOld();
    expect(await password()).toBe("done");
    expect(await failures()).toMatchObject([{ failures: 0 }, { proof: "totp", failures: 1 }]);
  });

  it("nobody without one is asked for one", async () => {
    await db.delete(secondFactors).where(eq(secondFactors.userId, person.userId));
    expect(await recent()).toBe(true);
    growOld();
    browser.set("mfa", { required: true, totp: true });
    expect(await password()).toBe("done");
    expect(await recent()).toBe(true);
  });
});

describe("[B10 SE-08] a number as both factors", () => {
  /** A person whose one second factor is the number they can also confirm with. */
  async function withNumberOnly() {
    await db.delete(secondFactors).where(eq(secondFactors.userId, person.userId));
    await db.execute(`DELETE FROM backup_codes WHERE user_id = '${person.userId}'`);
    await db.execute(`INSERT INTO second_factors (user_id, strategy, identifier_id, created_at)
      SELECT user_id, 'phone-code', id, now() FROM identifiers WHERE user_id = '${person.userId}' AND kind = 'phone'`);
  }

  it("is not offered as the first one where it would be needed again", async () => {
    await withNumberOnly();
    growOld();
    expect(await view()).toMatchObject({ current: { id: "password" }, others: [{ id: "email-code" }] });
    expect(await password()).toBe("verify");
    expect(await view()).toMatchObject({
      level: "second-factor",
      current: { strategy: "phone-code" },
      message: { minutes: 10 },
    });
    const [texted] = await codesFor(person.phone);
    expect(await show("phone-code", { code: texted })).toBe("done");
  });

  it("a session that began with a code to a number begins with the first one again", async () => {
    await withNumberOnly();
    await db.execute(`UPDATE sessions SET amr = '{phone-code}' WHERE user_id = '${person.userId}'`);
    expect(await view()).toMatchObject({ level: "first-factor" });
    expect(await password()).toBe("verify");
    expect(await view()).toMatchObject({ level: "second-factor" });
  });
});
