import { eq } from "drizzle-orm";
import { beforeEach, describe, expect, it } from "vitest";
import { db } from "@/db/client";
import { sessions } from "@/db/schema";
import { findSession, type Session } from "@/lib/sessions/read";
import { finishLink, linkStatus, openLink } from "./email-link";
import { startSignIn, verifySignIn } from "./sign-in";
import { chooseStepUpMethod, verifyStepUp } from "./step-up";
import { readStepUp } from "./step-up-view";
import { addAuthenticator } from "./test-arrangements";
import { appCode, createPerson, linksFor, TestBrowser } from "./test-visit";

const code = (result: { ok: boolean; error?: { code: string } }) => (result.ok ? "ok" : result.error?.code);

let browser: TestBrowser;
let person: Awaited<ReturnType<typeof createPerson>>;
beforeEach(async () => {
  browser = new TestBrowser();
  browser.set("email", { linkSignIn: true });
  person = await createPerson();
  await signIn(browser);
});

async function signIn(into: TestBrowser, as = person) {
  await startSignIn(into.visit(), { identifier: as.email });
  expect(code(await verifySignIn(into.visit(), "password", { password: as.password }))).toBe("ok");
}
async function current(of = browser): Promise<Session> {
  const session = await findSession(of.jar.get("session") ?? "", of.now);
  if (!session) throw new Error("nobody is signed in");
  return session;
}
const view = async () => readStepUp(browser.visit(), await current());
const status = () => linkStatus(browser.visit().cookies, "step-up", browser.now);
const finish = async () => finishLink(browser.visit(), "step-up", await current());

async function ask(): Promise<string> {
  browser.wait(11 * 60);
  const input = { method: "email-link", redirectUrl: "/profile/security" };
  expect(code(await chooseStepUpMethod(browser.visit(), await current(), input))).toBe("ok");
  return (await linksFor(person.email))[0] ?? "";
}

describe("[B10 SE-08 P02] confirming by an email link", () => {
  it("is done in the tab that opens it, and the waiting one sees that it is", async () => {
    const token = await ask();
    expect(await status()).toBe("waiting");
    expect(code(await finish())).toBe("link_unopened");
    expect(await openLink(browser.visit(), token, await current())).toMatchObject({
      data: { flow: "step-up", where: "here", next: "/profile/security" },
    });
    expect(await status()).toBe("gone");
    expect(await view()).toEqual({ done: true });
    expect((await current()).amr).toEqual(["password", "email-link"]);
  });

  it("leads on to the second factor, here and in the waiting tab", async () => {
    const seed = await addAuthenticator(person.userId);
    const token = await ask();
    expect(await openLink(browser.visit(), token, await current())).toMatchObject({ data: { next: "/step-up" } });
    expect(await status()).toBe("proved");
    expect(await finish()).toMatchObject({ data: { step: "verify", flow: "step-up" } });
    expect(await view()).toMatchObject({ level: "second-factor" });
    const proof = { code: appCode(seed, browser.now) };
    expect(await verifyStepUp(browser.visit(), await current(), { strategy: "totp" }, proof)).toMatchObject({
      data: { step: "done", redirectTo: "/profile/security" },
    });
  });

  it("signs nobody in: without the session of its owner it is not even spent", async () => {
    const token = await ask();
    const signedOut = browser.copy();
    signedOut.jar.delete("session");
    expect(code(await openLink(signedOut.visit(), token, null))).toBe("unauthenticated");
    const other = new TestBrowser();
    await signIn(other, await createPerson());
    expect(code(await openLink(browser.visit(), token, await current(other)))).toBe("unauthenticated");
    expect(code(await finishLink(signedOut.visit(), "step-up", null))).toBe("link_unopened");
    expect(signedOut.jar.has("session")).toBe(false);
    expect(await db.select().from(sessions).where(eq(sessions.userId, person.userId))).toHaveLength(1);
    expect(code(await openLink(browser.visit(), token, await current()))).toBe("ok");
  });

  it("[P05 EM-04] is void in another browser; where that is allowed, only the waiting tab goes on", async () => {
    const stranger = new TestBrowser();
    stranger.settings = browser.settings;
    stranger.now = browser.now;
    const token = await ask();
    stranger.now = browser.now;
    expect(code(await openLink(stranger.visit(), token, null))).toBe("link_wrong_device");
    expect(await status()).toBe("wrong-device");
    expect(code(await openLink(browser.visit(), token, await current()))).toBe("link_wrong_device");

    browser.set("email", { sameBrowser: false });
    stranger.settings = browser.settings;
    browser.wait(60);
    const next = await ask();
    stranger.now = browser.now;
    expect(await openLink(stranger.visit(), next, null)).toMatchObject({ data: { where: "elsewhere" } });
    expect(stranger.jar.has("session")).toBe(false);
    expect(await view()).toMatchObject({ done: false });
    // The proof is as old as the press on the button, however late the waiting tab goes on.
    browser.wait(5 * 60);
    expect(await finish()).toMatchObject({ data: { step: "done", redirectTo: "/profile/security" } });
    expect((await current()).firstFactorAt).toEqual(stranger.now);
  });

  it("is not offered where links are off", async () => {
    browser.set("email", { linkSignIn: false });
    browser.wait(11 * 60);
    const answer = await chooseStepUpMethod(browser.visit(), await current(), { method: "email-link" });
    expect(code(answer)).toBe("strategy_unavailable");
  });
});
