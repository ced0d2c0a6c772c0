import { eq } from "drizzle-orm";
import { beforeEach, describe, expect, it } from "vitest";
import { db } from "@/db/client";
import { challenges, identifiers, sessions } from "@/db/schema";
import { consume } from "@/lib/security/rate-limits";
import { findSession } from "@/lib/sessions/read";
import { startAddIdentifier } from "./add-identifier";
import { finishLink, linkStatus, openLink, readLink } from "./email-link";
import { finishReset, startReset, verifyReset } from "./reset-password";
import { chooseSignInMethod, startSignIn, verifySignIn } from "./sign-in";
import { continueSignUp, startSignUp } from "./sign-up";
import { codesFor, createPerson, freshAddress, linksFor, mailTo, TestBrowser } from "./test-visit";

let browser: TestBrowser;
let person: Awaited<ReturnType<typeof createPerson>>;
beforeEach(async () => {
  browser = new TestBrowser();
  browser.set("email", { linkSignIn: true, verifyBy: "link" });
  person = await createPerson();
});

const code = (result: { ok: boolean; error?: { code: string } }) => (result.ok ? "ok" : result.error?.code);
const sessionsOf = (userId: string) => db.select().from(sessions).where(eq(sessions.userId, userId));
const newest = async (email: string) => (await linksFor(email))[0] ?? "";
/** Another browser, under the same settings, at the same time. */
const elsewhere = () => {
  const other = new TestBrowser();
  other.settings = browser.settings;
  other.now = browser.now;
  return other;
};
const status = (flow: "sign-in" | "sign-up" | "add-identifier" = "sign-in") =>
  linkStatus(browser.visit().cookies, flow, browser.now);

async function ask(email = person.email): Promise<string> {
  await startSignIn(browser.visit(), { identifier: email });
  await chooseSignInMethod(browser.visit(), "email-link");
  return newest(email);
}

