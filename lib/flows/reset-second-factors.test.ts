import { and, eq, sql } from "drizzle-orm";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { db } from "@/db/client";
import { attempts, auditEvents, backupCodes, devices, secondFactors, sessions, users } from "@/db/schema";
import { listLocks } from "@/lib/access/lockout";
import { isNotVoid } from "@/lib/access/void-attempts";
import { findSession, type Session } from "@/lib/sessions/read";
import { readTotpEnrolment } from "@/lib/users/authenticator";
import { readResettable } from "@/lib/users/resettable";
import { confirmEnrolment, startEnrolment } from "./enrolment";
import { resetSecondFactors } from "./reset-second-factors";
import { verifySecondFactor } from "./second-factor";
import { startSignIn, verifySignIn } from "./sign-in";
import { createHolder, type Holder, lockProofs } from "./test-arrangements";
import { appCode, createPerson, mailTo, TestBrowser } from "./test-visit";

const REASON = "Lost the phone, showed a passport";
const NOTHING = { hasApp: false, numbers: [], backupCodes: 0, trustedBrowsers: 0, isSettingUp: false };
const ADDED = { strategy: "phone-code" as const, createdAt: new Date() };

const code = (result: { ok: boolean; error?: { code: string } }) => (result.ok ? "ok" : result.error?.code);
const twoStep = (userId: string) => readResettable(db, userId, new Date());

let browser: TestBrowser;
let admin: Session;
beforeEach(async () => {
  browser = new TestBrowser();
  const boss = await createPerson();
  await db.update(users).set({ role: "admin" }).where(eq(users.id, boss.userId));
  await passFirstStep(browser, boss);
  admin = await sessionIn(browser);
});

const passFirstStep = async (into: TestBrowser, { email, password }: { email: string; password: string }) => {
  await startSignIn(into.visit(), { identifier: email });
  return verifySignIn(into.visit(), "password", { password });
};
const prove = (into: TestBrowser, strategy: "totp" | "backup-code", proof: string | undefined, trustBrowser = false) =>
  verifySecondFactor(into.visit(), "sign-in", { strategy, trustBrowser }, { code: proof });
const reset = (userId: string, reason = REASON) => resetSecondFactors(browser.visit(), admin, { userId, reason });
const countOf = (table: typeof sessions | typeof attempts, userId: string) =>
  db.$count(table, eq(table.userId, userId));

async function sessionIn(of: TestBrowser): Promise<Session> {
  const session = await findSession(of.jar.get("session") ?? "", of.now);
  if (!session) throw new Error("nobody is signed in");
  return session;
}

/** Somebody with an app, a number, codes, and two browsers: one trusted and signed in, one before its second step. */
async function createProtected(): Promise<Holder & { signedIn: TestBrowser; waiting: TestBrowser }> {
  const holder = await createHolder();
  const [number] = await db.execute<{ id: string }>(
    sql`SELECT id FROM identifiers WHERE user_id = ${holder.userId} AND kind = 'phone'`,
  );
  await db.insert(secondFactors).values({ userId: holder.userId, identifierId: number?.id, ...ADDED });
  const signedIn = new TestBrowser();
  signedIn.set("mfa", { trustBrowser: true });
  await passFirstStep(signedIn, holder);
  expect(code(await prove(signedIn, "backup-code", holder.backupCodes[0], true))).toBe("ok");
  const waiting = new TestBrowser();
  expect(await passFirstStep(waiting, holder)).toMatchObject({ data: { step: "second-factor" } });
  return { ...holder, signedIn, waiting };
}

