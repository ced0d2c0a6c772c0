import { and, eq } from "drizzle-orm";
import { beforeEach, describe, expect, it } from "vitest";
import { db } from "@/db/client";
import { auditEvents, identifiers, passwords, rateLimits, sessions, users } from "@/db/schema";
import { findSession, type Session } from "@/lib/sessions/read";
import { listIdentifiers } from "@/lib/users/identifiers";
import { startAddIdentifier, verifyAddIdentifier } from "./add-identifier";
import { removePassword, setPassword } from "./password";
import { changeUsername, makeIdentifierPrimary, removeOwnIdentifier } from "./profile";
import { finishReset, startReset, verifyReset } from "./reset-password";
import { startSignIn, verifySignIn } from "./sign-in";
import { codesFor, createPerson, freshAddress, freshNumber, mailTo, TestBrowser } from "./test-visit";

const code = (result: { ok: boolean; error?: { code: string } }) => (result.ok ? "ok" : result.error?.code);
/** Codes to one number come half a minute apart, by the wall clock. */
const limitsForgotten = () => db.delete(rateLimits);
const freshName = () => `pat-${Math.random().toString(36).slice(2, 10)}`;

let browser: TestBrowser;
let person: Awaited<ReturnType<typeof createPerson>>;
let session: Session;
const signIn = async (as = person) => {
  await startSignIn(browser.visit(), { identifier: as.email });
  await verifySignIn(browser.visit(), "password", { password: as.password });
  const found = await findSession(browser.jar.get("session") ?? "", browser.now);
  if (!found) throw new Error("not signed in");
  return found;
};
const own = async (kind: string) => (await listIdentifiers(person.userId)).filter((one) => one.kind === kind);
const idOf = async (value: string) =>
  (await listIdentifiers(person.userId)).find((one) => one.value === value)?.id ?? "";
const add = async (kind: "email" | "phone", value: string) => {
  await startAddIdentifier(browser.visit(), session, { kind, value });
  return verifyAddIdentifier(browser.visit(), session, { code: (await codesFor(value))[0] });
};

beforeEach(async () => {
  browser = new TestBrowser();
  browser.set("phone", { signUp: "optional", signIn: true });
  browser.set("username", { signUp: "optional", signIn: true });
  browser.set("email", { signUp: "optional" });
  person = await createPerson();
  session = await signIn();
});

describe("[P07 P54] numbers in the profile", () => {
  it("are added by code, become primary, and are removed; each step is told", async () => {
    const [first, second] = [freshNumber(), freshNumber()];
    expect(code(await add("phone", first))).toBe("ok");
    expect(code(await add("phone", second))).toBe("ok");
    expect((await own("phone")).map(({ value, isPrimary }) => [value, isPrimary])).toEqual([
      [first, true],
      [second, false],
    ]);
    expect(code(await makeIdentifierPrimary(browser.visit(), session, await idOf(second)))).toBe("ok");
    expect(code(await removeOwnIdentifier(browser.visit(), session, await idOf(second)))).toBe("primary_identifier");
    expect(code(await removeOwnIdentifier(browser.visit(), session, await idOf(first)))).toBe("ok");
    await browser.settled();
    expect((await mailTo(first)).filter(({ text }) => /removed/i.test(text))).toHaveLength(1);
    expect((await mailTo(person.email)).filter(({ subject }) => /number/i.test(subject ?? ""))).toHaveLength(3);
  });

  it("[SM-06] of somebody else are refused by the database, not by a word about who has them", async () => {
    const phone = freshNumber();
    await createPerson({ phone });
    await startAddIdentifier(browser.visit(), session, { kind: "phone", value: phone });
    expect(await codesFor(phone)).toEqual([]);
    expect(await own("phone")).toEqual([]);
  });

  it("[SM-06 RC-04] go to one of two who prove the same one at once", async () => {
    const phone = freshNumber();
    const rivals: { mine: TestBrowser; signed: Session; sent: string }[] = [];
    for (let index = 0; index < 2; index++) {
      const rival = await createPerson();
      const settings = browser.settings;
      browser = new TestBrowser();
      browser.settings = settings;
      await limitsForgotten();
      const signed = await signIn(rival);
      await startAddIdentifier(browser.visit(), signed, { kind: "phone", value: phone });
      rivals.push({ mine: browser, signed, sent: (await codesFor(phone))[0] ?? "" });
    }
    const added = await Promise.all(
      rivals.map(({ mine, signed, sent }) => verifyAddIdentifier(mine.visit(), signed, { code: sent })),
    );
    expect(added.map(code).sort()).toEqual(["identifier_taken", "ok"]);
    expect(await db.select().from(identifiers).where(eq(identifiers.value, phone))).toHaveLength(1);
  });
});

