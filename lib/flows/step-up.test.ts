import { and, eq } from "drizzle-orm";
import { beforeEach, describe, expect, it } from "vitest";
import { db } from "@/db/client";
import { identifiers, passwords, sessions } from "@/db/schema";
import { findSession, type Session } from "@/lib/sessions/read";
import { startAddIdentifier, verifyAddIdentifier } from "./add-identifier";
import { signOutDevice } from "./devices";
import { makeIdentifierPrimary, removeOwnIdentifier } from "./profile";
import { startSignIn, verifySignIn } from "./sign-in";
import { chooseStepUpMethod, verifyStepUp } from "./step-up";
import { readStepUp } from "./step-up-view";
import { codesFor, createPerson, freshAddress, mailTo, TestBrowser } from "./test-visit";

const code = (result: { ok: boolean; error?: { code: string } }) => (result.ok ? "ok" : result.error?.code);
type Person = Awaited<ReturnType<typeof createPerson>>;

let browser: TestBrowser;
let person: Person;
beforeEach(async () => {
  browser = new TestBrowser();
  person = await createPerson();
  await signIn(browser, person);
});

async function signIn(into: TestBrowser, { email, password }: Person): Promise<void> {
  await startSignIn(into.visit(), { identifier: email });
  expect(code(await verifySignIn(into.visit(), "password", { password }))).toBe("ok");
}
async function current(of = browser): Promise<Session> {
  const session = await findSession(of.jar.get("session") ?? "", of.now);
  if (!session) throw new Error("nobody is signed in");
  return session;
}

/** Until the sign-in is no proof any more. */
const growOld = (one = browser) => one.wait(11 * 60);

describe("[B10 SE-08] confirming that it is still the same person", () => {
  it("[SE-03] by password: a new token and a fresh proof time for the same session", async () => {
    const before = browser.jar.get("session");
    browser.wait(3600);
    const { id } = await current();
    expect(
      code(
        await verifyStepUp(
          browser.visit(),
          await current(),
          { strategy: "password", redirectUrl: "/profile" },
          { password: person.password },
        ),
      ),
    ).toBe("ok");
    const after = await current();
    expect(after.id).toBe(id);
    expect(after.firstFactorAt).toEqual(browser.now);
    expect(browser.jar.get("session")).not.toBe(before);
    expect(await findSession(before ?? "", browser.now)).toBeNull();
  });

  it("by code, for people without a password too", async () => {
    growOld();
    expect(code(await chooseStepUpMethod(browser.visit(), await current(), { method: "email-code" }))).toBe("ok");
    const [sent] = await codesFor(person.email);
    expect(code(await verifyStepUp(browser.visit(), await current(), { strategy: "email-code" }, { code: sent }))).toBe(
      "ok",
    );
    expect((await current()).amr).toEqual(["password", "email-code"]);
  });

  it("not with a wrong proof, and not with somebody else's journey", async () => {
    growOld();
    expect(
      code(await verifyStepUp(browser.visit(), await current(), { strategy: "password" }, { password: "wrong horse" })),
    ).toBe("credentials_incorrect");
    await chooseStepUpMethod(browser.visit(), await current(), { method: "email-code" });
    const [sent] = await codesFor(person.email);
    const other = new TestBrowser();
    await signIn(other, await createPerson());
    growOld(other);
    other.jar.set("step-up-attempt", browser.jar.get("step-up-attempt") ?? "");
    // Nor is it shown where their code went.
    expect(await readStepUp(other.visit(), await current(other))).toMatchObject({ message: null });
    expect(
      code(await verifyStepUp(other.visit(), await current(other), { strategy: "email-code" }, { code: sent })),
    ).not.toBe("ok");
  });

  it("[EM-03] not with a code for signing in", async () => {
    growOld();
    const second = browser.copy();
    second.set("signIn", { preferred: "code" });
    await startSignIn(second.visit(), { identifier: person.email });
    const [forSignIn] = await codesFor(person.email);
    await chooseStepUpMethod(browser.visit(), await current(), { method: "email-code" });
    expect(
      code(await verifyStepUp(browser.visit(), await current(), { strategy: "email-code" }, { code: forSignIn })),
    ).toBe("code_incorrect");
  });
});

describe("[B10 SE-08] what a confirmation asks for", () => {
  const view = async () => readStepUp(browser.visit(), await current());

  it("nothing while the sign-in is fresh: it goes straight to where the person was going", async () => {
    expect(await view()).toEqual({ done: true });
    const input = { strategy: "password", redirectUrl: "/profile" };
    expect(await verifyStepUp(browser.visit(), await current(), input, { password: "wrong horse" })).toMatchObject({
      data: { step: "done", redirectTo: "/profile" },
    });
    expect(browser.jar.has("step-up-attempt")).toBe(false);
  });

  it("the password first, and the ways that need a message beside it", async () => {
    growOld();
    expect(await view()).toMatchObject({ level: "first-factor", current: { id: "password" }, message: null });
    expect(await view()).toMatchObject({ others: [{ id: "email-code", to: person.email }] });
    expect(browser.jar.has("step-up-attempt")).toBe(false);
  });

  it("without a password, a choice; then the code, where it went, and the page it leads back to", async () => {
    await db.delete(passwords).where(eq(passwords.userId, person.userId));
    growOld();
    expect(await view()).toMatchObject({ current: null, others: [{ id: "email-code" }] });
    const redirectUrl = "/profile/security";
    await chooseStepUpMethod(browser.visit(), await current(), { method: "email-code", redirectUrl });
    expect(await view()).toMatchObject({
      current: { id: "email-code" },
      message: { to: person.email, minutes: 10, resendAt: new Date(browser.now.getTime() + 30_000).toISOString() },
      others: [],
      redirectTo: redirectUrl,
    });
    expect(JSON.parse(JSON.stringify(await view()))).toEqual(await view());
  });

  it("[EM-06] begins anew after too many wrong codes, under the same lockout", async () => {
    growOld();
    const choose = async () => chooseStepUpMethod(browser.visit(), await current(), { method: "email-code" });
    const show = async (shown: string) =>
      code(await verifyStepUp(browser.visit(), await current(), { strategy: "email-code" }, { code: shown }));
    await choose();
    const [first = ""] = await codesFor(person.email);
    const wrong = first === "000000" ? "000001" : "000000";
    for (let tries = 0; tries < 5; tries++) expect(await show(wrong)).toBe("code_incorrect");
    expect(await show(first)).toBe("too_many_tries");
    expect(await view()).toMatchObject({ current: { id: "password" }, message: null });
    await choose();
    expect(await show(first)).toBe("code_incorrect");
    expect(await show((await codesFor(person.email))[0] ?? "")).toBe("ok");
  });
});