describe("[P46 MF-09] an admin resets somebody's second factors", () => {
  it("removes every method, code and trusted browser, ends sessions and journeys, and tells the person", async () => {
    const { userId, email, phone, signedIn } = await createProtected();
    expect(await twoStep(userId)).toMatchObject({ hasApp: true, numbers: [phone], backupCodes: 9, trustedBrowsers: 1 });
    expect(code(await reset(userId))).toBe("ok");
    expect(await twoStep(userId)).toEqual(NOTHING);
    expect(await db.$count(backupCodes, eq(backupCodes.userId, userId))).toBe(0);
    expect(await findSession(signedIn.jar.get("session") ?? "")).toBeNull();
    expect(await countOf(sessions, userId)).toBe(0);
    expect(await db.$count(attempts, and(eq(attempts.userId, userId), sql`completed_at IS NULL`, isNotVoid))).toBe(0);

    await browser.settled();
    const [mail] = await mailTo(email);
    expect(mail?.subject).toContain("your two-step verification was reset");
    expect(mail?.text).toContain("an administrator");
    expect(mail?.text).not.toContain(REASON);
  });

  it("[LG-01] writes down who did it to whom, why, and what there was; the reason as it was given", async () => {
    const { userId } = await createProtected();
    await reset(userId);
    const events = await db.select().from(auditEvents).where(eq(auditEvents.type, "second-factor.reset"));
    expect(events.filter(({ subjectId }) => subjectId === userId)).toMatchObject([
      { actorId: admin.user.id, data: { reason: REASON, factors: 2, backupCodes: 9, trustedBrowsers: 1 } },
    ]);
  });

  it("leaves nothing that was begun before worth anything: the waiting browser, the old codes, the old app", async () => {
    const { userId, waiting, backupCodes: codes, seed, ...holder } = await createProtected();
    await reset(userId);
    expect(code(await prove(waiting, "backup-code", codes[1]))).toBe("attempt_missing");
    expect(code(await prove(waiting, "totp", appCode(seed, waiting.now)))).toBe("attempt_missing");
    const fresh = new TestBrowser();
    expect(await passFirstStep(fresh, holder)).toMatchObject({ data: { step: "done" } });
    expect(code(await prove(fresh, "totp", appCode(seed, fresh.now)))).toBe("attempt_missing");
    expect(await countOf(sessions, userId)).toBe(1);
  });

  it("[P39] where everybody has to have one, the next sign-in asks to set it up, also in the browser once trusted", async () => {
    const { userId, signedIn, ...holder } = await createProtected();
    await reset(userId);
    signedIn.set("mfa", { required: true, totp: true, trustBrowser: true });
    expect(await passFirstStep(signedIn, holder)).toMatchObject({ data: { step: "enrolment" } });
    expect(await countOf(sessions, userId)).toBe(0);
  });

  it("[MF-04] ends an enrolment on its way in another browser, also where it is all there is", async () => {
    const person = await createPerson();
    const other = new TestBrowser();
    other.set("mfa", { required: true, totp: true });
    await passFirstStep(other, person);
    expect(code(await startEnrolment(other.visit(), "sign-in", { strategy: "totp" }))).toBe("ok");
    const [attempt] = await db.select().from(attempts).where(eq(attempts.userId, person.userId));
    const app = await readTotpEnrolment({ attemptId: attempt?.id ?? "", userId: person.userId });
    expect(app?.seed).toMatch(/^[A-Z2-7]{32}/);

    expect(await twoStep(person.userId)).toEqual({ ...NOTHING, isSettingUp: true });
    expect(code(await reset(person.userId))).toBe("ok");
    const proof = { code: appCode(app?.seed ?? "", other.now) };
    expect(code(await confirmEnrolment(other.visit(), "sign-in", proof))).toBe("attempt_missing");
    expect(await twoStep(person.userId)).toEqual(NOTHING);
    expect(await countOf(sessions, person.userId)).toBe(0);
  });

  it("lets in whoever was locked out for guessing wrong", async () => {
    const { userId, waiting, ...holder } = await createProtected();
    for (let tries = 0; tries < 5; tries++) await prove(waiting, "totp", "000000");
    await lockProofs(userId, browser);
    expect(await listLocks(userId, browser.now)).toHaveLength(2);
    await reset(userId);
    expect(await listLocks(userId, browser.now)).toEqual([]);
    expect(code(await passFirstStep(new TestBrowser(), holder))).toBe("ok");
  });

  it("touches nobody else", async () => {
    const [one, other] = [await createProtected(), await createProtected()];
    const before = await twoStep(other.userId);
    await reset(one.userId);
    expect(await twoStep(other.userId)).toEqual(before);
    expect((await sessionIn(other.signedIn)).user.id).toBe(other.userId);
    expect(code(await prove(other.waiting, "backup-code", other.backupCodes[1]))).toBe("ok");
    expect((await sessionIn(browser)).id).toBe(admin.id);
  });

  it("happens as a whole or not at all: what fails at its end leaves everything as it was", async () => {
    const { userId, email, signedIn, waiting, backupCodes: codes } = await createProtected();
    const before = await twoStep(userId);
    // The audit is the last thing written.
    const constraint = sql.raw(`CHECK (subject_id IS DISTINCT FROM '${userId}') NOT VALID`);
    await db.execute(sql`ALTER TABLE audit_events ADD CONSTRAINT "test_fails" ${constraint}`);
    await expect(reset(userId)).rejects.toThrow();
    await db.execute(sql`ALTER TABLE audit_events DROP CONSTRAINT "test_fails"`);
    await browser.settled();
    expect(await twoStep(userId)).toEqual(before);
    expect((await sessionIn(signedIn)).user.id).toBe(userId);
    expect(code(await prove(waiting, "backup-code", codes[1]))).toBe("ok");
    expect((await mailTo(email)).filter(({ subject }) => subject?.includes("reset"))).toEqual([]);
  });

  it("is refused for nobody, and where there is nothing to reset; of 10 at once one does it", async () => {
    expect(code(await reset("00000000-0000-4000-8000-000000000000"))).toBe("not_found");
    const plain = await createPerson();
    const signedIn = new TestBrowser();
    await passFirstStep(signedIn, plain);
    expect(code(await reset(plain.userId))).toBe("nothing_to_reset");
    expect((await sessionIn(signedIn)).user.id).toBe(plain.userId);
    const { userId } = await createProtected();
    const results = (await Promise.all(Array.from({ length: 10 }, () => reset(userId)))).map(code);
    expect(results.filter((result) => result === "ok")).toHaveLength(1);
    expect(results.filter((result) => result === "nothing_to_reset")).toHaveLength(9);
  });

  it("of somebody deleted at the same time finds nobody", async () => {
    const { userId } = await createProtected();
    const [, result] = await Promise.all([
      db.transaction((tx) => tx.delete(users).where(eq(users.id, userId))),
      reset(userId),
    ]);
    expect(["ok", "not_found"]).toContain(code(result));
    expect(await db.$count(devices, eq(devices.userId, userId))).toBe(0);
    expect(code(await reset(userId))).toBe("not_found");
  });

  it("[RC-01] outruns every proof: of 20 people proving a second step meanwhile, no session is left", async () => {
    const people = await Promise.all(Array.from({ length: 20 }, createProtected));
    const proofs = await Promise.all(
      people.flatMap(({ userId, waiting, backupCodes: codes }, index) => {
        const both = [() => prove(waiting, "backup-code", codes[1]), () => reset(userId)];
        return (index % 2 ? both : both.reverse()).map((run) => run());
      }),
    );
    expect(proofs.filter(({ ok }) => ok).length).toBeGreaterThanOrEqual(20);
    for (const { userId } of people) {
      expect([await countOf(sessions, userId), await twoStep(userId)]).toEqual([0, NOTHING]);
    }
  });

  it("[RC-01] waits for a session that is just being written, and ends it", async () => {
    const { userId, waiting, backupCodes: codes } = await createProtected();
    const waits = (count: number) =>
      vi.waitFor(async () => {
        const [row] = await db.execute(sql`
          SELECT count(DISTINCT pid)::int AS count FROM pg_locks JOIN pg_stat_activity USING (pid)
          WHERE NOT granted AND datname = current_database()`);
        expect(row).toEqual({ count });
      });
    // The audit is the last thing a sign-in writes, so this holds it back right before its end.
    const results = await db.transaction(async (tx) => {
      await tx.execute(sql`LOCK TABLE audit_events IN SHARE MODE`);
      const proof = prove(waiting, "backup-code", codes[1]);
      await waits(1);
      const done = reset(userId);
      await waits(2);
      return [proof, done];
    });
    expect((await Promise.all(results)).map(code)).toEqual(["ok", "ok"]);
    expect(await countOf(sessions, userId)).toBe(0);
  });

  it("of an admin's own account is no exception: it ends their session too", async () => {
    const { userId, signedIn } = await createProtected();
    const own = await sessionIn(signedIn);
    expect(code(await resetSecondFactors(signedIn.visit(), own, { userId, reason: REASON }))).toBe("ok");
    expect(await countOf(sessions, userId)).toBe(0);
  });
});
