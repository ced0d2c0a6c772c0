import "server-only";
import { db } from "@/db/client";
import { settings as table } from "@/db/schema";
import { inForce, readSection } from "./in-force";
import { isRecord, ownField } from "./salvage";
import { type Section, sections } from "./schema";

/** A value in a form that can be shown: of a record, which of its entries are on. */
export type Shown = boolean | number | string | readonly (string | number)[];

/** A setting, or an entry of one, as an admin is told about it. */
export interface UnreadableSetting {
  /** `field`, or `field.entry`. */
  path: string;
  /** What applies. */
  now: Shown;
  /** What is stored, as JSON; null where it is not shown: it may hold a secret, or stands for the whole section. */
  stored: string | null;
  /** What it was in the last good version; null where there is none. */
  lastGood: Shown | null;
}

export interface UnreadableSection {
  section: Section;
  settings: UnreadableSetting[];
  /** What is stored in place of all its settings, as JSON. */
  stored: string | null;
  canRestore: boolean;
}

export interface UnreadableReport {
  sections: UnreadableSection[];
  /** Settings that can be read and give way to strict ones, see ./conflicts.ts. */
  givingWay: { section: Section; path: string; now: Shown }[];
}

/** @returns what of the stored settings can't be read, and what applies meanwhile. No secret is in it. */
export async function readUnreadable(): Promise<UnreadableReport> {
  const rows = await db.select().from(table);
  const { settings, read, unreadable } = inForce(rows);
  const found = rows.flatMap((row): UnreadableSection[] => {
    const section = sections.find((name) => name === row.section);
    const paths = section && unreadable[section];
    if (!paths) return [];
    const lastGood = goodVersion(section, row.lastGood);
    const wrong = replacedValues(section, row.value, paths);
    return [
      {
        section,
        settings: paths.map((path) => ({
          path,
          now: shown(settings[section], path),
          stored: isRecord(wrong) ? JSON.stringify(wrong[path]) : null,
          lastGood: lastGood && shown(lastGood, path),
        })),
        stored: isRecord(wrong) || wrong === undefined ? null : JSON.stringify(wrong),
        canRestore: lastGood !== null,
      },
    ];
  });
  const order = (section: Section) => sections.indexOf(section);
  const givingWay = sections.flatMap((section) =>
    Object.keys(settings[section])
      .filter((path) => ownField(settings[section], path) !== ownField(read[section], path))
      .map((path) => ({ section, path, now: shown(settings[section], path) })),
  );
  return { sections: found.sort((a, b) => order(a.section) - order(b.section)), givingWay };
}

/** @returns a kept version of a section as it reads now; null when that can't be read either. */
export function goodVersion<S extends Section>(section: S, stored: unknown) {
  const { value, unreadable } = readSection(section, stored);
  return isRecord(stored) && unreadable.length === 0 ? value : null;
}

/**
 * @returns what is stored at these paths of a section, or in place of all of them; undefined where a secret could be in it.
 */
export function replacedValues(section: Section, stored: unknown, paths: readonly string[]): unknown {
  if (section === "social") return undefined;
  if (!isRecord(stored)) return stored;
  return Object.fromEntries(paths.map((path) => [path, ownField(stored, path)]));
}

function shown(section: object, path: string): Shown {
  const dot = path.indexOf(".");
  const value = ownField(section, dot < 0 ? path : path.slice(0, dot));
  if (!isRecord(value)) return value as Shown;
  const isOn = (key: string) => ownField(ownField(value, key), "enabled") === true;
  return dot < 0 ? Object.keys(value).filter(isOn) : isOn(path.slice(dot + 1));
}
