import { randomUUID } from "node:crypto";
import { and, eq } from "drizzle-orm";
import { beforeEach, describe, expect, it } from "vitest";
import { db } from "@/db/client";
import { accounts, identifiers, passkeys, passwords, sessions } from "@/db/schema";
import { ProvidedIdentity } from "@/lib/connections/identity";
import { findOwner } from "@/lib/users/identifiers";
import { findAttempt } from "./attempt";
import { chooseSignInMethod, verifySignIn } from "./sign-in";
import { continueSignUp, verifySignUp } from "./sign-up";
import { finishSso } from "./sso-return";
import { addAuthenticator } from "./test-arrangements";
import { claimsOf, freshKey, leaveFor, switchSocial } from "./test-connections";
import { givePasskey } from "./test-passkeys";
import { codesFor, createPerson, freshAddress, mailTo, TestBrowser } from "./test-visit";

let browser: TestBrowser;
let connection: string;
beforeEach(() => {
  browser = new TestBrowser();
  connection = freshKey();
  switchSocial(browser, connection, true);
});

const identityOf = (email: string | null, emailVerified = true, subject: string = randomUUID()) =>
  new ProvidedIdentity(connection, "oauth", claimsOf(subject, { email, emailVerified, firstName: "Ada" }));

async function comeBack(identity: ProvidedIdentity) {
  await leaveFor(browser, identity);
  return finishSso(browser.visit(), identity);
}
const accountsOf = (userId: string) => db.select().from(accounts).where(eq(accounts.userId, userId));
const isSignedIn = () => browser.jar.has("session");

describe("[P32 LK-06] an address both sides have proved", () => {
  it("links and signs in, past the password, and tells the owner", async () => {
    const person = await createPerson();
    expect(await comeBack(identityOf(person.email))).toMatchObject({ ok: true, data: { step: "done" } });
    await browser.settled();
    expect(isSignedIn()).toBe(true);
    expect(await accountsOf(person.userId)).toMatchObject([
      { provider: connection, access_token: null, id_token: null },
    ]);
    expect((await mailTo(person.email)).map(({ subject }) => subject)).toContainEqual(
      expect.stringContaining("was connected to your account"),
    );
  });

  it("asks for the second factor before anything is linked", async () => {
    const person = await createPerson();
    await addAuthenticator(person.userId);
    expect(await comeBack(identityOf(person.email))).toMatchObject({
      data: { step: "second-factor", flow: "sign-in" },
    });
    expect(isSignedIn()).toBe(false);
    expect(await accountsOf(person.userId)).toEqual([]);
  });

  it("signs in by the identity afterwards, whatever address the provider names", async () => {
    const person = await createPerson();
    const subject = randomUUID();
    await comeBack(identityOf(person.email, true, subject));
    const other = await createPerson();
    browser.jar.clear();
    await comeBack(identityOf(other.email, true, subject));
    expect(await db.$count(sessions, eq(sessions.userId, person.userId))).toBe(2);
    expect(await db.$count(sessions, eq(sessions.userId, other.userId))).toBe(0);
  });
});

describe("[LK-05] an address the provider does not vouch for", () => {
  it("never links: it is proved by a code, and then the page says that there is an account", async () => {
    const person = await createPerson();
    expect(await comeBack(identityOf(person.email, false))).toMatchObject({
      data: { step: "verify", flow: "sign-up" },
    });
    const [code] = await codesFor(person.email);
    const done = await verifySignUp(browser.visit(), { code });
    expect(done).toMatchObject({ ok: true, data: { step: "sso-stopped", problem: "sso_account_exists" } });
    expect((await findAttempt(browser.visit().cookies, "sso", browser.now))?.data.problem?.email).toBe(person.email);
    expect(isSignedIn()).toBe(false);
    expect(await accountsOf(person.userId)).toEqual([]);
  });

  it("is said at once where everybody may learn who has an account", async () => {
    const person = await createPerson();
    browser.set("protection", { enumeration: "bulk" });
    expect(await comeBack(identityOf(person.email, false))).toMatchObject({
      data: { step: "sso-stopped", problem: "sso_account_exists" },
    });
    expect(await codesFor(person.email)).toEqual([]);
  });

  it("looks the same for an address nobody has (EN-01)", async () => {
    const email = freshAddress();
    expect(await comeBack(identityOf(email, false))).toMatchObject({ data: { step: "verify", flow: "sign-up" } });
    const [code] = await codesFor(email);
    expect(await verifySignUp(browser.visit(), { code })).toMatchObject({ data: { step: "done" } });
    expect((await findOwner({ kind: "email", value: email }))?.verified).toBe(true);
  });
});

