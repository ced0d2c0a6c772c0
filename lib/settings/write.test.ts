import { desc, eq, sql } from "drizzle-orm";
import { afterAll, afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { db, type Executor } from "@/db/client";
import { auditEvents, passwords, settings } from "@/db/schema";
import { fail, ok } from "@/lib/errors";
import { createPerson, TestBrowser } from "@/lib/flows/test-visit";
import { forgetSettings, getSettings } from "./read";
import { defaultSettings, type Settings, sections } from "./schema";
import { readUnreadable } from "./unreadable";
import { changeSection, restoreSection, saveSection } from "./write";

let by: { userId: string; client: { ip: string; userAgent: string }; now: Date };
beforeEach(async () => {
  const { client, now } = new TestBrowser().visit();
  by = { userId: (await createPerson()).userId, client, now };
});
afterEach(async () => {
  await db.delete(settings);
  forgetSettings();
});

describe("[P52 AZ-07] saving settings", () => {
  it("holds at once, and says in the audit what changed from what to what", async () => {
    expect((await getSettings()).password.minLength).toBe(8);
    expect((await saveSection("password", { ...defaultSettings.password, minLength: 15 }, by)).ok).toBe(true);
    expect((await getSettings()).password.minLength).toBe(15);
    const [event] = await db.select().from(auditEvents).where(eq(auditEvents.actorId, by.userId));
    expect(event).toMatchObject({
      type: "settings.changed",
      data: { section: "password", changes: { minLength: { from: 8, to: 15 } } },
    });
  });

  it("is refused whole when nobody could sign in, also for two saves that contradict only together", async () => {
    const codesOff = { ...defaultSettings.email, codeSignIn: false };
    const passwordsOff = { ...defaultSettings.password, enabled: false };
    const results = await Promise.all([saveSection("email", codesOff, by), saveSection("password", passwordsOff, by)]);
    expect(results.filter(({ ok }) => ok)).toHaveLength(1);
    expect(await db.select().from(settings)).toHaveLength(1);
  });

  it("keeps both of two saves at once that change different parts of a section", async () => {
    const change = (part: Partial<Settings["wallet"]>) =>
      changeSection("wallet", async (stored) => ok({ ...stored, ...part }), by);
    const results = await Promise.all([
      change({ base: true }),
      change({ chains: [1] }),
      change({ allowOnly: true }),
      change({ okx: true }),
    ]);
    expect(results.every(({ ok }) => ok)).toBe(true);
    expect((await getSettings()).wallet).toMatchObject({ base: true, okx: true, chains: [1], allowOnly: true });
  });

  it("does not let an admin without a password switch off the codes they sign in with", async () => {
    await db.delete(passwords).where(eq(passwords.userId, by.userId));
    const result = await saveSection("email", { ...defaultSettings.email, codeSignIn: false }, by);
    expect(result).toMatchObject({ ok: false, error: { code: "settings_lock_out" } });
  });

  it("undoes what a change wrote when it, or what comes after it, refuses", async () => {
    const remove = (tx: Executor) => tx.delete(passwords).where(eq(passwords.userId, by.userId));
    const stored = () => db.select().from(passwords).where(eq(passwords.userId, by.userId));
    const refused = changeSection("names", async (_, tx) => remove(tx).then(() => fail("not_found")), by);
    expect(await refused).toMatchObject({ error: { code: "not_found" } });
    expect(await stored()).toHaveLength(1);
    const off = { ...defaultSettings.email, codeSignIn: false };
    const lockedOut = changeSection("email", async (_, tx) => remove(tx).then(() => ok(off)), by);
    expect((await lockedOut).ok).toBe(false);
    expect(await stored()).toHaveLength(1);
    const failing = changeSection("names", () => Promise.reject(new Error("broken")), by);
    await expect(failing).rejects.toThrow("broken");
  });
});

describe("[AZ-07 FW-05] settings of which some can't be read", () => {
  const logged = vi.spyOn(console, "error").mockImplementation(() => {});
  const told = vi.spyOn(console, "warn").mockImplementation(() => {});
  beforeEach(async () => {
    await getSettings();
    logged.mockClear();
    told.mockClear();
  });
  afterAll(() => vi.restoreAllMocks());

  const put = async (section: string, value: unknown, lastGood?: unknown) => {
    const row = { section, value: value ?? sql`'null'::jsonb`, lastGood, updatedAt: by.now };
    await db.insert(settings).values(row).onConflictDoUpdate({ target: settings.section, set: row });
    forgetSettings();
  };
  const rowOf = async (section: string) => (await db.select().from(settings).where(eq(settings.section, section)))[0];
  const lastEvent = async () =>
    (await db.select().from(auditEvents).where(eq(auditEvents.actorId, by.userId)).orderBy(desc(auditEvents.id)))[0];

  it("are strict, and stay stored as they are; the log says so once, without what is stored", async () => {
    await put("password", { minLength: "many words", minStrength: 3 });
    for (let reads = 0; reads < 3; reads++) {
      expect((await getSettings()).password).toMatchObject({ minLength: 15, minStrength: 3 });
      forgetSettings();
    }
    expect(logged.mock.calls).toEqual([[expect.stringContaining("password.minLength")]]);
    expect(logged.mock.calls.join()).not.toContain("many");
    expect(await rowOf("password")).toMatchObject({ value: { minLength: "many words", minStrength: 3 } });
    await db.delete(settings);
    forgetSettings();
    await getSettings();
    expect([logged.mock.calls.length, told.mock.calls.length]).toEqual([1, 1]);
  });

  it("keep no other section from being saved, nor does saving one change another", async () => {
    const broken = {
      phone: "x",
      smsCountries: { enabled: null },
      mfa: { required: 1 },
      social: [],
      wallet: { chains: 5 },
    };
    for (const [section, value] of Object.entries(broken)) await put(section, value);
    const good = sections.filter((name) => !(name in broken));
    for (const name of good) {
      const current = (await getSettings())[name];
      expect(await saveSection(name, current, by), name).toEqual({ ok: true, data: undefined });
    }
    expect(
      Object.fromEntries((await db.select().from(settings)).map(({ section, value }) => [section, value])),
    ).toEqual({
      ...Object.fromEntries(good.map((name) => [name, expect.anything()])),
      ...broken,
    });
  });

  it("of two sections contradict nothing while one can't be read, and do once both can", async () => {
    await put("phone", { signUp: "required", signIn: true });
    await put("smsCountries", { enabled: "all" });
    const phone = (await getSettings()).phone;
    expect((await saveSection("phone", { ...phone, defaultCountry: "DE" }, by)).ok).toBe(true);
    expect((await getSettings()).signUp.open).toBe(false);
    expect(await saveSection("smsCountries", { enabled: [] }, by)).toMatchObject({
      error: { code: "settings_conflict" },
    });
    expect((await saveSection("smsCountries", { enabled: ["DE"] }, by)).ok).toBe(true);
    expect((await getSettings()).signUp.open).toBe(true);
  });

  it("never let a save shut everybody out that would not do so if all could be read", async () => {
    await put("mfa", { required: 1, totp: false });
    await put("signUp", "x");
    const saved = saveSection("mfa", { ...defaultSettings.mfa, required: true, totp: false }, by);
    expect(await saved).toMatchObject({ error: { code: "settings_conflict" } });
    expect((await getSettings()).mfa).toMatchObject({ required: true, totp: true });
  });

  it("are mended by saving the section; what was stored is in the audit then", async () => {
    await put("mfa", { required: 1, trustDays: 5 }, { required: true });
    const { mfa } = await getSettings();
    expect((await saveSection("mfa", mfa, by)).ok).toBe(true);
    expect(await rowOf("mfa")).toMatchObject({ value: mfa, lastGood: mfa });
    expect(await lastEvent()).toMatchObject({
      data: { section: "mfa", unreadable: ["required"], stored: { required: 1 } },
    });
  });

  it("stay stored when another part of their section is saved, which then is not the last good version", async () => {
    const good = { chains: [8453], allowed: [] };
    await put("wallet", { chains: [8453], allowed: ["somebody.eth"], colour: "red" }, good);
    expect((await changeSection("wallet", async () => ok({ base: true }), by)).ok).toBe(true);
    expect(await rowOf("wallet")).toMatchObject({
      value: { chains: [8453], allowed: ["somebody.eth"], colour: "red", base: true },
      lastGood: good,
    });
    expect((await lastEvent())?.data).not.toHaveProperty("unreadable");
    expect((await changeSection("wallet", async () => ok({ allowed: [] }), by)).ok).toBe(true);
    expect((await rowOf("wallet"))?.lastGood).toMatchObject({ chains: [8453], allowed: [], base: true });
  });

  it("are all written down as they apply when a part is saved and none could be read", async () => {
    await put("wallet", "x");
    expect((await changeSection("wallet", async () => ok({ chains: [8453] }), by)).ok).toBe(true);
    expect((await getSettings()).wallet).toMatchObject({ chains: [8453], allowOnly: true, base: false });
    expect(await lastEvent()).toMatchObject({ data: { stored: "x" } });
  });

  it("are restored from the version every save keeps, if that can be read; nothing else is overwritten", async () => {
    const saved = { ...defaultSettings.mfa, totp: true, required: true, trustDays: 9 };
    expect((await saveSection("mfa", saved, by)).ok).toBe(true);
    expect(await restoreSection("mfa", by)).toMatchObject({ error: { code: "settings_readable" } });
    expect(await restoreSection("signUp", by)).toMatchObject({ error: { code: "settings_readable" } });
    await db.update(settings).set({ value: "x" }).where(eq(settings.section, "mfa"));
    forgetSettings();
    expect((await getSettings()).mfa.trustDays).toBe(1);
    expect((await restoreSection("mfa", by)).ok).toBe(true);
    expect((await getSettings()).mfa).toEqual(saved);
    expect(await lastEvent()).toMatchObject({ type: "settings.changed", data: { section: "mfa", stored: "x" } });
    for (const lastGood of [null, "x", { required: "yes" }]) {
      await put("mfa", "x", lastGood);
      expect(await restoreSection("mfa", by)).toMatchObject({ error: { code: "settings_without_good" } });
      expect((await rowOf("mfa"))?.value).toBe("x");
    }
  });

  it("are not restored to what would shut everybody, or the admin, out", async () => {
    await put("password", { ...defaultSettings.password, enabled: false });
    await put("email", { codeSignIn: "x" }, { codeSignIn: false });
    expect(await restoreSection("email", by)).toMatchObject({ error: { code: "settings_conflict" } });
    await db.delete(settings);
    await db.delete(passwords).where(eq(passwords.userId, by.userId));
    await put("email", "x", { codeSignIn: false });
    expect(await restoreSection("email", by)).toMatchObject({ error: { code: "settings_lock_out" } });
    expect((await rowOf("email"))?.value).toBe("x");
  });

  it("are reported with what applies, what is stored and the last good version", async () => {
    expect(await readUnreadable()).toEqual({ sections: [], givingWay: [] });
    await put("signUp", { open: "no" }, { open: true });
    await put("mfa", { required: 1, totp: false });
    await put("sessions", null);
    const { sections: found, givingWay } = await readUnreadable();
    expect(found.map(({ section, canRestore, stored }) => [section, canRestore, stored])).toEqual([
      ["signUp", true, null],
      ["mfa", false, null],
      ["sessions", false, "null"],
    ]);
    expect(found[0]?.settings).toEqual([{ path: "open", now: false, stored: '"no"', lastGood: true }]);
    expect(found[1]?.settings).toEqual([{ path: "required", now: true, stored: "1", lastGood: null }]);
    expect(found[2]?.settings.map(({ path }) => path)).toEqual(["absoluteDays", "idleDays", "recentAuthMinutes"]);
    expect(givingWay).toEqual([{ section: "mfa", path: "totp", now: true }]);
  });

  it("[AZ-06] show no key of a provider, whatever of it can't be read", async () => {
    const secret = "11111111.a-secret-nobody-may-see";
    const google = { enabled: true, clientId: "client", clientSecret: secret, use: 5 };
    await put(
      "social",
      { connections: { google, [secret]: 1 } },
      { connections: { google: { ...google, use: "connect" } } },
    );
    await getSettings();
    const report = await readUnreadable();
    expect(report.sections[0]?.settings.map(({ path }) => path)).toEqual(["connections.google", "connections"]);
    expect(report.sections[0]?.settings[0]).toEqual({
      path: "connections.google",
      now: false,
      stored: null,
      lastGood: true,
    });
    expect(JSON.stringify(report)).not.toContain(secret);
    expect(logged.mock.calls.join()).not.toContain(secret);
    expect((await restoreSection("social", by)).ok).toBe(true);
    expect((await getSettings()).social.connections.google).toMatchObject({ clientSecret: secret, use: "connect" });
    await put("social", secret);
    expect(JSON.stringify(await readUnreadable())).not.toContain(secret);
    expect((await changeSection("social", async () => ok({ connections: {} }), by)).ok).toBe(true);
    expect(JSON.stringify(await db.select().from(auditEvents))).not.toContain(secret);
  });
});
