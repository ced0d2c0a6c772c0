import "server-only";
import { cache } from "react";
import { db } from "@/db/client";
import { settings as table } from "@/db/schema";
import { defaultSettings, type Section, type Settings, sectionSchema, sections } from "./schema";

/** How long another instance may go on with what it read: changes are visible everywhere within 5 s (AZ-07). */
const MAX_AGE_MS = 4000;

/** On `globalThis` because Next may bundle this file more than once: what a save forgets, every copy forgets. */
const kept = globalThis as typeof globalThis & { signInStarterSettings?: { settings: Settings; readAt: number } };
let reading: Promise<Settings> | undefined;

/** A section that no longer parses falls back to its defaults, loudly: a working app beats a right setting. */
function parseSection(section: Section, stored: unknown): Settings[Section] {
  const parsed = sectionSchema(section).safeParse(stored ?? {});
  if (parsed.success) return parsed.data;
  console.error(`settings: the stored section "${section}" is not valid, its defaults apply`, parsed.error.issues);
  return defaultSettings[section];
}

async function readAll(): Promise<Settings> {
  const readAt = Date.now();
  const rows = await db.select({ section: table.section, value: table.value }).from(table);
  const stored = new Map(rows.map((row) => [row.section, row.value]));
  const settings = Object.fromEntries(sections.map((name) => [name, parseSection(name, stored.get(name))])) as Settings;
  kept.signInStarterSettings = { settings, readAt };
  return settings;
}

/** @returns the settings in force, one object for the whole request. */
export const getSettings = cache(async (): Promise<Settings> => {
  const held = kept.signInStarterSettings;
  if (held && Date.now() - held.readAt < MAX_AGE_MS) return held.settings;
  reading ??= readAll().finally(() => {
    reading = undefined;
  });
  return reading;
});

/** Makes the next request of this instance read the table again; called after every write. */
export function forgetSettings(): void {
  kept.signInStarterSettings = undefined;
}
