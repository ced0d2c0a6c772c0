import { eq, sql } from "drizzle-orm";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { db } from "@/db/client";
import { lockouts, passkeys, users } from "@/db/schema";
import type { SoftAuthenticator } from "@/lib/security/test-soft-authenticator";
import { HOME_PATH } from "./next-step";
import { startSignIn, verifySignIn } from "./sign-in";
import { addAuthenticator, lockProofs } from "./test-arrangements";
import { answerPasskey, auditedOf, beginPasskey, passkeyBrowser, passkeysOf, sessionOf } from "./test-passkey-visits";
import { givePasskey } from "./test-passkeys";
import { codeOf, pending, sessionsOf, showApp, showCode } from "./test-second-factor";
import { createPerson, type TestBrowser } from "./test-visit";

let browser: TestBrowser;
let person: Awaited<ReturnType<typeof createPerson>>;
let key: SoftAuthenticator;
beforeEach(async () => {
  browser = passkeyBrowser();
  person = await createPerson();
  key = await givePasskey(person.userId);
});

/** The whole of a sign-in. */
async function signIn(one = browser, deviation: Parameters<SoftAuthenticator["get"]>[1] = {}, redirectUrl?: string) {
  return answerPasskey(one, key.get(await beginPasskey(one), deviation), redirectUrl);
}

describe("[P21 P23] a passkey", () => {
  it("signs in with one action, for both factors", async () => {
    await addAuthenticator(person.userId);
    const options = await beginPasskey(browser);
    expect(options).toMatchObject({ rpId: "localhost", userVerification: "required", allowCredentials: [] });
    expect(Buffer.from(options.challenge, "base64url").length).toBeGreaterThanOrEqual(32);
    expect(await answerPasskey(browser, key.get(options))).toMatchObject({
      data: { step: "done", redirectTo: HOME_PATH },
    });
    const session = await sessionOf(browser);
    expect(session).toMatchObject({ amr: ["passkey"], secondFactorAt: browser.now });
    expect(session.user.id).toBe(person.userId);
    expect(await passkeysOf(person.userId)).toMatchObject([{ lastUsedAt: browser.now }]);
  });

  it("is one factor where settings want a second one all the same, and never that one (PK-12)", async () => {
    const seed = await addAuthenticator(person.userId);
    browser.set("passkey", { satisfiesSecondFactor: false });
    const twin = browser.copy();
    expect(await signIn()).toMatchObject({ data: { step: "second-factor", flow: "sign-in" } });
    expect(browser.jar.has("session")).toBe(false);
    expect(codeOf(await showCode(browser, "passkey", "any"))).toBe("strategy_unavailable");
    expect(codeOf(await signIn(twin))).toBe("ok");
    expect(await sessionsOf(person.userId)).toBe(0);
    expect(codeOf(await showApp(browser, { seed }))).toBe("ok");
    expect((await sessionOf(browser)).amr).toEqual(["passkey", "totp"]);
  });

  it("is all there is to show for whoever has no second factor, and no second factor then", async () => {
    browser.set("passkey", { satisfiesSecondFactor: false });
    expect(await signIn()).toMatchObject({ data: { step: "done" } });
    expect((await sessionOf(browser)).secondFactorAt).toBeNull();
  });

  it("is enough where everybody has to have a second factor, unless settings say otherwise", async () => {
    browser.set("mfa", { required: true, totp: true });
    expect(await signIn()).toMatchObject({ data: { step: "done" } });
    const strict = passkeyBrowser({ satisfiesSecondFactor: false });
    strict.set("mfa", { required: true, totp: true });
    expect(await signIn(strict)).toMatchObject({ data: { step: "enrolment" } });
    expect(strict.jar.has("session")).toBe(false);
  });

  it("[PK-12] is no second step after a password, nor a proof in that journey", async () => {
    await addAuthenticator(person.userId);
    const half = await pending(person);
    half.set("passkey", { enabled: true });
    const response = JSON.stringify(key.get(await beginPasskey(half)));
    expect(codeOf(await verifySignIn(half.visit(), "passkey", { response }))).toBe("strategy_unavailable");
    expect(half.jar.has("session")).toBe(false);
  });

  it("[RL-04] lets in whom a stranger has locked out", async () => {
    await lockProofs(person.userId, browser);
    const other = passkeyBrowser();
    await startSignIn(other.visit(), { identifier: person.email });
    expect(codeOf(await verifySignIn(other.visit(), "password", { password: person.password }))).toBe(
      "credentials_incorrect",
    );
    expect(codeOf(await signIn())).toBe("ok");
    expect(await db.$count(lockouts, eq(lockouts.userId, person.userId))).toBe(0);
  });

  it("opens nothing to the banned, and nothing from the moment it is switched off", async () => {
    const options = await beginPasskey(browser);
    browser.set("passkey", { enabled: false });
    expect(codeOf(await answerPasskey(browser, key.get(options)))).toBe("strategy_unavailable");
    await expect(beginPasskey(browser)).rejects.toThrow("passkey_unavailable");
    browser.set("passkey", { enabled: true });
    await db.update(users).set({ bannedAt: browser.now }).where(eq(users.id, person.userId));
    expect(codeOf(await answerPasskey(browser, key.get(options)))).toBe("banned");
    expect(await sessionsOf(person.userId)).toBe(0);
    expect(browser.jar.has("session")).toBe(false);
  });

  it.each([
    ["/profile/security", "/profile/security"],
    ["https://evil.test/profile", HOME_PATH],
    ["//evil.test", HOME_PATH],
    ["/\\evil.test", HOME_PATH],
    ["javascript:alert(1)", HOME_PATH],
  ])("asked for from %s, leads to %s", async (redirectUrl, redirectTo) => {
    expect(await signIn(browser, {}, redirectUrl)).toMatchObject({ data: { step: "done", redirectTo } });
  });
});

