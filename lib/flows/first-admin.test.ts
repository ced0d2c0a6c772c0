import { randomUUID } from "node:crypto";
import { and, eq } from "drizzle-orm";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { db } from "@/db/client";
import { auditEvents, enterpriseConnections, identifiers, rateLimits, users } from "@/db/schema";
import { claimFirstAdmin } from "@/lib/access/first-admin";
import { ProvidedIdentity } from "@/lib/connections/identity";
import { openLink } from "./email-link";
import { finishReset, startReset, verifyReset } from "./reset-password";
import { chooseSignInMethod, startSignIn, verifySignIn } from "./sign-in";
import { continueSignUp, startSignUp, verifySignUp } from "./sign-up";
import { finishSso } from "./sso-return";
import { claimsOf, createEnterprise, freshKey, leaveFor, switchSocial } from "./test-connections";
import { codesFor, createPerson, freshAddress, freshNumber, linksFor, TestBrowser } from "./test-visit";

/** As an owner may type it; `BOSS` is what it is normalised. */
vi.hoisted(() => vi.stubEnv("ADMIN_EMAIL", "The.Boss@First-Admin.test"));
const BOSS = "the.boss@first-admin.test";
const PASSWORD = "a new long password";

let browser: TestBrowser;
beforeEach(async () => {
  await db.update(users).set({ role: "user" });
  const held = db.select({ id: identifiers.userId }).from(identifiers).where(eq(identifiers.value, BOSS));
  for (const { id } of await held) await db.delete(users).where(eq(users.id, id));
  // Five messages an hour go to one address.
  await db.delete(rateLimits);
  browser = new TestBrowser();
});

const admins = async () => (await db.select().from(users).where(eq(users.role, "admin"))).map(({ email }) => email);
/** Somebody who has the address already, by whatever means, and is no admin. */
async function createBoss(): Promise<{ userId: string; password: string }> {
  const person = await createPerson();
  await db.update(identifiers).set({ value: BOSS }).where(eq(identifiers.value, person.email));
  await db.update(users).set({ email: BOSS }).where(eq(users.id, person.userId));
  return person;
}
async function signUp(email: string, one = browser) {
  await startSignUp(one.visit(), { email });
  await verifySignUp(one.visit(), { code: (await codesFor(email))[0] });
  return continueSignUp(one.visit(), { password: PASSWORD });
}
async function comeBack(connection: string, strategy: ProvidedIdentity["strategy"], subject: string = randomUUID()) {
  const identity = new ProvidedIdentity(connection, strategy, claimsOf(subject, { email: BOSS, emailVerified: true }));
  await leaveFor(browser, identity);
  return finishSso(browser.visit(), identity);
}

