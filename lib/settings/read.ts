import "server-only";
import { setTimeout } from "node:timers/promises";
import { cache } from "react";
import { db } from "@/db/client";
import { settings as table } from "@/db/schema";
import { type InForce, inForce } from "./in-force";
import type { Settings } from "./schema";

/** How long another instance may go on with what it read: changes are visible everywhere within 5 s (AZ-07). */
const MAX_AGE_MS = 4000;

/** A read that takes longer than this goes on without those who wait, where there are settings to go on with. */
const PATIENCE_MS = 2000;

interface Kept {
  settings?: Settings;
  readAt: number;
  /** The last read failed or was late. */
  isLate?: boolean;
  reading?: Promise<Settings>;
}
/**
 * On `globalThis` because Next may bundle this file more than once. Forgetting replaces the whole object: a read that
 * began before a save ends in the old one, which nobody asks any more.
 */
const shared = globalThis as typeof globalThis & { signInStarterSettings?: Kept; signInStarterUnreadable?: string };

async function readAll(kept: Kept): Promise<Settings> {
  const readAt = Date.now();
  const found = inForce(await db.select({ section: table.section, value: table.value }).from(table));
  tell(found);
  Object.assign(kept, { settings: found.settings, readAt, isLate: false });
  return found.settings;
}

/** A line when it begins, changes and ends; without the values, which can be anything. */
function tell({ unreadable }: Pick<InForce, "unreadable">): void {
  const names = Object.entries(unreadable).flatMap(([section, fields]) => fields.map((name) => `${section}.${name}`));
  const list = names.join(", ");
  if (list === (shared.signInStarterUnreadable ?? "")) return;
  shared.signInStarterUnreadable = list;
  if (list)
    console.error(
      `settings: some can't be read and are strict now, see /admin: ${JSON.stringify(list.slice(0, 2000))}`,
    );
  else console.warn("settings: all can be read again");
}

/** @returns the settings in force, one object for the whole request; while they can't be read, those last read. */
export const getSettings = cache(async (): Promise<Settings> => {
  shared.signInStarterSettings ??= { readAt: 0 };
  const kept = shared.signInStarterSettings;
  if (kept.settings && Date.now() - kept.readAt < MAX_AGE_MS) return kept.settings;
  kept.reading ??= readAll(kept).finally(() => {
    kept.reading = undefined;
  });
  if (!kept.settings) return kept.reading;
  const { settings, reading } = kept;
  const late = () => {
    kept.isLate = true;
    return settings;
  };
  reading.catch(() => {});
  // What was saved here is not passed over for being read slowly.
  if (kept.readAt === 0) return reading.catch(late);
  // Only the first of them waits: what an outage costs, it costs one visitor.
  if (kept.isLate) return settings;
  return Promise.race([reading.catch(late), setTimeout(PATIENCE_MS, undefined, { ref: false }).then(late)]);
});

/** Makes the next request of this instance read the table again; called after every write. */
export function forgetSettings(): void {
  shared.signInStarterSettings = { settings: shared.signInStarterSettings?.settings, readAt: 0 };
}
