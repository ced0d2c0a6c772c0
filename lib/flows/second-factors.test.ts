import { eq } from "drizzle-orm";
import { beforeEach, describe, expect, it } from "vitest";
import { db } from "@/db/client";
import { auditEvents, devices, secondFactors, sessions } from "@/db/schema";
import { findSession, type Session } from "@/lib/sessions/read";
import { readTotpEnrolment } from "@/lib/users/authenticator";
import { listIdentifiers } from "@/lib/users/identifiers";
import { countBackupCodes, listSecondFactors } from "@/lib/users/second-factors";
import { findAttempt } from "./attempt";
import { confirmAuthenticator, startAuthenticator } from "./authenticator";
import { removePassword } from "./password";
import { removeOwnIdentifier } from "./profile";
import { finishReset, startReset, verifyReset } from "./reset-password";
import { verifySecondFactor } from "./second-factor";
import { chooseDefaultFactor, makeBackupCodes, removeFactor, turnOnPhone } from "./second-factors";
import { startSignIn, verifySignIn } from "./sign-in";
import { addAuthenticator } from "./test-arrangements";
import { codeOf, pending, sessionsOf, showCode } from "./test-second-factor";
import { appCode, codesFor, createPerson, freshNumber, mailTo, TestBrowser } from "./test-visit";

let browser: TestBrowser;
let person: Awaited<ReturnType<typeof createPerson>> & { phone: string };
let session: Session;
beforeEach(async () => {
  const phone = freshNumber();
  person = { ...(await createPerson({ phone })), phone };
  browser = await signedIn();
  session = await current();
});

async function signedIn(): Promise<TestBrowser> {
  const one = new TestBrowser();
  one.set("mfa", { totp: true, phoneCode: true, backupCodes: true });
  one.set("phone", { signIn: true });
  await startSignIn(one.visit(), { identifier: person.email });
  await verifySignIn(one.visit(), "password", { password: person.password });
  return one;
}
async function current(): Promise<Session> {
  const found = await findSession(browser.jar.get("session") ?? "", browser.now);
  if (!found) throw new Error("nobody is signed in");
  return found;
}
const numberId = async () => (await listIdentifiers(person.userId)).find(({ kind }) => kind === "phone")?.id ?? "";
async function setUpApp(): Promise<string> {
  await startAuthenticator(browser.visit(), session);
  const attempt = await findAttempt(browser.visit().cookies, "add-second-factor", browser.now);
  const app = attempt && (await readTotpEnrolment({ attemptId: attempt.id, userId: person.userId }));
  if (!app) throw new Error("no app on its way");
  return app.seed;
}

describe("[P43 MF-04] setting up an app in the profile", () => {
  it("[SE-03 SE-06] turns it on with the first right code, under a new token, and ends what began before", async () => {
    const elsewhere = await signedIn();
    const half = new TestBrowser();
    await startSignIn(half.visit(), { identifier: person.email });
    const seed = await setUpApp();
    expect(await listSecondFactors(db, person.userId)).toEqual([]);
    const before = browser.jar.get("session") ?? "";
    expect(await confirmAuthenticator(browser.visit(), session, { code: appCode(seed, browser.now) })).toMatchObject({
      data: { step: "done", redirectTo: "/profile/security/backup-codes" },
    });
    expect(await listSecondFactors(db, person.userId)).toMatchObject([{ strategy: "totp" }]);
    expect((await current()).secondFactorAt).toEqual(browser.now);
    expect(await findSession(before, browser.now)).toBeNull();
    expect(await findSession(elsewhere.jar.get("session") ?? "", browser.now)).toBeNull();
    expect(codeOf(await verifySignIn(half.visit(), "password", { password: person.password }))).toBe("attempt_missing");
    await browser.settled();
    expect((await mailTo(person.email)).map(({ subject }) => subject)).toContainEqual(
      expect.stringContaining("two-step verification is set up"),
    );
  });

  it("leaves the one in force alone until the new one has shown a code", async () => {
    const old = await addAuthenticator(person.userId);
    const seed = await setUpApp();
    expect(codeOf(await showCode(await pending(person), "totp", appCode(old, browser.now)))).toBe("ok");
    session = await current();
    expect(codeOf(await confirmAuthenticator(browser.visit(), session, { code: appCode(seed, browser.now) }))).toBe(
      "ok",
    );
    expect(codeOf(await showCode(await pending(person), "totp", appCode(old, browser.now)))).toBe("totp_incorrect");
    expect(await listSecondFactors(db, person.userId)).toHaveLength(1);
  });

  it("is nobody else's to finish, and the first code can't sign in as well (MF-02)", async () => {
    const seed = await setUpApp();
    const typed = appCode(seed, browser.now);
    const other = await createPerson();
    const stranger = { ...session, user: { ...session.user, id: other.userId } };
    expect(codeOf(await confirmAuthenticator(browser.visit(), stranger, { code: typed }))).toBe("attempt_missing");
    expect(codeOf(await confirmAuthenticator(browser.visit(), session, { code: typed }))).toBe("ok");
    const one = await pending(person);
    one.now = browser.now;
    expect(codeOf(await showCode(one, "totp", typed))).toBe("totp_used");
  });

  it("[P39] is not there while the admin has it off", async () => {
    browser.set("mfa", { totp: false });
    expect(codeOf(await startAuthenticator(browser.visit(), session))).toBe("strategy_unavailable");
  });
});

