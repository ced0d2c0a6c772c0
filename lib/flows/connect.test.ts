import { randomUUID } from "node:crypto";
import { and, eq } from "drizzle-orm";
import { beforeEach, describe, expect, it } from "vitest";
import { db } from "@/db/client";
import { accounts, auditEvents, identifiers, sessions, users } from "@/db/schema";
import { ProvidedIdentity } from "@/lib/connections/identity";
import { findSession, type Session } from "@/lib/sessions/read";
import { deletePassword } from "@/lib/users/passwords";
import { disconnect } from "./connect";
import { startSignIn, verifySignIn } from "./sign-in";
import { finishSso } from "./sso-return";
import { startConnect } from "./sso-start";
import { readStepUp } from "./step-up-view";
import { addAuthenticator } from "./test-arrangements";
import { claimsOf, createEnterprise, freshKey, givenIdentity, leaveFor, switchSocial } from "./test-connections";
import { attemptOf, codeOf, showApp } from "./test-second-factor";
import { createPerson, mailTo, TestBrowser } from "./test-visit";

let browser: TestBrowser;
let connection: string;
let person: Awaited<ReturnType<typeof createPerson>>;
let session: Session;
beforeEach(async () => {
  browser = new TestBrowser();
  connection = freshKey();
  switchSocial(browser, connection, true);
  person = await createPerson();
  await startSignIn(browser.visit(), { identifier: person.email });
  expect(codeOf(await verifySignIn(browser.visit(), "password", person))).toBe("ok");
  session = await current();
});

async function current(): Promise<Session> {
  const found = await findSession(browser.jar.get("session") ?? "", browser.now);
  if (!found) throw new Error("nobody is signed in");
  return found;
}
const identityOf = (subject: string = randomUUID()) => new ProvidedIdentity(connection, "oauth", claimsOf(subject));
const held = (userId = person.userId) => db.$count(accounts, eq(accounts.userId, userId));
const events = (type: string) =>
  db.$count(auditEvents, and(eq(auditEvents.actorId, person.userId), eq(auditEvents.type, type)));
const accountOf = ({ connection, claims }: ProvidedIdentity) => ({ connection, subject: claims.subject });

/** Leaves no way in but connected accounts. */
const onlyConnected = async () => {
  await db.delete(identifiers).where(eq(identifiers.userId, person.userId));
};

describe("[P32 LK-06] connecting", () => {
  it("gives the identity to whoever left for it, is written down, and the owner is told", async () => {
    expect(await startConnect(browser.visit(), session, connection)).toMatchObject({ data: { step: "provider" } });
    expect(await finishSso(browser.visit(), identityOf())).toMatchObject({ data: { redirectTo: "/profile/security" } });
    await browser.settled();
    expect([await held(), await events("connection.added")]).toEqual([1, 1]);
    expect((await mailTo(person.email))[0]?.subject).toContain("was connected to your account");
    expect(await current()).toMatchObject({ id: session.id });
  });

  it("of nothing that is off, or an organisation's", async () => {
    switchSocial(browser, connection, false);
    for (const id of [connection, await createEnterprise(), "__proto__", undefined]) {
      expect(codeOf(await startConnect(browser.visit(), session, id))).toBe("strategy_unavailable");
    }
  });

  it("leaves somebody else's identity where it is", async () => {
    const other = await createPerson();
    const identity = await givenIdentity("oauth", connection, other.userId);
    await startConnect(browser.visit(), session, connection);
    expect(codeOf(await finishSso(browser.visit(), identity))).toBe("connection_taken");
    expect([await held(), await held(other.userId)]).toEqual([0, 1]);
  });

  it("gives an identity to one of two people who come back with it at once (OA-05)", async () => {
    const other = new TestBrowser();
    other.settings = browser.settings;
    const rival = await createPerson();
    await startSignIn(other.visit(), { identifier: rival.email });
    await verifySignIn(other.visit(), "password", rival);
    const identity = identityOf();
    for (const [who, userId] of [
      [browser, person.userId],
      [other, rival.userId],
    ] as const) {
      await leaveFor(who, identity, { purpose: "connect", userId });
    }
    const results = await Promise.all([browser, other].map((who) => finishSso(who.visit(), identity)));
    expect(results.map(codeOf).sort()).toEqual(["connection_taken", "ok"]);
    expect((await held()) + (await held(rival.userId))).toBe(1);
  });

  it("[LK-03] does nothing for a session that has ended, or ends while it goes on", async () => {
    await startConnect(browser.visit(), session, connection);
    const { back } = await db.transaction(async (tx) => {
      // Nobody else may lock the person; rows that name them can still be written.
      await tx.select().from(users).where(eq(users.id, person.userId)).for("no key update");
      const back = finishSso(browser.visit(), identityOf());
      await somebodyWaits();
      await tx.delete(sessions).where(eq(sessions.id, session.id));
      return { back };
    });
    expect(codeOf(await back)).toBe("unauthenticated");
    expect(await held()).toBe(0);
    await leaveFor(browser, identityOf(), { purpose: "connect", userId: person.userId });
    expect(codeOf(await finishSso(browser.visit(), identityOf()))).toBe("unauthenticated");
    expect(await held()).toBe(0);
  });
});