describe("[P02] an email link", () => {
  it("signs in the browser that asked for it, and its waiting tab sees that the journey is over", async () => {
    const token = await ask();
    expect(await status()).toBe("waiting");
    expect(await openLink(browser.visit(), token, null)).toMatchObject({
      ok: true,
      data: { step: "link-opened", where: "here", next: "/dashboard" },
    });
    expect((await sessionsOf(person.userId)).map(({ amr }) => amr)).toEqual([["email-link"]]);
    expect(await status()).toBe("gone");
  });

  it("[B03 EM-05] is not spent by looking at it, however often", async () => {
    const token = await ask();
    for (let index = 0; index < 20; index++) {
      expect((await readLink(elsewhere().visit(), token)).ok).toBe(true);
    }
    expect(await status()).toBe("waiting");
    expect(code(await openLink(browser.visit(), token, null))).toBe("ok");
  });

  it("[P03] expires after ten minutes", async () => {
    const token = await ask();
    browser.wait(10 * 60 - 1);
    expect((await readLink(browser.visit(), token)).ok).toBe(true);
    browser.wait(1);
    expect(code(await readLink(browser.visit(), token))).toBe("link_expired");
    expect(await status()).toBe("expired");
    expect(code(await finishLink(browser.visit(), "sign-in", null))).toBe("link_expired");
    expect(code(await openLink(browser.visit(), token, null))).toBe("link_expired");
    expect(await sessionsOf(person.userId)).toEqual([]);
  });

  it("[P04] works once, and says so", async () => {
    const token = await ask();
    await openLink(browser.visit(), token, null);
    expect(code(await openLink(browser.visit(), token, null))).toBe("link_used");
    expect(code(await openLink(elsewhere().visit(), token, null))).toBe("link_used");
    expect(await sessionsOf(person.userId)).toHaveLength(1);
  });

  it("[P04] is stale once a newer one was asked for, in the same journey or a new one", async () => {
    const first = await ask();
    browser.wait(31);
    await chooseSignInMethod(browser.visit(), "email-link");
    const second = await newest(person.email);
    expect(code(await openLink(browser.visit(), first, null))).toBe("link_stale");
    browser.wait(31);
    const third = await ask();
    expect(code(await readLink(browser.visit(), second))).toBe("link_stale");
    expect(code(await openLink(browser.visit(), second, null))).toBe("link_stale");
    expect(code(await openLink(browser.visit(), third, null))).toBe("ok");
  });

  it("[P04] of somebody else asking for the same address makes nothing stale", async () => {
    const token = await ask();
    const stranger = elsewhere();
    await startSignIn(stranger.visit(), { identifier: person.email });
    await chooseSignInMethod(stranger.visit(), "email-link");
    expect(code(await openLink(browser.visit(), token, null))).toBe("ok");
  });

  it("[RC-01] opened fifty times at once makes one session", async () => {
    const token = await ask();
    await Promise.all(Array.from({ length: 50 }, () => openLink(browser.copy().visit(), token, null)));
    expect(await sessionsOf(person.userId)).toHaveLength(1);
  });

  it("[EM-02] rests as a hash", async () => {
    const token = await ask();
    const rows = JSON.stringify(await db.select().from(challenges));
    expect(token).toHaveLength(43);
    expect(rows).not.toContain(token);
    for (const row of await db.select().from(challenges).where(eq(challenges.strategy, "email-link")))
      expect(code(await openLink(browser.visit(), row.secretHash, null))).toBe("link_unknown");
  });

  it("[EN-01] is a notice for an address nobody has, and the waiting tab waits all the same", async () => {
    const nobody = freshAddress();
    await ask(nobody);
    expect(await mailTo(nobody)).toHaveLength(1);
    expect(await linksFor(nobody)).toEqual([]);
    expect(await status()).toBe("waiting");
    browser.wait(600);
    expect(await status()).toBe("expired");
  });

  it("[PW-09] dies with a password reset", async () => {
    const token = await ask();
    const resetting = elsewhere();
    await startReset(resetting.visit(), { identifier: person.email });
    await verifyReset(resetting.visit(), { code: (await codesFor(person.email))[0] });
    expect(
      code(await finishReset(resetting.visit(), { password: "new lamp over the bay 7", signOutOthers: true })),
    ).toBe("ok");
    expect(code(await openLink(browser.visit(), token, null))).toBe("link_unknown");
  });

  it("is refused while switched off", async () => {
    const token = await ask();
    browser.set("email", { linkSignIn: false });
    expect(code(await readLink(browser.visit(), token))).toBe("strategy_unavailable");
    expect(code(await openLink(browser.visit(), token, null))).toBe("strategy_unavailable");
    expect(await sessionsOf(person.userId)).toEqual([]);
  });

  it("does nothing for a waiting tab before it is opened, and can't be skipped by another proof", async () => {
    await ask();
    expect(code(await finishLink(browser.visit(), "sign-in", null))).toBe("link_unopened");
    expect(code(await verifySignIn(browser.visit(), "email-link", { token: "A".repeat(43) }))).toBe("link_unknown");
    expect(await sessionsOf(person.userId)).toEqual([]);
  });
});

describe("[P01 P02] a link and a code in one journey", () => {
  it("are two messages: asking for the other one sends it at once, for the same one again only after 30 seconds", async () => {
    await ask();
    expect(code(await chooseSignInMethod(browser.visit(), "email-code"))).toBe("ok");
    const [sent] = await codesFor(person.email);
    expect(sent).toMatch(/^\d{6}$/);
    expect(code(await chooseSignInMethod(browser.visit(), "email-code"))).toBe("resend_too_soon");
    expect(code(await verifySignIn(browser.visit(), "email-code", { code: sent }))).toBe("ok");
  });

  it("a new one that may not be sent leaves the earlier one as it is", async () => {
    const token = await ask();
    for (let index = 0; index < 15; index++) await consume("send:unknown", person.email);
    browser.wait(31);
    expect(code(await chooseSignInMethod(browser.visit(), "email-link"))).toBe("too_many_requests");
    expect(await status()).toBe("waiting");
    expect(code(await openLink(browser.visit(), token, null))).toBe("ok");
  });
});

