import { randomUUID } from "node:crypto";
import { eq, sql } from "drizzle-orm";
import { beforeAll, beforeEach, describe, expect, it } from "vitest";
import { db } from "@/db/client";
import { accounts, backupCodes, identifiers, lockouts, passkeys, secondFactors, users } from "@/db/schema";
import { issueUnlockLink } from "@/lib/access/unlock-links";
import { ProvidedIdentity } from "@/lib/connections/identity";
import { findSession } from "@/lib/sessions/read";
import { listTrustedBrowsers } from "@/lib/sessions/trusted-browsers";
import { addIdentifier, findOwner } from "@/lib/users/identifiers";
import { startAddIdentifier } from "./add-identifier";
import { openLink } from "./email-link";
import { finishReset, startReset, verifyReset } from "./reset-password";
import { chooseSignInMethod, startSignIn, verifySignIn } from "./sign-in";
import { continueSignUp, startSignUp, verifySignUp } from "./sign-up";
import { finishSso } from "./sso-return";
import { addAuthenticator, createHolder, type Holder, lockProofs } from "./test-arrangements";
import { claimsOf, freshKey, leaveFor, switchSocial } from "./test-connections";
import { answerPasskey, beginPasskey, sessionOf } from "./test-passkey-visits";
import { codeOf, pending, showApp, showCode } from "./test-second-factor";
import { appCode, codesFor, freshAddress, linksFor, mailTo, TestBrowser } from "./test-visit";
import { signInBy } from "./test-wallet-visits";
import { unlock } from "./unlock";

const PASSWORD = "another long password";
const SIX_DIGITS = expect.stringMatching(/^\d{6}$/);

/** Somebody who had everything, and was deleted. What their browsers still hold may open nothing of whoever comes after. */
let old: Holder & { username: string; identity: ProvidedIdentity; session: string; unlockToken: string };
/** Theirs: signed in, trusted, with a device cookie. */
let home: TestBrowser;
/** Journeys of theirs that were under way, by what they waited for. */
let open: Record<"code" | "link" | "reset" | "secondFactor", TestBrowser>;
let sent: { code: string; link: string; reset: string };

function anyBrowser(): TestBrowser {
  const browser = new TestBrowser();
  browser.set("email", { signUp: "optional", linkSignIn: true });
  browser.set("phone", { signUp: "optional", signIn: true });
  browser.set("username", { signUp: "optional", signIn: true });
  browser.set("password", { requiredAtSignUp: false });
  browser.set("mfa", { totp: true, backupCodes: true, trustBrowser: true });
  browser.set("passkey", { enabled: true, offerAfterSignIn: false });
  browser.set("wallet", { metamask: true });
  switchSocial(browser, connection, true);
  return browser;
}
const connection = freshKey();

/** Makes the person, and deletes them. */
async function arrange(): Promise<void> {
  const holder = await createHolder();
  const { userId, email } = holder;
  const username = `freed${userId.slice(0, 8)}`;
  await addIdentifier(db, userId, { kind: "username", value: username }, { verifiedAt: new Date(), now: new Date() });
  const identity = new ProvidedIdentity(connection, "oauth", claimsOf(randomUUID()));
  const now = new Date();
  const account = { type: "oidc", provider: connection, providerAccountId: identity.claims.subject };
  await db.insert(accounts).values({ userId, ...account, createdAt: now, lastUsedAt: now });

  home = await trusted(holder, holder.seed);
  open = { code: anyBrowser(), link: anyBrowser(), reset: anyBrowser(), secondFactor: home };
  for (const [method, one] of [
    ["email-code", open.code],
    ["email-link", open.link],
  ] as const) {
    await startSignIn(one.visit(), { identifier: email });
    await chooseSignInMethod(one.visit(), method);
  }
  const code = (await codesFor(email))[0] ?? "";
  await startReset(open.reset.visit(), { identifier: email });
  sent = { code, link: (await linksFor(email))[0] ?? "", reset: (await codesFor(email))[0] ?? "" };
  open.secondFactor = await pending(holder);
  await startAddIdentifier(home.visit(), await sessionOf(home), { kind: "email", value: freshAddress() });

  await lockProofs(userId, anyBrowser());
  const unlockToken = await issueUnlockLink(userId, new Date());
  old = { ...holder, username, identity, session: home.jar.get("session") ?? "", unlockToken };
  // Everything is as good as it looks, until now.
  expect(await findSession(old.session, home.now)).not.toBeNull();
  expect(sent).toEqual({ code: SIX_DIGITS, link: expect.stringMatching(/^[\w-]{43}$/), reset: SIX_DIGITS });
  expect(await held(passkeys, userId)).toBe(1);
  expect(await listTrustedBrowsers(userId)).toHaveLength(1);
  await db.delete(users).where(eq(users.id, userId));
}

