import "server-only";
import { sql } from "drizzle-orm";
import { db, type Executor } from "@/db/client";
import { settings as table } from "@/db/schema";
import type { Client } from "@/lib/client";
import { fail, ok, type Result } from "@/lib/errors";
import { audit } from "@/lib/security/audit";
import { readHolding } from "@/lib/users/holding";
import { hasWayIn } from "@/lib/users/ways-in";
import { changesBetween } from "./changes";
import { conflictsIn } from "./conflicts";
import { forgetSettings, parseSection } from "./read";
import { type Section, type Settings, sections } from "./schema";

interface Author {
  userId: string;
  client: Client;
  now: Date;
}

/**
 * Saves one section, atomically and audited, and makes it the truth of this instance at once.
 * Two admins saving at the same time are checked one after the other: each sees the other's result.
 * @returns `settings_conflict` with words per field when the whole would shut people out, `settings_lock_out` when it
 * would shut out the admin who saves.
 */
export const saveSection = <S extends Section>(section: S, value: Settings[S], by: Author): Promise<Result> =>
  changeSection(section, async () => ok(value), by);

/**
 * The same for a part of a section.
 * @param change makes the new section of the one that is stored, while nobody else can save. What it writes is undone
 * by a refusal, its own or a later one.
 */
export async function changeSection<S extends Section>(
  section: S,
  change: (stored: Settings[S], tx: Executor) => Promise<Result<Settings[S]>>,
  by: Author,
): Promise<Result> {
  let result: Result = ok();
  try {
    await db.transaction(async (tx) => {
      result = await write(tx, section, change, by);
      if (!result.ok) tx.rollback();
    });
  } catch (error) {
    if (result.ok) throw error;
  }
  forgetSettings();
  return result;
}

async function write<S extends Section>(
  tx: Executor,
  section: S,
  change: Parameters<typeof changeSection<S>>[1],
  by: Author,
): Promise<Result> {
  await tx.execute(sql`LOCK TABLE ${table} IN SHARE ROW EXCLUSIVE MODE`);
  const rows = await tx.select().from(table);
  const before = Object.fromEntries(
    sections.map((name) => [name, parseSection(name, rows.find((row) => row.section === name)?.value)]),
  ) as Settings;
  const changed = await change(before[section], tx);
  if (!changed.ok) return changed;
  const value = changed.data;
  const after = { ...before, [section]: value };
  const conflicts = conflictsIn(after, section);
  if (Object.keys(conflicts).length > 0) return fail("settings_conflict", { fields: conflicts });
  const own = await readHolding(tx, by.userId);
  if (hasWayIn(own, before) && !hasWayIn(own, after)) return fail("settings_lock_out");

  const row = { section, value, updatedAt: by.now, updatedBy: by.userId };
  await tx.insert(table).values(row).onConflictDoUpdate({ target: table.section, set: row });
  await audit(tx, {
    type: "settings.changed",
    actorId: by.userId,
    client: by.client,
    now: by.now,
    data: { section, changes: changesBetween(before[section], value) },
  });
  return ok();
}