describe("[PK-09] the counter of an authenticator", () => {
  const refusals = () => auditedOf(person.userId, "passkey.counter-regressed");

  it("that has been seen is refused and audited, and the one on file stays", async () => {
    expect(codeOf(await signIn(browser, { counter: 5 }))).toBe("ok");
    for (const counter of [5, 4, 0]) expect(codeOf(await signIn(browser, { counter }))).toBe("passkey_refused");
    expect(await refusals()).toBe(3);
    expect(await passkeysOf(person.userId)).toMatchObject([{ counter: 5 }]);
    expect(codeOf(await signIn(browser, { counter: 4_294_967_295 }))).toBe("ok");
  });

  it("that stays at nought is none", async () => {
    expect([codeOf(await signIn()), codeOf(await signIn())]).toEqual(["ok", "ok"]);
    expect(await refusals()).toBe(0);
  });

  it("is taken once, of twenty copies at once", async () => {
    const copies = Array.from({ length: 20 }, () => passkeyBrowser());
    const begun = await Promise.all(copies.map(async (one) => ({ one, options: await beginPasskey(one) })));
    const said = begun.map(({ one, options }) => ({ one, response: key.get(options, { counter: 7 }) }));
    const results = await Promise.all(said.map(({ one, response }) => answerPasskey(one, response)));
    expect(results.filter(({ ok }) => ok)).toHaveLength(1);
    expect(await sessionsOf(person.userId)).toBe(1);
    expect(await refusals()).toBe(19);
  });

  it("tells nothing of a passkey that is removed at this very moment (PK-13)", async () => {
    const response = key.get(await beginPasskey(browser), { counter: 5 });
    const somebodyWaits = async () => {
      const waiting = await db.execute(sql`
        SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`);
      expect(waiting.length).toBeGreaterThan(0);
    };
    const { answer } = await db.transaction(async (tx) => {
      await tx.delete(passkeys).where(eq(passkeys.userId, person.userId));
      const late = { answer: answerPasskey(browser, response) };
      await vi.waitFor(somebodyWaits, { interval: 10, timeout: 10_000 });
      return late;
    });
    expect(codeOf(await answer)).toBe("passkey_unknown");
    expect(await refusals()).toBe(0);
    expect(await sessionsOf(person.userId)).toBe(0);
  });
});
