import { eq } from "drizzle-orm";
import { beforeEach, describe, expect, it } from "vitest";
import { db } from "@/db/client";
import { devices } from "@/db/schema";
import { newToken } from "@/lib/security/keys";
import { chooseSignInMethod, startSignIn, verifySignIn } from "./sign-in";
import { createHolder, type Holder } from "./test-arrangements";
import { codeOf, pending, showApp } from "./test-second-factor";
import { codesFor, createPerson, mailTo, TestBrowser } from "./test-visit";

interface Who {
  userId: string;
  email: string;
  password: string;
}

/** @returns a browser that holds this device token and no session. */
function holding(device: string | undefined, like = new TestBrowser()): TestBrowser {
  const browser = new TestBrowser();
  browser.settings = like.settings;
  browser.now = like.now;
  if (device) browser.jar.set("device", device);
  return browser;
}

async function signIn(browser: TestBrowser, who: Who): Promise<void> {
  await startSignIn(browser.visit(), { identifier: who.email });
  expect(codeOf(await verifySignIn(browser.visit(), "password", { password: who.password }))).toBe("ok");
  await browser.settled();
}

const toldOfNewDevice = async (who: Who) =>
  (await mailTo(who.email)).filter(({ subject }) => subject?.startsWith("New sign-in")).length;

describe("[SE-03] a device token that was in the browser before", () => {
  const planted = newToken();
  let person: Who;
  beforeEach(async () => {
    person = await createPerson();
    await signIn(new TestBrowser(), person);
  });

  it("is replaced at every sign-in, and an own one goes on under a new name", async () => {
    const browser = holding(planted);
    await signIn(browser, person);
    const first = browser.jar.get("device");
    await signIn(browser, person);
    const second = browser.jar.get("device");
    expect(new Set([planted, first, second]).size).toBe(3);
    expect(await db.$count(devices, eq(devices.userId, person.userId))).toBe(2);
    expect(await toldOfNewDevice(person)).toBe(1);
  });

  it("does not keep the owner from hearing of a sign-in by whoever put it there", async () => {
    await signIn(holding(planted), person);
    expect(await toldOfNewDevice(person)).toBe(1);
    await signIn(holding(planted), person);
    expect(await toldOfNewDevice(person)).toBe(2);
  });

  it("has no counter of its own for wrong proofs", async () => {
    await signIn(holding(planted), person);
    const guesser = holding(planted);
    for (let tries = 0; tries < guesser.settings.protection.lockoutFailures; tries++) {
      await startSignIn(guesser.visit(), { identifier: person.email });
      await verifySignIn(guesser.visit(), "password", { password: "wrong" });
    }
    const elsewhere = new TestBrowser();
    await startSignIn(elsewhere.visit(), { identifier: person.email });
    expect(codeOf(await verifySignIn(elsewhere.visit(), "password", { password: person.password }))).toBe("locked");
  });

  it("is worth nothing any more once it was replaced, also where it was the owner's", async () => {
    const browser = new TestBrowser();
    await signIn(browser, person);
    const old = browser.jar.get("device");
    await signIn(browser, person);
    const told = await toldOfNewDevice(person);
    await signIn(holding(old), person);
    expect(await toldOfNewDevice(person)).toBe(told + 1);
  });

  it("goes on for everybody who signs in on that browser", async () => {
    const other = await createPerson();
    const browser = new TestBrowser();
    await signIn(browser, person);
    await signIn(browser, other);
    await signIn(browser, person);
    expect(await db.$count(devices, eq(devices.userId, person.userId))).toBe(2);
    expect(await db.$count(devices, eq(devices.userId, other.userId))).toBe(1);
  });
});

describe("[SE-03 P44] trusting a browser", () => {
  let person: Holder;
  beforeEach(async () => {
    person = await createHolder();
  });

  it("trusts a token that nobody knew before: not the one that was planted", async () => {
    const planted = newToken();
    const browser = await pending(person);
    browser.jar.set("device", planted);
    browser.set("mfa", { totp: true, trustBrowser: true });
    expect(codeOf(await showApp(browser, person, true))).toBe("ok");
    const thief = holding(planted, browser);
    await signIn(thief, person);
    expect(thief.jar.has("session")).toBe(false);
    const own = holding(browser.jar.get("device"), browser);
    await signIn(own, person);
    expect(own.jar.has("session")).toBe(true);
  });
});

describe("[LK-03] the devices of whoever had an account before its owner", () => {
  it("go when the owner proves the address", async () => {
    const person = await createPerson({ verified: false });
    const stranger = new TestBrowser();
    await signIn(stranger, person);
    const owner = new TestBrowser();
    await startSignIn(owner.visit(), { identifier: person.email });
    await chooseSignInMethod(owner.visit(), "email-code");
    const [code] = await codesFor(person.email);
    expect(codeOf(await verifySignIn(owner.visit(), "email-code", { code }))).toBe("ok");
    expect(await db.$count(devices, eq(devices.userId, person.userId))).toBe(1);
  });
});