describe("[AZ-01] who proves the address in ADMIN_EMAIL while there is no admin", () => {
  it("becomes the one admin by a code at sign-up, and it is written down; nobody after that", async () => {
    expect(await signUp(freshAddress(), new TestBrowser())).toMatchObject({ data: { step: "done" } });
    expect(await admins()).toEqual([]);
    expect(await signUp(BOSS)).toMatchObject({ data: { step: "done" } });
    expect(await admins()).toEqual([BOSS]);
    const [boss] = await db.select().from(users).where(eq(users.email, BOSS));
    const changes = and(eq(auditEvents.actorId, boss?.id ?? ""), eq(auditEvents.type, "role.changed"));
    expect(await db.$count(auditEvents, changes)).toBe(1);
    // Somebody else is the admin by now: the address is an ordinary one.
    const successor = await createPerson();
    await db.update(users).set({ role: "user" });
    await db.update(users).set({ role: "admin" }).where(eq(users.id, successor.userId));
    const again = new TestBrowser();
    await startSignIn(again.visit(), { identifier: BOSS });
    await chooseSignInMethod(again.visit(), "email-code");
    await verifySignIn(again.visit(), "email-code", { code: (await codesFor(BOSS))[0] });
    expect(again.jar.has("session")).toBe(true);
    expect(await admins()).toEqual([successor.email]);
  });

  it("becomes it by a code at sign-up that is followed by another proof", async () => {
    browser.set("phone", { signUp: "required" });
    const phone = freshNumber();
    await startSignUp(browser.visit(), { email: BOSS, phone });
    await verifySignUp(browser.visit(), { code: (await codesFor(BOSS))[0] });
    await verifySignUp(browser.visit(), { code: (await codesFor(phone))[0] });
    await continueSignUp(browser.visit(), { password: PASSWORD });
    expect(await admins()).toEqual([BOSS]);
  });

  it("becomes it by a code at sign-in, by a link, or by a reset: not by the password", async () => {
    const ways = {
      async code(one: TestBrowser) {
        await startSignIn(one.visit(), { identifier: BOSS });
        await chooseSignInMethod(one.visit(), "email-code");
        await verifySignIn(one.visit(), "email-code", { code: (await codesFor(BOSS))[0] });
      },
      async link(one: TestBrowser) {
        one.set("email", { linkSignIn: true });
        await startSignIn(one.visit(), { identifier: BOSS });
        await chooseSignInMethod(one.visit(), "email-link");
        await openLink(one.visit(), (await linksFor(BOSS))[0] ?? "", null);
      },
      async reset(one: TestBrowser) {
        await startReset(one.visit(), { identifier: BOSS });
        await verifyReset(one.visit(), { code: (await codesFor(BOSS))[0] });
        await finishReset(one.visit(), { password: PASSWORD, signOutOthers: false });
      },
    };
    const boss = await createBoss();
    for (const [how, way] of Object.entries(ways)) {
      await db.update(users).set({ role: "user" });
      const known = new TestBrowser();
      await startSignIn(known.visit(), { identifier: BOSS });
      await verifySignIn(known.visit(), "password", { password: boss.password });
      expect([how, known.jar.has("session"), await admins()]).toEqual([how, true, []]);
      const one = new TestBrowser();
      await way(one);
      expect([how, one.jar.has("session"), await admins()]).toEqual([how, true, [BOSS]]);
    }
  });

  it("does not become it by a provider's word, at sign-up or later; by a code, then", async () => {
    browser.set("password", { requiredAtSignUp: false });
    const connection = freshKey();
    switchSocial(browser, connection, true);
    const subject = randomUUID();
    for (const when of ["sign-up", "sign-in"]) {
      browser.jar.clear();
      expect(await comeBack(connection, "oauth", subject)).toMatchObject({ data: { step: "done" } });
      expect([when, await admins()]).toEqual([when, []]);
    }
    const [boss] = await db.select().from(users).where(eq(users.email, BOSS));
    expect(boss?.emailVerified).toEqual(expect.any(Date));
    browser.jar.clear();
    await startSignIn(browser.visit(), { identifier: BOSS });
    await chooseSignInMethod(browser.visit(), "email-code");
    await verifySignIn(browser.visit(), "email-code", { code: (await codesFor(BOSS))[0] });
    expect(await admins()).toEqual([BOSS]);
  });

  it("does not become it by a provider's word that is followed by a code for something else", async () => {
    browser.set("phone", { signUp: "required" });
    const connection = freshKey();
    switchSocial(browser, connection, true);
    const phone = freshNumber();
    expect(await comeBack(connection, "oauth")).toMatchObject({ data: { step: "continue" } });
    expect(await continueSignUp(browser.visit(), { phone })).toMatchObject({ data: { step: "verify" } });
    expect(await verifySignUp(browser.visit(), { code: (await codesFor(phone))[0] })).toMatchObject({
      data: { step: "done" },
    });
    expect(await admins()).toEqual([]);
  });

  it("becomes it by the code that a provider without a word for the address makes necessary", async () => {
    const connection = freshKey();
    switchSocial(browser, connection, true);
    const identity = new ProvidedIdentity(connection, "oauth", claimsOf(randomUUID(), { email: BOSS }));
    await leaveFor(browser, identity);
    await finishSso(browser.visit(), identity);
    expect(await admins()).toEqual([]);
    await verifySignUp(browser.visit(), { code: (await codesFor(BOSS))[0] });
    expect(await admins()).toEqual([BOSS]);
  });

  it("does not become it by an organization's provider", async () => {
    const connection = await createEnterprise("first-admin.test");
    expect(await comeBack(connection, "enterprise")).toMatchObject({ data: { step: "done" } });
    expect(await admins()).toEqual([]);
    await db.delete(enterpriseConnections).where(eq(enterpriseConnections.id, connection));
  });

  it("is one of twenty at once, each having proved it", async () => {
    const twenty = await Promise.all(Array.from({ length: 20 }, () => createPerson()));
    const by = { client: browser.visit().client, now: browser.now };
    const address = { kind: "email", value: BOSS } as const;
    await Promise.all(twenty.map(({ userId }) => db.transaction((tx) => claimFirstAdmin(tx, userId, address, by))));
    expect(await admins()).toHaveLength(1);
    const changes = await db.select().from(auditEvents).where(eq(auditEvents.type, "role.changed"));
    expect(changes.filter(({ actorId }) => twenty.some(({ userId }) => userId === actorId))).toHaveLength(1);
  });
});