describe("[LK-01 LK-02 LK-03] an account that never proved the address", () => {
  async function strangersAccount() {
    const stranger = await createPerson({ verified: false });
    await givePasskey(stranger.userId);
    const at = { type: "oidc", createdAt: new Date(), lastUsedAt: new Date() };
    await db
      .insert(accounts)
      .values({ userId: stranger.userId, provider: "theirs", providerAccountId: randomUUID(), ...at });
    const theirs = new TestBrowser();
    return { ...stranger, theirs };
  }

  it("is never taken over: the address is proved first, and what the stranger set up is gone", async () => {
    const { userId, email, password } = await strangersAccount();
    expect(await comeBack(identityOf(email))).toMatchObject({ data: { step: "verify", flow: "sign-in" } });
    expect(await accountsOf(userId)).toHaveLength(1);
    expect(isSignedIn()).toBe(false);
    const [code] = await codesFor(email);
    expect(await verifySignIn(browser.visit(), "email-code", { code })).toMatchObject({ data: { step: "done" } });
    expect(await accountsOf(userId)).toMatchObject([{ provider: connection }]);
    expect(await db.$count(passwords, eq(passwords.userId, userId))).toBe(0);
    expect(await db.$count(passkeys, eq(passkeys.userId, userId))).toBe(0);
    expect(await db.$count(sessions, eq(sessions.userId, userId))).toBe(1);
    expect(password).toBeTruthy();
  });

  it("links nothing by the stranger's password", async () => {
    const { userId, email, password } = await strangersAccount();
    await comeBack(identityOf(email));
    await chooseSignInMethod(browser.visit(), "password");
    expect(await verifySignIn(browser.visit(), "password", { password })).toMatchObject({
      error: { code: "sso_prove_first" },
    });
    expect(isSignedIn()).toBe(false);
    expect(await accountsOf(userId)).toMatchObject([{ provider: "theirs" }]);
  });

  it("says what to do where no code or link could prove it", async () => {
    const { email } = await strangersAccount();
    browser.set("email", { codeSignIn: false, linkSignIn: false });
    expect(await comeBack(identityOf(email))).toMatchObject({
      data: { step: "sso-stopped", problem: "sso_account_unproved" },
    });
  });
});

