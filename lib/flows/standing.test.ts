import { randomUUID } from "node:crypto";
import { and, eq } from "drizzle-orm";
import { beforeEach, describe, expect, it } from "vitest";
import { db } from "@/db/client";
import { identifiers, passkeys, sessions } from "@/db/schema";
import type { AttemptData } from "@/db/schema/attempts";
import { ok } from "@/lib/errors";
import { hashPassword } from "@/lib/security/password-hash";
import type { IdentifierKind } from "@/lib/users/identifiers";
import { startAttempt, updateAttempt } from "./attempt";
import { complete } from "./complete";
import { removeOwnIdentifier } from "./profile";
import { chooseSignInMethod, startSignIn, verifySignIn } from "./sign-in";
import { finishSso } from "./sso-return";
import { startSocial } from "./sso-start";
import { addAuthenticator } from "./test-arrangements";
import { createEnterprise, givenIdentity, leaveFor, switchEnterprise, switchSocial } from "./test-connections";
import { createOwner, type Owner, ownSession, PASSWORD } from "./test-late-owner";
import { codeOf, showApp } from "./test-second-factor";
import { codesFor, TestBrowser } from "./test-visit";
import { signed, signerOf } from "./test-wallet-visits";
import { finishWalletSignIn, startWalletSignIn } from "./wallet-sign-in";

const passwordHash = hashPassword(PASSWORD);
let owner: Owner;
let browser: TestBrowser;
beforeEach(async () => {
  owner = await createOwner(await passwordHash);
  browser = new TestBrowser();
  browser.settings = owner.device.settings;
});

const sessionsOfOwner = () => db.$count(sessions, eq(sessions.userId, owner.userId));
const rowOf = (value: string) => and(eq(identifiers.userId, owner.userId), eq(identifiers.value, value));

/** An attempt with its first factor proved, as if whom it is about had been read before it was written. */
async function begunLate(identifier: { kind: IdentifierKind; value: string } | null, data: AttemptData = {}) {
  const { userId } = owner;
  const attempt = await startAttempt(browser.visit(), { flow: "sign-in", userId, identifier, strategy: null, data });
  return updateAttempt(attempt, { amr: ["password"] });
}
const end = async (attempt: Awaited<ReturnType<typeof begunLate>>) =>
  codeOf(await complete(browser.visit(), attempt, async () => ok({ userId: owner.userId })));

