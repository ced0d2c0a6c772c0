import { eq, inArray } from "drizzle-orm";
import { beforeEach, describe, expect, it } from "vitest";
import { db } from "@/db/client";
import { identifiers, settings, users } from "@/db/schema";
import { conflictsIn } from "@/lib/settings/conflicts";
import { defaultSettings, type Settings, sections, settingsSchema } from "@/lib/settings/schema";
import { hasPassword } from "./passwords";
import { parsePhone } from "./phone-number";
import { seed } from "./seed";
import { checkUsername } from "./username";

beforeEach(async () => {
  await db.delete(users);
  await db.delete(settings);
});

describe("the sample people of development", () => {
  it("are an admin and people with number, username and password, all of them as sign-up would take them", async () => {
    const lines = await seed();
    const everybody = await db.select().from(users);
    expect(everybody.filter(({ role }) => role === "admin").map(({ email }) => email)).toEqual(["admin@example.com"]);
    for (const { id, email } of everybody) {
      expect(await hasPassword(id)).toBe(true);
      expect(lines.join("\n")).toContain(email);
    }
    const held = await db
      .select()
      .from(identifiers)
      .where(inArray(identifiers.kind, ["phone", "username"]));
    expect(new Set(held.map(({ kind }) => kind))).toEqual(new Set(["phone", "username"]));
    for (const { kind, value, verifiedAt } of held) {
      expect(verifiedAt).not.toBeNull();
      if (kind === "phone") expect(parsePhone(value)).toMatchObject({ value, country: "US" });
      else expect(checkUsername(value, defaultSettings)).toEqual({ ok: true, data: value });
    }
  });

  it("come with settings that are valid and let each of them sign in in every way", async () => {
    await seed();
    const rows = await db.select().from(settings);
    const stored = settingsSchema.parse({
      ...defaultSettings,
      ...Object.fromEntries(rows.map(({ section, value }) => [section, value])),
    }) as Settings;
    expect(sections.flatMap((section) => Object.keys(conflictsIn(stored, section)))).toEqual([]);
    expect([stored.email.linkSignIn, stored.phone.signIn, stored.username.signIn]).toEqual([true, true, true]);
  });

  it("never join people who are there already", async () => {
    await seed();
    await db.delete(users).where(eq(users.role, "admin"));
    const before = await db.select().from(users);
    expect(await seed()).toEqual([]);
    expect(await db.select().from(users)).toHaveLength(before.length);
  });
});