describe("[P28] somebody new", () => {
  it("becomes an account with what the provider tells, without a password", async () => {
    browser.set("names", { firstName: "optional" });
    const email = freshAddress();
    expect(await comeBack(identityOf(email))).toMatchObject({ data: { step: "done" } });
    const owner = await findOwner({ kind: "email", value: email });
    expect(owner?.verified).toBe(true);
    expect(await accountsOf(owner?.userId ?? "")).toHaveLength(1);
  });

  it("is asked for what is missing: username, number, last name", async () => {
    browser.set("username", { signUp: "required" });
    browser.set("names", { firstName: "required", lastName: "required" });
    const email = freshAddress();
    expect(await comeBack(identityOf(email))).toMatchObject({ data: { step: "continue" } });
    expect(await continueSignUp(browser.visit(), { username: "x" })).toMatchObject({ ok: false });
    const username = freshKey();
    const done = await continueSignUp(browser.visit(), { username, lastName: "Lovelace" });
    expect(done).toMatchObject({ data: { step: "done" } });
    expect(await findOwner({ kind: "username", value: username })).not.toBeNull();
  });

  it("cannot change the address the provider named while it is asked for the rest", async () => {
    browser.set("username", { signUp: "required" });
    const victim = await createPerson();
    const email = freshAddress();
    await comeBack(identityOf(email));
    await continueSignUp(browser.visit(), { username: freshKey(), email: victim.email });
    expect(await findOwner({ kind: "email", value: victim.email })).toMatchObject({ userId: victim.userId });
    expect((await findOwner({ kind: "email", value: email }))?.verified).toBe(true);
  });

  it("without an address is asked for one, which is proved", async () => {
    expect(await comeBack(identityOf(null))).toMatchObject({ data: { step: "continue" } });
    const email = freshAddress();
    expect(await continueSignUp(browser.visit(), { email })).toMatchObject({ data: { step: "verify" } });
    const [code] = await codesFor(email);
    expect(await verifySignUp(browser.visit(), { code })).toMatchObject({ data: { step: "done" } });
  });

  it("gets nothing while sign-up is closed, and nothing is left behind", async () => {
    browser.set("signUp", { open: false });
    const email = freshAddress();
    expect(await comeBack(identityOf(email))).toMatchObject({ error: { code: "sign_up_closed" } });
    expect(await db.$count(identifiers, and(eq(identifiers.kind, "email"), eq(identifiers.value, email)))).toBe(0);
  });
});

describe("[OA-01 OA-02 OA-05] the way back", () => {
  it("needs the browser that left, once, within its time, for the same connection", async () => {
    const identity = identityOf(freshAddress());
    expect(await finishSso(browser.visit(), identity)).toMatchObject({ error: { code: "attempt_missing" } });
    await leaveFor(browser, identity);
    expect(await finishSso(new TestBrowser().visit(), identity)).toMatchObject({ error: { code: "attempt_missing" } });
    const other = new ProvidedIdentity(freshKey(), "oauth", identity.claims);
    expect(await finishSso(browser.visit(), other)).toMatchObject({ error: { code: "sso_refused" } });
    browser.wait(15 * 60 + 1);
    expect(await finishSso(browser.visit(), identity)).toMatchObject({ error: { code: "attempt_missing" } });
    expect(isSignedIn()).toBe(false);
  });

  it("[RC-01] gives one session to 20 who come back at once", async () => {
    const person = await createPerson();
    const identity = identityOf(person.email);
    await leaveFor(browser, identity);
    const twins = Array.from({ length: 20 }, () => browser.copy());
    const results = await Promise.all(twins.map((twin) => finishSso(twin.visit(), identity)));
    expect(results.filter(({ ok }) => ok)).toHaveLength(1);
    expect(await db.$count(sessions, eq(sessions.userId, person.userId))).toBe(1);
    expect(await accountsOf(person.userId)).toHaveLength(1);
  });

  it("takes the same subject of another connection for somebody else", async () => {
    const person = await createPerson();
    const subject = randomUUID();
    await comeBack(identityOf(person.email, true, subject));
    connection = freshKey();
    switchSocial(browser, connection, true);
    browser.jar.clear();
    const email = freshAddress();
    await comeBack(identityOf(email, true, subject));
    expect((await findOwner({ kind: "email", value: email }))?.userId).not.toBe(person.userId);
  });

  it("[OA-11] refuses a connection that was switched off, or made link only, meanwhile", async () => {
    const identity = identityOf(freshAddress());
    for (const [enabled, use] of [
      [false, "sign-in"],
      [true, "connect"],
    ] as const) {
      await leaveFor(browser, identity);
      switchSocial(browser, connection, enabled, use);
      expect(await finishSso(browser.visit(), identity)).toMatchObject({ error: { code: "strategy_unavailable" } });
    }
  });
});
