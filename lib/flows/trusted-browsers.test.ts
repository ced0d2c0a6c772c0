import { eq } from "drizzle-orm";
import { beforeEach, describe, expect, it } from "vitest";
import { db } from "@/db/client";
import { devices, sessions } from "@/db/schema";
import { hashToken } from "@/lib/security/keys";
import { findSession } from "@/lib/sessions/read";
import { listTrustedBrowsers } from "@/lib/sessions/trusted-browsers";
import { listSecondFactors } from "@/lib/users/second-factors";
import { signOutDevice, signOutOtherDevices } from "./devices";
import { setPassword } from "./password";
import { startReset, verifyReset } from "./reset-password";
import { distrustBrowser, removeFactor } from "./second-factors";
import { startSignIn, verifySignIn } from "./sign-in";
import { createHolder, type Holder } from "./test-arrangements";
import { pending, showApp } from "./test-second-factor";
import { codesFor, TestBrowser } from "./test-visit";

let person: Holder;
let browser: TestBrowser;
beforeEach(async () => {
  person = await createHolder();
  browser = await pending(person);
  browser.set("mfa", { totp: true, trustBrowser: true, trustDays: 30 });
  expect((await showApp(browser, person, true)).ok).toBe(true);
});

/** Signs in by password. @returns whether that was all. */
async function isSpared(one = browser, who: Holder = person): Promise<boolean> {
  one.jar.delete("session");
  await startSignIn(one.visit(), { identifier: who.email });
  const shown = await verifySignIn(one.visit(), "password", { password: who.password });
  expect(shown.ok).toBe(true);
  return one.jar.has("session");
}
async function current() {
  const session = await findSession(browser.jar.get("session") ?? "", browser.now);
  if (!session) throw new Error("nobody is signed in");
  return session;
}
/** Another browser under the same settings, with these cookies. */
function withCookies(cookies: Record<string, string | undefined>): TestBrowser {
  const one = new TestBrowser();
  one.settings = browser.settings;
  one.now = browser.now;
  for (const [name, value] of Object.entries(cookies)) if (value) one.jar.set(name, value);
  return one;
}

describe("[P44] a trusted browser", () => {
  it("is spared the second factor, and its session says that there was none", async () => {
    expect(await isSpared()).toBe(true);
    expect(await current()).toMatchObject({ amr: ["password"], secondFactorAt: null });
  });

  it("is this one and no other, for this person and no other", async () => {
    expect(await isSpared(withCookies({}))).toBe(false);
    expect(await isSpared(withCookies({ device: "A".repeat(43) }))).toBe(false);
    const other = await createHolder();
    expect(await isSpared(withCookies({ device: browser.jar.get("device") }), other)).toBe(false);
  });

  it("rests as a hash: what the table holds is no cookie", async () => {
    const [device] = await db.select().from(devices).where(eq(devices.userId, person.userId));
    expect(device?.tokenHash).toBe(hashToken(browser.jar.get("device") ?? ""));
    expect(await isSpared(withCookies({ device: device?.tokenHash }))).toBe(false);
  });

  it("is asked again once its days are over", async () => {
    browser.wait(30 * 86_400 - 60);
    expect(await isSpared()).toBe(true);
    browser.wait(120);
    expect(await isSpared()).toBe(false);
  });

  it("is asked again while the setting is off", async () => {
    browser.set("mfa", { trustBrowser: false });
    expect(await isSpared()).toBe(false);
  });

  it("is asked again after the person says so, who can do it for their own only", async () => {
    const [trusted] = await listTrustedBrowsers(person.userId, browser.now);
    const session = await current();
    const stranger = { ...session, user: { ...session.user, id: (await createHolder()).userId } };
    expect((await distrustBrowser(browser.visit(), stranger, trusted?.id ?? "")).ok).toBe(false);
    expect(await isSpared()).toBe(true);
    expect((await distrustBrowser(browser.visit(), await current(), trusted?.id ?? "")).ok).toBe(true);
    expect(await isSpared()).toBe(false);
  });

  it("is asked again after it was signed out from another one, which stays trusted itself", async () => {
    const lost = browser;
    browser = await pending(person);
    browser.settings = lost.settings;
    browser.wait(60);
    await showApp(browser, person, true);
    const [before] = await db
      .select()
      .from(sessions)
      .where(eq(sessions.sessionToken, hashToken(lost.jar.get("session") ?? "")));
    await signOutDevice(browser.visit(), await current(), before?.id ?? "");
    lost.now = browser.now;
    expect([await isSpared(lost), await isSpared()]).toEqual([false, true]);
    await showApp(lost, person, true);
    lost.wait(60);
    await signOutOtherDevices(browser.visit(), await current());
    expect([await isSpared(lost), await isSpared()]).toEqual([false, true]);
  });

  it("is asked again after a new password, and after a change of second factors", async () => {
    const password = "a brand new password";
    await setPassword(browser.visit(), await current(), { password, signOutOthers: false });
    expect(await isSpared(browser, { ...person, password })).toBe(false);
    browser.wait(60);
    await showApp(browser, person, true);
    expect(await isSpared(browser, { ...person, password })).toBe(true);
    const [factor] = await listSecondFactors(db, person.userId);
    await removeFactor(browser.visit(), await current(), factor?.id ?? "");
    expect(await listTrustedBrowsers(person.userId, browser.now)).toEqual([]);
  });

  it("is asked at a reset all the same", async () => {
    await startReset(browser.visit(), { identifier: person.email });
    const sent = (await codesFor(person.email))[0];
    expect(await verifyReset(browser.visit(), { code: sent })).toMatchObject({ data: { step: "second-factor" } });
  });

  it("is not what a wrong code asks for, nor a box that the settings don't offer", async () => {
    const one = await pending(person);
    await showApp(one, { seed: "A".repeat(32) }, true);
    one.wait(60);
    await showApp(one, person, true);
    one.set("mfa", { trustBrowser: true });
    expect(await isSpared(one)).toBe(false);
  });
});
