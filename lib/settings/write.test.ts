import { eq } from "drizzle-orm";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { db, type Executor } from "@/db/client";
import { auditEvents, passwords, settings } from "@/db/schema";
import { fail, ok } from "@/lib/errors";
import { createPerson, TestBrowser } from "@/lib/flows/test-visit";
import { forgetSettings, getSettings } from "./read";
import { defaultSettings, type Settings } from "./schema";
import { changeSection, saveSection } from "./write";

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

  it("falls back to defaults, loudly, when a stored section no longer parses", async () => {
    await db.insert(settings).values({ section: "password", value: { minLength: "many" }, updatedAt: by.now });
    forgetSettings();
    const logged = vi.spyOn(console, "error").mockImplementation(() => {});
    expect((await getSettings()).password).toEqual(defaultSettings.password);
    expect(logged).toHaveBeenCalledWith(expect.stringContaining('"password"'), expect.anything());
    expect((await saveSection("names", defaultSettings.names, by)).ok).toBe(true);
    logged.mockRestore();
  });
});