describe("[P40 MF-10] a number as the second factor", () => {
  it("has to be verified and one's own, of a country that gets messages", async () => {
    const other = await createPerson({ phone: freshNumber() });
    const [theirs] = (await listIdentifiers(other.userId)).filter(({ kind }) => kind === "phone");
    const [address] = (await listIdentifiers(person.userId)).filter(({ kind }) => kind === "email");
    for (const id of [theirs?.id, address?.id, "00000000-0000-4000-8000-000000000000"]) {
      expect(codeOf(await turnOnPhone(browser.visit(), session, id ?? ""))).toBe("not_found");
    }
    browser.set("smsCountries", { enabled: [] });
    expect(codeOf(await turnOnPhone(browser.visit(), session, await numberId()))).toBe("country_not_allowed");
    expect(await listSecondFactors(db, person.userId)).toEqual([]);
  });

  it("is never all there is for both steps", async () => {
    browser.set("email", { signIn: false });
    browser.set("password", { requiredAtSignUp: false });
    expect(codeOf(await removePassword(browser.visit(), session, { signOutOthers: false }))).toBe("ok");
    expect(codeOf(await turnOnPhone(browser.visit(), session, await numberId()))).toBe("second_factor_only_way_in");
    expect(await listSecondFactors(db, person.userId)).toEqual([]);
    browser.set("email", { signIn: true });
    expect(codeOf(await turnOnPhone(browser.visit(), session, await numberId()))).toBe("ok");
  });

  it("keeps its number from being removed", async () => {
    await turnOnPhone(browser.visit(), session, await numberId());
    browser.set("phone", { signUp: "off" });
    expect(codeOf(await removeOwnIdentifier(browser.visit(), session, await numberId()))).toBe("second_factor_number");
  });
});

