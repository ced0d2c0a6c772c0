import "server-only";
import { cache } from "react";
import { db } from "@/db/client";
import { settings as table } from "@/db/schema";
import { defaultSettings, type Section, type Settings, sectionSchema, sections } from "./schema";

/** How long another instance may go on with what it read: changes are visible everywhere within 5 s (AZ-07). */
const MAX_AGE_MS = 4000;

interface Kept {
  settings?: Settings;
  readAt: number;
  reading?: Promise<Settings>;
}
/**
 * On `globalThis` because Next may bundle this file more than once. Forgetting replaces the whole object: a read that
 * began before a save ends in the old one, which nobody asks any more.
 */
const shared = globalThis as typeof globalThis & { signInStarterSettings?: Kept };

/** @returns a stored section. One that no longer parses falls back to its defaults, loudly: a working app beats a right setting. */
export function parseSection(section: Section, stored: unknown): Settings[Section] {
  const parsed = sectionSchema(section).safeParse(stored ?? {});
  if (parsed.success) return parsed.data;
  console.error(`settings: the stored section "${section}" is not valid, its defaults apply`, parsed.error.issues);
  return defaultSettings[section];
}

async function readAll(kept: Kept): Promise<Settings> {
  const readAt = Date.now();
  const rows = await db.select({ section: table.section, value: table.value }).from(table);
  const stored = new Map(rows.map((row) => [row.section, row.value]));
  const settings = Object.fromEntries(sections.map((name) => [name, parseSection(name, stored.get(name))])) as Settings;
  Object.assign(kept, { settings, readAt });
  return settings;
}

/** @returns the settings in force, one object for the whole request. */
export const getSettings = cache(async (): Promise<Settings> => {
  shared.signInStarterSettings ??= { readAt: 0 };
  const kept = shared.signInStarterSettings;
  if (kept.settings && Date.now() - kept.readAt < MAX_AGE_MS) return kept.settings;
  kept.reading ??= readAll(kept).finally(() => {
    kept.reading = undefined;
  });
  return kept.reading;
});

/** Makes the next request of this instance read the table again; called after every write. */
export function forgetSettings(): void {
  shared.signInStarterSettings = undefined;
}