async function somebodyWaits(): Promise<void> {
  for (let looks = 0; looks < 500; looks++) {
    const [row] = await db.execute<{ waiting: number }>(
      "SELECT count(*)::int AS waiting FROM pg_locks WHERE NOT granted AND locktype IN ('transactionid', 'tuple')",
    );
    if (row && row.waiting > 0) return;
  }
  throw new Error("nobody waits");
}

describe("[P32 LK-06] disconnecting", () => {
  it("takes it away, is written down, and the owner is told", async () => {
    const identity = await givenIdentity("oauth", connection, person.userId);
    expect(await disconnect(browser.visit(), session, accountOf(identity))).toMatchObject({ ok: true });
    await browser.settled();
    expect([await held(), await events("connection.removed")]).toEqual([0, 1]);
    expect((await mailTo(person.email))[0]?.subject).toContain("was disconnected from your account");
  });

  it("[AZ-03] takes away nobody else's", async () => {
    const other = await createPerson();
    const identity = await givenIdentity("oauth", connection, other.userId);
    expect(codeOf(await disconnect(browser.visit(), session, accountOf(identity)))).toBe("not_found");
    expect(await held(other.userId)).toBe(1);
    // What no row can hold is no question to the database.
    const nothing = { connection, subject: "\u0000" };
    expect(codeOf(await disconnect(browser.visit(), session, nothing))).toBe("not_found");
  });

  it("leaves an organisation's account: that is an administrator's to end (P31)", async () => {
    const identity = await givenIdentity("enterprise", await createEnterprise(), person.userId);
    expect(codeOf(await disconnect(browser.visit(), session, accountOf(identity)))).toBe("changes_restricted");
    expect(await held()).toBe(1);
  });

  it("[RC-01] leaves one of two that go at once, where they are the only ways in", async () => {
    const both = [
      await givenIdentity("oauth", connection, person.userId),
      await givenIdentity("oauth", connection, person.userId),
    ];
    await onlyConnected();
    const results = await Promise.all(both.map((one) => disconnect(browser.visit(), session, accountOf(one))));
    expect(results.map(codeOf).sort()).toEqual(["connection_last", "ok"]);
    expect(await held()).toBe(1);
  });

  it("does not count what is for the profile only, or switched off", async () => {
    const other = freshKey();
    const spare = await givenIdentity("oauth", other, person.userId);
    const identity = await givenIdentity("oauth", connection, person.userId);
    await onlyConnected();
    for (const [enabled, use] of [
      [true, "connect"],
      [false, "sign-in"],
    ] as const) {
      switchSocial(browser, other, enabled, use);
      expect(codeOf(await disconnect(browser.visit(), session, accountOf(identity)))).toBe("connection_last");
    }
    switchSocial(browser, other, true);
    expect(codeOf(await disconnect(browser.visit(), session, accountOf(identity)))).toBe("ok");
    expect(await db.$count(accounts, eq(accounts.providerAccountId, spare.claims.subject))).toBe(1);
  });

  it("ends the sign-in it has begun, which would connect it again", async () => {
    const seed = await addAuthenticator(person.userId);
    const identity = await givenIdentity("oauth", connection, person.userId);
    const thief = new TestBrowser();
    thief.settings = browser.settings;
    await leaveFor(thief, identity);
    expect(await finishSso(thief.visit(), identity)).toMatchObject({ data: { step: "second-factor" } });
    expect(codeOf(await disconnect(browser.visit(), session, accountOf(identity)))).toBe("ok");
    expect(await attemptOf(thief)).toBeNull();
    expect(codeOf(await showApp(thief, { seed }))).toBe("attempt_missing");
    expect(await held()).toBe(0);
  });

  it("holds against a sign-in that knew it before and ends after", async () => {
    const seed = await addAuthenticator(person.userId);
    const identity = await givenIdentity("oauth", connection, person.userId);
    const thief = new TestBrowser();
    thief.settings = browser.settings;
    await leaveFor(thief, identity);
    await finishSso(thief.visit(), identity);
    await db.delete(accounts).where(eq(accounts.providerAccountId, identity.claims.subject));
    expect(codeOf(await showApp(thief, { seed }))).toBe("attempt_missing");
    expect([await held(), thief.jar.has("session")]).toEqual([0, false]);
  });
});

describe("[B10 SE-08] confirming with nothing of ours", () => {
  it("is offered the connections that sign in, each once, and only where there is no other method", async () => {
    await givenIdentity("oauth", connection, person.userId);
    await givenIdentity("oauth", connection, person.userId);
    const linkOnly = freshKey();
    switchSocial(browser, linkOnly, true, "connect");
    await givenIdentity("oauth", linkOnly, person.userId);
    await givenIdentity("enterprise", await createEnterprise(), person.userId);
    browser.wait(11 * 60);
    const view = async () => readStepUp(browser.visit(), await current());
    expect(await view()).toMatchObject({ signInWith: [] });
    await db.delete(identifiers).where(eq(identifiers.userId, person.userId));
    expect(await view()).toMatchObject({ signInWith: [] });
    await deletePassword(db, person.userId);
    expect(await view()).toMatchObject({
      current: null,
      others: [],
      signInWith: [{ connection, name: "Test provider" }],
    });
  });
});