describe("[P16] the username", () => {
  it("is set, changed and told; it signs in, the one before does not", async () => {
    const [before, after] = [freshName(), freshName()];
    expect(code(await changeUsername(browser.visit(), session, before))).toBe("ok");
    expect(code(await changeUsername(browser.visit(), session, after.toUpperCase()))).toBe("ok");
    expect((await own("username")).map(({ value }) => value)).toEqual([after]);
    await browser.settled();
    expect((await mailTo(person.email)).filter(({ subject }) => /username/i.test(subject ?? ""))).toHaveLength(2);
    const back = browser.copy();
    await startSignIn(back.visit(), { identifier: before });
    expect(code(await verifySignIn(back.visit(), "password", { password: person.password }))).toBe(
      "credentials_incorrect",
    );
    await startSignIn(back.visit(), { identifier: after });
    expect(code(await verifySignIn(back.visit(), "password", { password: person.password }))).toBe("ok");
  });

  it("[RC-04] is one of a person and one person's, however many changes arrive at once", async () => {
    const wanted = freshName();
    const rivals = await Promise.all(
      Array.from({ length: 8 }, async () => {
        const rival = await createPerson({ username: freshName() });
        const mine = new TestBrowser();
        mine.settings = browser.settings;
        await startSignIn(mine.visit(), { identifier: rival.email });
        await verifySignIn(mine.visit(), "password", { password: rival.password });
        const signed = await findSession(mine.jar.get("session") ?? "", mine.now);
        if (!signed) throw new Error("not signed in");
        return { mine, signed };
      }),
    );
    const answers = await Promise.all(rivals.map(({ mine, signed }) => changeUsername(mine.visit(), signed, wanted)));
    expect(answers.filter(({ ok }) => ok)).toHaveLength(1);
    expect(await db.select().from(identifiers).where(eq(identifiers.value, wanted))).toHaveLength(1);
    await Promise.all(
      rivals.flatMap(({ mine, signed }) => [1, 2, 3].map(() => changeUsername(mine.visit(), signed, freshName()))),
    );
    for (const { signed } of rivals) {
      const names = (await listIdentifiers(signed.user.id)).filter(({ kind }) => kind === "username");
      expect(names.map(({ isPrimary }) => isPrimary)).toEqual([true]);
    }
  });

  it("keeps the old one when the new one is taken", async () => {
    const [mine, taken] = [freshName(), freshName()];
    await createPerson({ username: taken });
    await changeUsername(browser.visit(), session, mine);
    expect(code(await changeUsername(browser.visit(), session, taken))).toBe("username_taken");
    expect((await own("username")).map(({ value }) => value)).toEqual([mine]);
  });
});

describe("[P06] restricted changes", () => {
  it("freeze what is there, and let an unproved address be proved", async () => {
    browser.set("phone", { signUp: "optional", signIn: true, restrictChanges: true });
    browser.set("email", { restrictChanges: true });
    browser.set("username", { restrictChanges: true });
    await changeUsername(browser.visit(), session, freshName());
    const [email] = await own("email");
    const answers = [
      await startAddIdentifier(browser.visit(), session, { kind: "email", value: freshAddress() }),
      await startAddIdentifier(browser.visit(), session, { kind: "phone", value: freshNumber() }),
      await changeUsername(browser.visit(), session, freshName()),
      await removeOwnIdentifier(browser.visit(), session, email?.id ?? ""),
      await makeIdentifierPrimary(browser.visit(), session, email?.id ?? ""),
    ];
    expect(answers.map(code)).toEqual(Array(5).fill("changes_restricted"));
    const unproved = freshAddress();
    await db
      .insert(identifiers)
      .values({ userId: person.userId, kind: "email", value: unproved, createdAt: browser.now });
    expect(code(await add("email", unproved))).toBe("ok");
  });
});

