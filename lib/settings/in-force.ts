import { type Change, givesWay, type Unreadable } from "./conflicts";
import { salvage } from "./salvage";
import { type Section, type Settings, sectionSchema, sections } from "./schema";

export interface InForce {
  /** What applies. */
  settings: Settings;
  /** The same before anything gave way: what is stored, and strict what can't be read. */
  read: Settings;
  unreadable: Unreadable;
}

/** @returns a stored section, setting by setting. @param stored `undefined` for none. */
export const readSection = <S extends Section>(section: S, stored: unknown) =>
  salvage(sectionSchema(section), stored === undefined ? {} : stored);

/**
 * @param rows the table. A section without a row has its defaults; rows of other names are not looked at.
 * @returns the settings in force: each as it is stored if that can be read, else strict. They never contradict each other
 * because of that: ./conflicts.ts says what gives way.
 */
export function inForce(rows: readonly { section: string; value: unknown }[]): InForce {
  const stored = new Map(rows.map(({ section, value }) => [section, value]));
  const found = sections.map((section) => ({ section, ...readSection(section, stored.get(section)) }));
  const read = Object.fromEntries(found.map(({ section, value }) => [section, value])) as Settings;
  const unreadable: Unreadable = Object.fromEntries(
    found.filter(({ unreadable }) => unreadable.length > 0).map(({ section, unreadable }) => [section, unreadable]),
  );
  return { read, unreadable, settings: settle(read, unreadable) };
}

function settle(read: Settings, unreadable: Unreadable): Settings {
  if (Object.keys(unreadable).length === 0) return read;
  // Whom the list blocks is not known, so it could be anybody.
  const blocksAnybody = unreadable.wallet?.includes("blocked");
  let settings = blocksAnybody ? changed(read, { wallet: { allowOnly: true } }) : read;
  for (let change = givesWay(settings, unreadable); change; change = givesWay(settings, unreadable))
    settings = changed(settings, change);
  return settings;
}

const changed = (settings: Settings, change: Change): Settings => ({
  ...settings,
  ...Object.fromEntries(sections.map((name) => [name, { ...settings[name], ...change[name] }])),
});