describe("[P54] addresses in the profile", () => {
  const held = () => db.select().from(identifiers).where(eq(identifiers.userId, person.userId));

  async function addEmail(): Promise<string> {
    const email = freshAddress();
    await startAddIdentifier(browser.visit(), await current(), { kind: "email", value: email });
    const [sent] = await codesFor(email);
    expect(code(await verifyAddIdentifier(browser.visit(), await current(), { code: sent }))).toBe("ok");
    return email;
  }

  it("are added only when proved, and can become the first; the old first one is told", async () => {
    const email = await addEmail();
    const added = (await held()).find(({ value }) => value === email);
    expect(added).toMatchObject({ isPrimary: false, verifiedAt: expect.any(Date) });
    expect(code(await makeIdentifierPrimary(browser.visit(), await current(), added?.id ?? ""))).toBe("ok");
    expect((await current()).user.email).toBe(email);
    await browser.settled();
    const told = (await mailTo(person.email)).map(({ subject }) => subject);
    expect(told.filter((subject) => subject?.includes("added"))).toHaveLength(1);
    expect(told.filter((subject) => subject?.includes("changed"))).toHaveLength(1);
    expect((await held()).filter(({ isPrimary }) => isPrimary)).toHaveLength(1);
  });

  it("the last and the first one stay; two removals at once do not take both", async () => {
    const [first] = await held();
    expect(code(await removeOwnIdentifier(browser.visit(), await current(), first?.id ?? ""))).toBe("last_identifier");
    await addEmail();
    expect(code(await removeOwnIdentifier(browser.visit(), await current(), first?.id ?? ""))).toBe(
      "primary_identifier",
    );
    const session = await current();
    const all = await held();
    await Promise.all(all.map(({ id }) => removeOwnIdentifier(browser.visit(), session, id)));
    expect((await held()).length).toBe(1);
  });

  it("the last two proved ones do not go together, however many removals come at once", async () => {
    const session = await current();
    const mine = eq(identifiers.userId, person.userId);
    await db.update(identifiers).set({ verifiedAt: null }).where(mine);
    for (let round = 0; round < 10; round++) {
      const added = { userId: person.userId, kind: "email", verifiedAt: browser.now, createdAt: browser.now } as const;
      await db.delete(identifiers).where(and(mine, eq(identifiers.isPrimary, false)));
      const pair = [freshAddress(), freshAddress()].map((value) => ({ ...added, value }));
      const ids = await db.insert(identifiers).values(pair).returning({ id: identifiers.id });
      const results = await Promise.all(ids.map(({ id }) => removeOwnIdentifier(browser.visit(), session, id)));
      expect(results.map(code).sort()).toEqual(["last_identifier", "ok"]);
    }
  });

  it("[AZ-03] somebody else's cannot be touched", async () => {
    const other = await createPerson();
    const [theirs] = await db.select().from(identifiers).where(eq(identifiers.userId, other.userId));
    expect(code(await makeIdentifierPrimary(browser.visit(), await current(), theirs?.id ?? ""))).toBe("not_found");
    expect(code(await removeOwnIdentifier(browser.visit(), await current(), theirs?.id ?? ""))).toBe("not_found");
    const elsewhere = new TestBrowser();
    await signIn(elsewhere, other);
    expect(code(await signOutDevice(browser.visit(), await current(), (await current(elsewhere)).id))).toBe(
      "not_found",
    );
    expect(await db.select().from(sessions).where(eq(sessions.userId, other.userId))).toHaveLength(1);
  });

  it("[EN-01] one that somebody else has proved gets the same screen and no code", async () => {
    const other = await createPerson();
    expect(
      await startAddIdentifier(browser.visit(), await current(), { kind: "email", value: other.email }),
    ).toMatchObject({
      data: { step: "verify" },
    });
    expect(await codesFor(other.email)).toEqual([]);
  });
});

describe("[SE-07] how long a session lives", () => {
  it("seven days without a visit, thirty at most", async () => {
    const token = browser.jar.get("session") ?? "";
    const day = 86_400_000;
    const at = (days: number) => new Date(browser.now.getTime() + days * day);
    expect(await findSession(token, at(6.9))).not.toBeNull();
    expect(await findSession(token, at(7.1))).toBeNull();
    expect((await current()).absoluteExpires).toEqual(at(30));
  });

  it("[SE-01] rests as a hash: what the table holds is no cookie", async () => {
    const [row] = await db.select().from(sessions).where(eq(sessions.userId, person.userId));
    expect(row?.sessionToken).not.toBe(browser.jar.get("session"));
    expect(await findSession(row?.sessionToken ?? "")).toBeNull();
  });
});