describe("[LK-04] what an attempt rests on is asked again at the door", () => {
  it("an identifier that was removed just before the attempt was written", async () => {
    const { email, phone, username, wallet } = owner.old;
    for (const [kind, value] of Object.entries({ email, phone, username, wallet: wallet.address })) {
      await db.delete(identifiers).where(rowOf(value));
      expect(await end(await begunLate({ kind: kind as IdentifierKind, value })), kind).toBe("attempt_missing");
    }
    expect(await sessionsOfOwner()).toBe(2);
    expect(await end(await begunLate({ kind: "email", value: owner.email }))).toBe("ok");
  });

  it("one that was verified and no longer is: its code does not verify it anew", async () => {
    const { email } = owner.old;
    await startSignIn(browser.visit(), { identifier: email });
    await chooseSignInMethod(browser.visit(), "email-code");
    await db.update(identifiers).set({ verifiedAt: null }).where(rowOf(email));
    const [code] = await codesFor(email);
    expect(codeOf(await verifySignIn(browser.visit(), "email-code", { code }))).toBe("attempt_missing");
    expect(await sessionsOfOwner()).toBe(2);
  });

  it("a passkey, and the number of a second factor", async () => {
    const [row] = await db.select({ id: passkeys.id }).from(passkeys).where(eq(passkeys.userId, owner.userId));
    expect(await end(await begunLate(null, { passkey: randomUUID() }))).toBe("attempt_missing");
    expect(await end(await begunLate(null, { passkey: row?.id }))).toBe("ok");
    const attempt = await begunLate({ kind: "email", value: owner.email });
    await db.delete(identifiers).where(rowOf(owner.old.phone));
    expect(await end(await updateAttempt(attempt, { secondFactorPhone: owner.old.phone }))).toBe("attempt_missing");
  });

  it.each(["email", "phone", "username"] as const)("whether a %s still signs in here", async (kind) => {
    await startSignIn(browser.visit(), { identifier: owner.old[kind] });
    browser.set(kind, { signIn: false });
    const shown = await verifySignIn(browser.visit(), "password", { password: PASSWORD });
    expect(codeOf(shown)).toBe("strategy_unavailable");
    expect(await sessionsOfOwner()).toBe(2);
  });

  it("whether a wallet does, once its second factor is shown", async () => {
    const seed = await addAuthenticator(owner.userId);
    const { wallet } = owner.old;
    const proof = await signed(await startWalletSignIn(browser.visit(), signerOf(wallet)), wallet);
    expect(await finishWalletSignIn(browser.visit(), proof, {})).toMatchObject({ data: { step: "second-factor" } });
    browser.set("wallet", { metamask: false });
    expect(codeOf(await showApp(browser, { seed }))).toBe("strategy_unavailable");
    expect(await sessionsOfOwner()).toBe(2);
  });

  it.each([
    ["is for connecting only", (key: string) => switchSocial(browser, key, true, "connect")],
    ["is switched off", (key: string) => switchSocial(browser, key, false)],
    ["is removed", () => browser.set("social", { connections: {} })],
  ])("whether a social connection does, that %s now", async (_, change) => {
    const seed = await addAuthenticator(owner.userId);
    const { identity } = owner;
    await startSocial(browser.visit(), { connection: identity.connection });
    expect(await finishSso(browser.visit(), identity)).toMatchObject({ data: { step: "second-factor" } });
    change(identity.connection);
    expect(codeOf(await showApp(browser, { seed }))).toBe("strategy_unavailable");
  });

  it("whether an organization's connection does", async () => {
    const seed = await addAuthenticator(owner.userId);
    const connection = await createEnterprise();
    const identity = await givenIdentity("enterprise", connection, owner.userId);
    await leaveFor(browser, identity);
    expect(await finishSso(browser.visit(), identity)).toMatchObject({ data: { step: "second-factor" } });
    await switchEnterprise(connection, false);
    expect(codeOf(await showApp(browser, { seed }))).toBe("strategy_unavailable");
  });
});

describe("[LK-04 RC-01] a removal and a sign-in at the same moment", () => {
  it("end in a session that came first, or in none", { timeout: 60_000 }, async () => {
    for (let round = 0; round < 10; round++) {
      const person = await createOwner(await passwordHash);
      const [id] = await db
        .select({ id: identifiers.id })
        .from(identifiers)
        .where(and(eq(identifiers.userId, person.userId), eq(identifiers.value, person.old.email)));
      const tabs = await Promise.all(
        Array.from({ length: 4 }, async () => {
          const tab = new TestBrowser();
          tab.settings = person.device.settings;
          await startSignIn(tab.visit(), { identifier: person.old.email });
          await chooseSignInMethod(tab.visit(), "email-code");
          return tab;
        }),
      );
      const codes = await codesFor(person.old.email);
      const session = await ownSession(person.device);
      const ends = await Promise.all([
        removeOwnIdentifier(person.device.visit(), session, id?.id ?? ""),
        ...tabs.flatMap((tab) => codes.map((code) => verifySignIn(tab.visit(), "email-code", { code }))),
      ]);
      expect(codeOf(ends[0] as never)).toBe("ok");
      const late = await Promise.all(tabs.map((tab) => verifySignIn(tab.visit(), "email-code", { code: codes[0] })));
      for (const one of late) expect(codeOf(one)).toBe("attempt_missing");
    }
  });
});
