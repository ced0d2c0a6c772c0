import { readFileSync } from "node:fs";
import { like } from "drizzle-orm";
import { beforeEach, describe, expect, it } from "vitest";
import { db } from "@/db/client";
import { rateLimits } from "@/db/schema";
import { claimNotice } from "@/lib/access/mail-guard";
import { type Limit, type LimitName, limits } from "@/lib/security/limits";
import { findSession } from "@/lib/sessions/read";
import { defaultSettings } from "@/lib/settings/schema";
import { startAddIdentifier } from "./add-identifier";
import { startReset } from "./reset-password";
import { chooseSignInMethod, verifySignIn } from "./sign-in";
import { startSignUp } from "./sign-up";
import { chooseStepUpMethod } from "./step-up";
import { ask, asker, enter, messagesTo, passHours } from "./test-crowd";
import { createPerson, freshNumber, TestBrowser } from "./test-visit";

const hourly = (name: LimitName) => limits[name].points;
const daily = (name: LimitName) => (limits[name] as Limit).daily ?? hourly(name);
const both = (...names: LimitName[]) =>
  [hourly, daily].map((of) =>
    names
      .map(of)
      .reduce((sum, one) => sum + one, 0)
      .toLocaleString("en"),
  );

/** The rows of the table, from the limits in code. */
function rows(): string[] {
  const { networkSends, networkTexts } = defaultSettings.protection;
  const { perDay } = defaultSettings.sms;
  const perNetwork = (points: number) => [points, points * 24].map((one) => one.toLocaleString("en"));
  const row = (what: string, [hour = "", day = ""]: string[]) => `| ${what} | ${hour} | ${day} |`;
  return [
    row("Mails to one address that strangers cause", both("send:unknown", "lock:told")),
    row("… of them by one stranger", both("send:asker")),
    row("Mails to one address in all, except notices of changes", both("send:unknown", "send:known")),
    row("Notices of changes in its account, to one address", both("notice:address")),
    row("Text messages to one number that strangers cause", both("sms:unknown")),
    row("… of them by one stranger", both("sms:asker")),
    row("Text messages to one number in all", both("sms:unknown", "sms:known")),
    row("Mails that strangers in one network cause, to all addresses", perNetwork(networkSends)),
    row("Text messages that strangers in one network cause, to all numbers", perNetwork(networkTexts)),
    row("Text messages in all", ["", perDay.toLocaleString("en")]),
  ];
}

describe("[EM-07 SM-03 B31] the most messages somebody can be made to receive", () => {
  beforeEach(() => db.delete(rateLimits));

  it("is written down as the limits have it", () => {
    expect(hourly("send:network")).toBe(defaultSettings.protection.networkSends);
    expect(hourly("sms:network")).toBe(defaultSettings.protection.networkTexts);
    expect(both("send:unknown", "send:known")[0]).toBe("20");
    const table = readFileSync("docs/message-limits.md", "utf8")
      .split("\n")
      .filter((line) => line.startsWith("| "));
    expect(table.slice(1)).toEqual(rows());
  });

  it("holds for an address over every door together, for an hour and for a day", async () => {
    const person = await createPerson();
    const home = new TestBrowser();
    expect(await enter(home, person.email, person.password)).toBe("ok");
    const session = await findSession(home.jar.get("session") ?? "", home.now);
    const thief = new TestBrowser();
    const other = await createPerson();
    expect(await enter(thief, other.email, other.password)).toBe("ok");
    const theirs = await findSession(thief.jar.get("session") ?? "", thief.now);
    if (!session || !theirs) throw new Error("not signed in");
    const before = await messagesTo(person.email);

    /** One stranger from a network of their own, at every door that mails something. */
    const stranger = async () => {
      const browser = asker();
      browser.set("email", { linkSignIn: true });
      await ask(browser, person.email);
      await chooseSignInMethod(browser.visit(), "email-link");
      await startReset(browser.visit(), { identifier: person.email });
      await startSignUp(browser.visit(), { email: person.email });
      for (let tries = 0; tries < 3; tries++) {
        await verifySignIn(browser.visit(), "password", { password: "wrong horse" });
      }
      await startAddIdentifier(thief.visit(), theirs, { kind: "email", value: person.email });
      await browser.settled();
    };
    /** And their owner, who does not stop either. */
    const owner = async () => {
      home.set("signIn", { preferred: "code" });
      for (let asked = 0; asked < 6; asked++) await ask(home, person.email);
      await chooseStepUpMethod(home.visit(), session, { method: "email-code" });
    };

    for (let count = 0; count < 4; count++) await stranger();
    const caused = (await messagesTo(person.email)) - before;
    expect(caused).toBeGreaterThanOrEqual(hourly("send:unknown"));
    expect(caused).toBeLessThanOrEqual(hourly("send:unknown") + hourly("lock:told"));
    await owner();
    expect(await messagesTo(person.email)).toBe(before + 20);

    for (let hour = 1; hour < 4; hour++) {
      await passHours(1);
      await Promise.all(Array.from({ length: 18 }, () => ask(asker(), person.email)));
      await owner();
    }
    const ofDay = daily("send:unknown") + daily("send:known");
    expect(await messagesTo(person.email)).toBe(before + ofDay);
    await passHours(24);
    await owner();
    expect(await messagesTo(person.email)).toBeGreaterThan(before + ofDay);
  }, 40_000);

  it("leaves what happened in an account its own allowance, which ends too", async () => {
    const { email } = await createPerson();
    for (let count = 0; count < 20; count++) await ask(asker(), email);
    const told = await Promise.all(Array.from({ length: 30 }, () => claimNotice(email)));
    expect(told.filter(({ ok }) => ok)).toHaveLength(hourly("notice:address"));
  });

  it("holds for a number, for an hour and for a day", async () => {
    const phone = freshNumber();
    const stranger = async () => {
      await db.delete(rateLimits).where(like(rateLimits.key, "sms:pause:%"));
      const browser = asker();
      browser.set("phone", { signIn: true });
      await ask(browser, phone);
    };
    for (let count = 0; count < 6; count++) await stranger();
    expect(await messagesTo(phone)).toBe(hourly("sms:unknown"));
    for (let hour = 1; hour < 5; hour++) {
      await passHours(1);
      for (let count = 0; count < 4; count++) await stranger();
    }
    expect(await messagesTo(phone)).toBe(daily("sms:unknown"));
  });
});
