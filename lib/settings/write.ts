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
import { inForce, readSection } from "./in-force";
import { forgetSettings } from "./read";
import type { Section, Settings } from "./schema";
import { storeSection, withChange } from "./store";
import { goodVersion, replacedValues } from "./unreadable";

interface Author {
  userId: string;
  client: Client;
  now: Date;
}
type Row = typeof table.$inferSelect;

/**
 * Saves one section, atomically and audited, and makes it the truth of this instance at once.
 * Two admins saving at the same time are checked one after the other: each sees the other's result.
 * @returns `settings_conflict` with words per field when the whole would shut people out, `settings_lock_out` when it
 * would shut out the admin who saves.
 */
export const saveSection = <S extends Section>(section: S, value: Settings[S], by: Author): Promise<Result> =>
  changeSection(section, async () => ok(value), by);

/**
 * The same for a part of a section. The rest stays as it is stored, also what of it can't be read.
 * @param change gives the new fields, from the section that is in force, while nobody else can save. Entries of a record
 * that are to stay as they are have to be the same objects. What it writes is undone by a refusal, its own or a later one.
 */
export const changeSection = <S extends Section>(
  section: S,
  change: (stored: Settings[S], tx: Executor) => Promise<Result<Partial<Settings[S]>>>,
  by: Author,
): Promise<Result> =>
  replaceSection(section, by, async (row, read, tx) => {
    const changed = await change(read, tx);
    return changed.ok ? ok(withChange(row?.value, read, changed.data)) : changed;
  });

/**
 * Puts the last good version of a section in the place of one that can't be read.
 * @returns `settings_readable` when it can be, `settings_without_good` when there is no version that can, or why that one
 * can't be in force now.
 */
export const restoreSection = (section: Section, by: Author): Promise<Result> =>
  replaceSection(section, by, async (row) => {
    if (!row || readSection(section, row.value).unreadable.length === 0) return fail("settings_readable");
    const { lastGood } = row;
    return goodVersion(section, lastGood) ? ok(lastGood as Record<string, unknown>) : fail("settings_without_good");
  });

type Plan<S extends Section> = (
  row: Row | undefined,
  read: Settings[S],
  tx: Executor,
) => Promise<Result<Record<string, unknown>>>;

async function replaceSection<S extends Section>(section: S, by: Author, plan: Plan<S>): Promise<Result> {
  let result: Result = ok();
  try {
    await db.transaction(async (tx) => {
      result = await write(tx, section, by, plan);
      if (!result.ok) tx.rollback();
    });
  } catch (error) {
    if (result.ok) throw error;
  }
  forgetSettings();
  return result;
}

async function write<S extends Section>(tx: Executor, section: S, by: Author, plan: Plan<S>): Promise<Result> {
  await tx.execute(sql`LOCK TABLE ${table} IN SHARE ROW EXCLUSIVE MODE`);
  const rows = await tx.select().from(table);
  const row = rows.find((one) => one.section === section);
  const before = inForce(rows);
  const planned = await plan(row, before.settings[section], tx);
  if (!planned.ok) return planned;
  const value = planned.data;
  const after = inForce([...rows.filter((one) => one !== row), { section, value }]);
  const conflicts = conflictsIn(after.read, section, { before: before.read, unreadable: after.unreadable });
  if (Object.keys(conflicts).length > 0) return fail("settings_conflict", { fields: conflicts });
  const own = await readHolding(tx, by.userId);
  if (hasWayIn(own, before.settings) && !hasWayIn(own, after.settings)) return fail("settings_lock_out");

  await storeSection(tx, section, value, { updatedAt: by.now, updatedBy: by.userId });
  const changes = changesBetween(before.read[section], after.read[section]);
  // What nobody could read is gone from the table now, so it is written down here.
  const gone = before.unreadable[section]?.filter((path) => !after.unreadable[section]?.includes(path)) ?? [];
  const unread = gone.length > 0 ? { unreadable: gone, stored: replacedValues(section, row?.value, gone) } : {};
  await audit(tx, {
    type: "settings.changed",
    actorId: by.userId,
    client: by.client,
    now: by.now,
    data: { section, changes, ...unread },
  });
  return ok();
}