describe("[P05 EM-04] the same browser", () => {
  it("required: opened elsewhere it signs in nobody on either side, is void, and a new one can be asked for", async () => {
    const token = await ask();
    const other = elsewhere();
    expect(code(await openLink(other.visit(), token, null))).toBe("link_wrong_device");
    expect(other.jar.has("session")).toBe(false);
    expect(await status()).toBe("wrong-device");
    expect(code(await finishLink(browser.visit(), "sign-in", null))).toBe("link_wrong_device");
    expect(code(await openLink(browser.visit(), token, null))).toBe("link_wrong_device");
    expect(await sessionsOf(person.userId)).toEqual([]);

    browser.wait(31);
    await chooseSignInMethod(browser.visit(), "email-link");
    expect(await status()).toBe("waiting");
    expect(code(await openLink(browser.visit(), await newest(person.email), null))).toBe("ok");
  });

  it("not required: the waiting tab finishes, the other browser is not signed in", async () => {
    browser.set("email", { sameBrowser: false });
    const token = await ask();
    const other = elsewhere();
    expect(await openLink(other.visit(), token, null)).toMatchObject({ ok: true, data: { where: "elsewhere" } });
    expect(other.jar.has("session")).toBe(false);
    expect(await sessionsOf(person.userId)).toEqual([]);
    expect(await status()).toBe("proved");
    expect(await finishLink(browser.visit(), "sign-in", null)).toMatchObject({ ok: true, data: { step: "done" } });
    expect(await sessionsOf(person.userId)).toHaveLength(1);
    expect(browser.jar.has("session")).toBe(true);
  });

  it("is judged when the button is pressed: switched on meanwhile, it holds", async () => {
    browser.set("email", { sameBrowser: false });
    const token = await ask();
    browser.set("email", { sameBrowser: true });
    expect(code(await openLink(elsewhere().visit(), token, null))).toBe("link_wrong_device");
  });
});

describe("[P02 P06] links that prove an address", () => {
  it("at sign-up, before the account exists", async () => {
    const email = freshAddress();
    await startSignUp(browser.visit(), { email });
    expect(code(await continueSignUp(browser.visit(), { password: "a lamp over the bay 7" }))).toBe("ok");
    expect(await db.select().from(identifiers).where(eq(identifiers.value, email))).toEqual([]);
    expect(await openLink(browser.visit(), await newest(email), null)).toMatchObject({
      ok: true,
      data: { where: "here", next: "/sign-up/continue" },
    });
    expect(await status("sign-up")).toBe("proved");
    expect(code(await continueSignUp(browser.visit(), { password: "a lamp over the bay 7" }))).toBe("ok");
    const [row] = await db.select().from(identifiers).where(eq(identifiers.value, email));
    expect(row?.verifiedAt).toEqual(browser.now);
  });

  it("in the profile, for the person who asked and nobody else", async () => {
    const session = async (one: TestBrowser) => {
      const found = await findSession(one.jar.get("session") ?? "", one.now);
      if (!found) throw new Error("not signed in");
      return found;
    };
    await openLink(browser.visit(), await ask(), null);
    const email = freshAddress();
    await startAddIdentifier(browser.visit(), await session(browser), { kind: "email", value: email });
    const token = await newest(email);

    const other = elsewhere();
    const stranger = await createPerson();
    await startSignIn(other.visit(), { identifier: stranger.email });
    await verifySignIn(other.visit(), "password", { password: stranger.password });
    // The one's journey and the other's session in one browser: the address must not change hands, nor the link be spent.
    const journey = browser.jar.get("add-identifier-attempt") ?? "";
    other.jar.set("add-identifier-attempt", journey);
    expect(code(await openLink(other.visit(), token, await session(other)))).toBe("unauthenticated");
    expect(code(await finishLink(other.visit(), "add-identifier", await session(other)))).toBe("link_unopened");
    expect(await db.select().from(identifiers).where(eq(identifiers.value, email))).toEqual([]);

    expect(code(await openLink(browser.visit(), token, await session(browser)))).toBe("ok");
    const [row] = await db.select().from(identifiers).where(eq(identifiers.value, email));
    expect(row?.userId).toBe(person.userId);
  });
});