describe("[LK-06] the last way in", () => {
  it("is not removed: neither the last address, nor the password beside a username", async () => {
    const [email] = await own("email");
    expect(code(await removeOwnIdentifier(browser.visit(), session, email?.id ?? ""))).toBe("last_identifier");
    await changeUsername(browser.visit(), session, freshName());
    expect(code(await removeOwnIdentifier(browser.visit(), session, email?.id ?? ""))).toBe("ok");
    browser.set("password", { requiredAtSignUp: false });
    expect(code(await removePassword(browser.visit(), session, { signOutOthers: false }))).toBe("last_identifier");
  });

  it("is not taken by two removals at once: a password and the only address", async () => {
    browser.set("password", { requiredAtSignUp: false });
    await changeUsername(browser.visit(), session, freshName());
    const [email] = await own("email");
    const answers = await Promise.all([
      removeOwnIdentifier(browser.visit(), session, email?.id ?? ""),
      removePassword(browser.visit(), session, { signOutOthers: false }),
    ]);
    expect(answers.filter(({ ok }) => ok)).toHaveLength(1);
  });

  it("counts only what settings let people sign in with", async () => {
    const phone = freshNumber();
    await add("phone", phone);
    browser.set("password", { requiredAtSignUp: false });
    await removePassword(browser.visit(), session, { signOutOthers: false });
    const [email] = await own("email");
    browser.set("smsCountries", { enabled: ["DE"] });
    expect(code(await removeOwnIdentifier(browser.visit(), session, email?.id ?? ""))).toBe("last_identifier");
    browser.set("smsCountries", { enabled: ["US"] });
    expect(code(await removeOwnIdentifier(browser.visit(), session, email?.id ?? ""))).toBe("ok");
    const [user] = await db.select().from(users).where(eq(users.id, person.userId));
    expect(user).toMatchObject({ email: null, identifier: phone });
  });

  it("of a required kind is kept too", async () => {
    browser.set("email", { signUp: "required" });
    await changeUsername(browser.visit(), session, freshName());
    const [email] = await own("email");
    expect(code(await removeOwnIdentifier(browser.visit(), session, email?.id ?? ""))).toBe("identifier_required");
  });
});

describe("[P17] the password in the profile", () => {
  it("is removed where it is not required, with the other devices; its owner is told", async () => {
    expect(code(await removePassword(browser.visit(), session, { signOutOthers: true }))).toBe("password_required");
    browser.set("password", { requiredAtSignUp: false });
    const other = new TestBrowser();
    await startSignIn(other.visit(), { identifier: person.email });
    await verifySignIn(other.visit(), "password", { password: person.password });
    expect(code(await removePassword(browser.visit(), session, { signOutOthers: true }))).toBe("ok");
    expect(await db.select().from(passwords).where(eq(passwords.userId, person.userId))).toEqual([]);
    expect(await db.select().from(sessions).where(eq(sessions.userId, person.userId))).toHaveLength(1);
    expect(code(await removePassword(browser.visit(), session, { signOutOthers: true }))).toBe("not_found");
    await browser.settled();
    expect((await mailTo(person.email)).some(({ subject }) => /password/i.test(subject ?? ""))).toBe(true);
  });

  it("is not one's own number, username or address, and not the one there is", async () => {
    const [phone, username] = [freshNumber(), freshName()];
    await add("phone", phone);
    await changeUsername(browser.visit(), session, username);
    const set = async (password: string) =>
      code(await setPassword(browser.visit(), session, { password, signOutOthers: false }));
    for (const identity of [phone, username, username.toUpperCase(), person.email])
      expect(await set(identity)).toBe("password_matches_identifier");
    expect(await set(person.password)).toBe("password_unchanged");
  });

  it("passes when leaked ones can't be looked up, and that is written down", async () => {
    const set = await setPassword(browser.visit(), session, {
      password: "new lamp over the bay 7",
      signOutOthers: false,
    });
    expect(code(set)).toBe("ok");
    const failed = and(eq(auditEvents.subjectId, person.userId), eq(auditEvents.type, "password.check-failed"));
    expect(await db.select().from(auditEvents).where(failed)).toHaveLength(1);
  });
});

describe("[P19] a reset by text message", () => {
  it("sets a password for somebody without an address, and not the old one again", async () => {
    const phone = freshNumber();
    await add("phone", phone);
    const out = new TestBrowser();
    out.settings = browser.settings;
    await limitsForgotten();
    await startReset(out.visit(), { identifier: phone });
    const [sent] = await codesFor(phone);
    expect(code(await verifyReset(out.visit(), { code: sent }))).toBe("ok");
    const finish = (password: string) => finishReset(out.visit(), { password, signOutOthers: true });
    expect(code(await finish(person.password))).toBe("password_unchanged");
    expect(code(await finish("new lamp over the bay 7"))).toBe("ok");
    expect(await findSession(browser.jar.get("session") ?? "", out.now)).toBeNull();
  });
});
