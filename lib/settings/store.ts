import "server-only";
import type { Executor } from "@/db/client";
import { settings as table } from "@/db/schema";
import { readSection } from "./in-force";
import { isRecord, ownField } from "./salvage";
import type { Section, Settings } from "./schema";

/**
 * @param stored the section as it is stored; `undefined` for none. @param read the same as it is in force.
 * @param change the new fields; of a record, the entries that are not the very same as in `read`.
 * @returns the section to store. What can't be read and is not in the change stays in it as it is stored. Only where
 * nothing can be read, all is written down as it is in force: a missing field would have its default.
 */
export function withChange<S extends Section>(
  stored: unknown,
  read: Settings[S],
  change: Partial<Settings[S]>,
): Record<string, unknown> {
  if (stored !== undefined && !isRecord(stored)) return { ...read, ...change };
  const fields = Object.entries(change).map(([name, value]) => [
    name,
    isRecord(value) ? withEntries(ownField(stored, name), ownField(read, name), value) : value,
  ]);
  return { ...stored, ...Object.fromEntries(fields) };
}

function withEntries(stored: unknown, read: unknown, change: Record<string, unknown>): Record<string, unknown> {
  const untouched = Object.entries(isRecord(stored) ? stored : {}).filter(
    ([key]) => ownField(change, key) === ownField(read, key),
  );
  return Object.fromEntries([...Object.entries(change), ...untouched]);
}

/** Writes a section down, and keeps it as the last good one if all of it can be read. */
export async function storeSection(
  executor: Executor,
  section: Section,
  value: Record<string, unknown>,
  by: { updatedAt: Date; updatedBy?: string },
): Promise<void> {
  const isGood = readSection(section, value).unreadable.length === 0;
  const row = { section, value, ...by, ...(isGood ? { lastGood: value } : {}) };
  await executor.insert(table).values(row).onConflictDoUpdate({ target: table.section, set: row });
}