/** Signs in with both steps, and trusts the browser. */
async function trusted({ email, password }: { email: string; password: string }, seed: string): Promise<TestBrowser> {
  const browser = anyBrowser();
  await startSignIn(browser.visit(), { identifier: email });
  await verifySignIn(browser.visit(), "password", { password });
  expect(codeOf(await showApp(browser, { seed }, true))).toBe("ok");
  return browser;
}

/** How somebody becomes a person by what has been freed. @returns nothing: the browser is signed in. */
const ways = {
  async email(browser: TestBrowser) {
    await startSignUp(browser.visit(), { email: old.email });
    await verifySignUp(browser.visit(), { code: (await codesFor(old.email))[0] });
  },
  async phone(browser: TestBrowser) {
    browser.set("email", { signUp: "optional" });
    await startSignUp(browser.visit(), { phone: old.phone });
    await verifySignUp(browser.visit(), { code: (await codesFor(old.phone))[0] });
  },
  async username(browser: TestBrowser) {
    browser.set("password", { requiredAtSignUp: true });
    await startSignUp(browser.visit(), { username: old.username });
    await continueSignUp(browser.visit(), { password: PASSWORD });
  },
  async wallet(browser: TestBrowser) {
    await signInBy(browser, old.wallet);
  },
  async social(browser: TestBrowser) {
    await leaveFor(browser, old.identity);
    await finishSso(browser.visit(), old.identity);
  },
};

/** The new person of the freed address, with a password and an app of their own. */
async function newPerson(): Promise<{ userId: string; email: string; password: string; seed: string }> {
  const browser = anyBrowser();
  browser.set("password", { requiredAtSignUp: true });
  await ways.email(browser);
  await continueSignUp(browser.visit(), { password: PASSWORD });
  const { user } = await sessionOf(browser);
  return { userId: user.id, email: old.email, password: PASSWORD, seed: await addAuthenticator(user.id) };
}
const held = (table: typeof passkeys | typeof secondFactors | typeof backupCodes | typeof accounts, userId: string) =>
  db.$count(table, eq(table.userId, userId));

describe("[LK-07] what a deleted account has freed", () => {
  beforeEach(arrange);

  it("leaves no row of it anywhere", async () => {
    const columns = await db.execute<{ table: string; column: string }>(sql`
      SELECT kcu.table_name AS table, kcu.column_name AS column
      FROM information_schema.table_constraints tc
      JOIN information_schema.key_column_usage kcu USING (constraint_name)
      JOIN information_schema.constraint_column_usage ccu USING (constraint_name)
      WHERE tc.constraint_type = 'FOREIGN KEY' AND ccu.table_name = 'users'`);
    expect(columns.length).toBeGreaterThan(8);
    for (const { table, column } of columns) {
      const [rows] = await db.execute<{ count: number }>(
        sql`SELECT count(*)::int FROM ${sql.identifier(table)} WHERE ${sql.identifier(column)} = ${old.userId}`,
      );
      expect([table, rows?.count]).toEqual([table, 0]);
    }
  });

  for (const kind of Object.keys(ways) as (keyof typeof ways)[]) {
    it(`makes a new person by the same ${kind}, even in the old one's browser, who has nothing of the old one`, async () => {
      const browser = home;
      expect(await findSession(old.session, browser.now)).toBeNull();
      await ways[kind](browser);
      const { user, amr } = await sessionOf(browser);
      expect(user.id).not.toBe(old.userId);
      expect(browser.jar.get("session")).not.toBe(old.session);
      const own = await db.select().from(identifiers).where(eq(identifiers.userId, user.id));
      expect(own.map((one) => one.kind)).toEqual(kind === "social" ? [] : [kind]);
      expect([kind, await held(passkeys, user.id), await held(secondFactors, user.id)]).toEqual([kind, 0, 0]);
      expect([await held(backupCodes, user.id), await held(accounts, user.id)]).toEqual([0, kind === "social" ? 1 : 0]);
      expect(await listTrustedBrowsers(user.id)).toEqual([]);
      expect(amr).toHaveLength(1);
      // What was not taken is still free.
      const free = { email: old.email, phone: old.phone, username: old.username, wallet: old.wallet.address };
      for (const [other, value] of Object.entries(free)) {
        const owner = await findOwner({ kind: other as "email", value });
        expect([other, owner?.userId]).toEqual([other, other === kind ? user.id : undefined]);
      }
    });
  }
});

