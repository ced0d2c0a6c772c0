import "server-only";
import { sql } from "drizzle-orm";
import { db } from "@/db/client";
import { settings as table } from "@/db/schema";
import type { Client } from "@/lib/client";
import { fail, ok, type Result } from "@/lib/errors";
import { audit } from "@/lib/security/audit";
import { hasPassword } from "@/lib/users/passwords";
import { forgetSettings } from "./read";
import { conflictsIn, defaultSettings, type Section, type Settings, sections, settingsSchema } from "./schema";

/**
 * Saves one section, atomically and audited, and makes it the truth of this instance at once.
 * Two admins saving at the same time are checked one after the other: each sees the other's result.
 * @returns `settings_conflict` with words per field when the whole would shut people out.
 */
export async function saveSection<S extends Section>(
  section: S,
  value: Settings[S],
  by: { userId: string; client: Client; now: Date },
): Promise<Result> {
  const result = await db.transaction(async (tx): Promise<Result> => {
    await tx.execute(sql`LOCK TABLE ${table} IN SHARE ROW EXCLUSIVE MODE`);
    const rows = await tx.select().from(table);
    const before = settingsSchema.parse(
      Object.fromEntries(
        sections.map((name) => [name, rows.find((row) => row.section === name)?.value ?? defaultSettings[name]]),
      ),
    );
    const conflicts = conflictsIn({ ...before, [section]: value });
    const own = Object.entries(conflicts).filter(([field]) => field in value);
    if (own.length > 0) return fail("settings_conflict", { fields: Object.fromEntries(own) });
    if ("codeSignIn" in value && !value.codeSignIn && !(await hasPassword(by.userId))) {
      const codeSignIn = "You have no password yourself, so this would lock you out. Set one in your profile first.";
      return fail("settings_conflict", { fields: { codeSignIn } });
    }

    const row = { section, value, updatedAt: by.now, updatedBy: by.userId };
    await tx.insert(table).values(row).onConflictDoUpdate({ target: table.section, set: row });
    const old = before[section] as Record<string, unknown>;
    const changed = Object.entries(value).filter(([field, now]) => old[field] !== now);
    await audit(tx, {
      type: "settings.changed",
      actorId: by.userId,
      client: by.client,
      now: by.now,
      data: {
        section,
        changes: Object.fromEntries(changed.map(([field, now]) => [field, { from: old[field], to: now }])),
      },
    });
    return ok();
  });
  forgetSettings();
  return result;
}