describe("[P42 P43] second factors of one's own", () => {
  it("come in the order chosen, one default however many choose at once", async () => {
    await addAuthenticator(person.userId);
    await turnOnPhone(browser.visit(), session, await numberId());
    const [app, number] = await listSecondFactors(db, person.userId);
    expect([app?.strategy, number?.strategy]).toEqual(["totp", "phone-code"]);
    const choices = [app?.id, number?.id, app?.id, number?.id, app?.id, number?.id, number?.id];
    await Promise.all(choices.map((id) => chooseDefaultFactor(browser.visit(), session, id ?? "")));
    const rows = await db.select().from(secondFactors).where(eq(secondFactors.userId, person.userId));
    expect(rows.filter(({ isDefault }) => isDefault)).toHaveLength(1);
    await chooseDefaultFactor(browser.visit(), session, number?.id ?? "");
    expect((await listSecondFactors(db, person.userId))[0]?.id).toBe(number?.id);
  });

  it("go, and with the last one the backup codes; somebody else's stay", async () => {
    const other = await createPerson();
    await addAuthenticator(other.userId);
    const [theirs] = await listSecondFactors(db, other.userId);
    await addAuthenticator(person.userId);
    await makeBackupCodes(browser.visit(), session);
    expect(await countBackupCodes(person.userId)).toBe(10);
    expect(codeOf(await removeFactor(browser.visit(), session, theirs?.id ?? ""))).toBe("not_found");
    const [own] = await listSecondFactors(db, person.userId);
    expect(codeOf(await removeFactor(browser.visit(), session, own?.id ?? ""))).toBe("ok");
    expect(await countBackupCodes(person.userId)).toBe(0);
    expect(await listSecondFactors(db, other.userId)).toHaveLength(1);
  });

  it("keep one where everybody has to have one, however many removals come at once", async () => {
    browser.set("mfa", { required: true });
    await addAuthenticator(person.userId);
    await turnOnPhone(browser.visit(), session, await numberId());
    const ids = (await listSecondFactors(db, person.userId)).map(({ id }) => id);
    const results = await Promise.all([...ids, ...ids, ...ids].map((id) => removeFactor(browser.visit(), session, id)));
    expect(results.filter(({ ok }) => ok)).toHaveLength(1);
    expect(await listSecondFactors(db, person.userId)).toHaveLength(1);
  });

  it("[MF-06] new backup codes void the old ones, rest as hashes, and exist beside another factor only", async () => {
    expect(codeOf(await makeBackupCodes(browser.visit(), session))).toBe("second_factor_missing");
    await addAuthenticator(person.userId);
    const first = await makeBackupCodes(browser.visit(), session);
    const second = await makeBackupCodes(browser.visit(), session);
    if (!first.ok || !second.ok) throw new Error("no codes");
    expect(new Set([...first.data.backupCodes, ...second.data.backupCodes]).size).toBe(20);
    expect(first.data.backupCodes[0]).toMatch(/^([0-9a-hjkmnp-tv-z]{4}-){3}[0-9a-hjkmnp-tv-z]{4}$/);
    const [old, fresh] = [first.data.backupCodes[0], second.data.backupCodes[0]];
    expect(codeOf(await showCode(await pending(person), "backup-code", old))).toBe("backup_code_incorrect");
    expect(codeOf(await showCode(await pending(person), "backup-code", fresh))).toBe("ok");
    const events = await db.select().from(auditEvents).where(eq(auditEvents.actorId, person.userId));
    expect(JSON.stringify(events)).not.toContain(fresh?.slice(0, 4));
    browser.set("mfa", { backupCodes: false });
    expect(codeOf(await makeBackupCodes(browser.visit(), session))).toBe("strategy_unavailable");
  });

  it("[RC-05 SE-06] new backup codes end a journey that has shown an old one and is not at its end", async () => {
    await addAuthenticator(person.userId);
    const made = await makeBackupCodes(browser.visit(), session);
    if (!made.ok) throw new Error("no codes");
    const [first, second] = made.data.backupCodes;
    const reset = new TestBrowser();
    await startReset(reset.visit(), { identifier: person.email });
    await verifyReset(reset.visit(), { code: (await codesFor(person.email))[0] });
    const step = { strategy: "backup-code", trustBrowser: false };
    expect(await verifySecondFactor(reset.visit(), "reset-password", step, { code: first })).toMatchObject({
      data: { step: "new-password" },
    });
    const signIn = await pending(person);
    await makeBackupCodes(browser.visit(), session);
    const password = { password: "a password of somebody else", signOutOthers: true };
    expect(codeOf(await finishReset(reset.visit(), password))).toBe("attempt_missing");
    expect(codeOf(await showCode(signIn, "backup-code", second))).toBe("attempt_missing");
    expect(await sessionsOf(person.userId)).toBe(1);
  });

  it("[MF-09] are not set up by a request that an end of the session has overtaken", async () => {
    await addAuthenticator(person.userId);
    const number = await numberId();
    await db.delete(sessions).where(eq(sessions.userId, person.userId));
    expect(codeOf(await turnOnPhone(browser.visit(), session, number))).toBe("unauthenticated");
    expect((await makeBackupCodes(browser.visit(), session)).ok).toBe(false);
    expect(await listSecondFactors(db, person.userId)).toHaveLength(1);
    expect(await countBackupCodes(person.userId)).toBe(0);
  });

  it("[MF-08] go on being asked for when the admin switches everything off", async () => {
    const seed = await addAuthenticator(person.userId);
    const one = await pending(person);
    one.set("mfa", { totp: false, phoneCode: false, backupCodes: false });
    expect(await sessionsOf(person.userId)).toBe(1);
    expect(codeOf(await showCode(one, "totp", appCode(seed, one.now)))).toBe("ok");
    expect(await db.select().from(devices).where(eq(devices.userId, person.userId))).not.toEqual([]);
  });
});