describe("[LK-07] nothing of the old account opens the one that has its address now", () => {
  let fresh: Awaited<ReturnType<typeof newPerson>>;
  beforeAll(async () => {
    await arrange();
    fresh = await newPerson();
  });
  const sessionsOfNew = async () =>
    (await db.execute(sql`SELECT 1 FROM sessions WHERE user_id = ${fresh.userId}`)).length;

  it("neither its session, nor a code, link or half journey that was under way", async () => {
    const before = await sessionsOfNew();
    const { code, link, reset } = sent;
    expect(await findSession(old.session, home.now)).toBeNull();
    expect(codeOf(await verifySignIn(open.code.visit(), "email-code", { code }))).toBe("attempt_missing");
    expect(codeOf(await openLink(open.link.visit(), link, null))).toBe("link_unknown");
    expect(codeOf(await openLink(anyBrowser().visit(), link, null))).toBe("link_unknown");
    expect(codeOf(await verifyReset(open.reset.visit(), { code: reset }))).toBe("attempt_missing");
    const password = { password: "a stolen long password", signOutOthers: true };
    expect(codeOf(await finishReset(open.reset.visit(), password))).toBe("attempt_missing");
    expect(codeOf(await showApp(open.secondFactor, old))).toBe("attempt_missing");
    expect(codeOf(await showCode(open.secondFactor, "backup-code", old.backupCodes[0]))).toBe("attempt_missing");
    // Nor do the codes fit the journeys the new person begins.
    const browser = anyBrowser();
    await startSignIn(browser.visit(), { identifier: fresh.email });
    await chooseSignInMethod(browser.visit(), "email-code");
    for (const one of [code, reset]) {
      expect(codeOf(await verifySignIn(browser.visit(), "email-code", { code: one }))).toBe("code_incorrect");
    }
    expect(await sessionsOfNew()).toBe(before);
  });

  it("nor its password, app, backup codes or trusted browser", async () => {
    await startSignIn(home.visit(), { identifier: fresh.email });
    expect(codeOf(await verifySignIn(home.visit(), "password", { password: old.password }))).toBe(
      "credentials_incorrect",
    );
    // In the browser the old account trusted, the right password still owes the second step.
    expect(await verifySignIn(home.visit(), "password", { password: fresh.password })).toMatchObject({
      data: { step: "second-factor" },
    });
    expect(codeOf(await showCode(home, "totp", appCode(old.seed, home.now)))).toBe("totp_incorrect");
    expect(codeOf(await showCode(home, "backup-code", old.backupCodes[0]))).toBe("backup_code_incorrect");
    expect(codeOf(await showApp(home, fresh))).toBe("ok");
  });

  it("nor its passkey, wallet or connected account: those are nobody's, or make somebody else", async () => {
    const browser = anyBrowser();
    expect(codeOf(await answerPasskey(browser, old.passkey.get(await beginPasskey(browser))))).toBe("passkey_unknown");
    for (const way of [ways.wallet, ways.social]) {
      const other = anyBrowser();
      await way(other);
      expect([old.userId, fresh.userId]).not.toContain((await sessionOf(other)).user.id);
    }
  });

  it("and its lock, its unlock link and what was guessed at it are about nobody else", async () => {
    const browser = anyBrowser();
    await startSignIn(browser.visit(), { identifier: fresh.email });
    expect(await verifySignIn(browser.visit(), "password", { password: fresh.password })).toMatchObject({ ok: true });
    await lockProofs(fresh.userId, browser);
    const before = await db.$count(lockouts, eq(lockouts.userId, fresh.userId));
    await unlock(browser.visit(), old.unlockToken);
    expect(codeOf(await showApp(browser, fresh))).toBe("locked");
    expect(await db.$count(lockouts, eq(lockouts.userId, fresh.userId))).toBe(before);
  });

  it("nor does a journey that was begun while the address was nobody's end in the new account", async () => {
    const value = freshAddress();
    const early = { password: anyBrowser(), code: anyBrowser(), reset: anyBrowser() };
    await startSignIn(early.password.visit(), { identifier: value });
    await startSignIn(early.code.visit(), { identifier: value });
    await chooseSignInMethod(early.code.visit(), "email-code");
    await startReset(early.reset.visit(), { identifier: value });
    const owner = anyBrowser();
    owner.set("password", { requiredAtSignUp: true });
    await startSignUp(owner.visit(), { email: value });
    await verifySignUp(owner.visit(), { code: (await codesFor(value))[0] });
    await continueSignUp(owner.visit(), { password: PASSWORD });
    const { user } = await sessionOf(owner);
    const mails = await mailTo(value);
    await verifySignIn(early.password.visit(), "password", { password: PASSWORD });
    await chooseSignInMethod(early.password.visit(), "email-code");
    for (const one of await codesFor(value)) {
      await verifySignIn(early.password.visit(), "email-code", { code: one });
      await verifySignIn(early.code.visit(), "email-code", { code: one });
      await verifyReset(early.reset.visit(), { code: one });
    }
    for (const one of Object.values(early)) expect(one.jar.has("session")).toBe(false);
    expect(mails.length).toBeGreaterThan(0);
    expect(await db.execute(sql`SELECT 1 FROM sessions WHERE user_id = ${user.id}`)).toHaveLength(1);
  });
});
