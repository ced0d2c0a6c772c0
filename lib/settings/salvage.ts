import type { z } from "zod";
import type { Salvaged, Setting } from "./setting";

type Shape = Record<string, Setting>;

/** @returns whether a stored value is an object with fields. */
export const isRecord = (stored: unknown): stored is Record<string, unknown> =>
  typeof stored === "object" && stored !== null && !Array.isArray(stored);

/** @returns the field if the object has it itself; what is inherited is not stored. */
export const ownField = (stored: unknown, name: string): unknown =>
  isRecord(stored) && Object.hasOwn(stored, name) ? stored[name] : undefined;

/**
 * Reads a stored section setting by setting: what parses is kept, what is absent has its default, and what does not parse
 * its strict value. Where the section is no object, or its settings don't fit together, all are strict.
 */
export function salvage<S extends z.ZodObject<Shape>>(section: S, stored: unknown): Salvaged<z.output<S>> {
  const names = Object.keys(section.shape);
  const parts = names.map((name) => {
    const setting = section.shape[name] as Setting;
    return { name, ...(isRecord(stored) ? salvageSetting(setting, ownField(stored, name)) : strictly(setting)) };
  });
  const value = Object.fromEntries(parts.map((part) => [part.name, part.value]));
  if (section.safeParse(value).success) {
    const unreadable = parts.flatMap(({ name, unreadable }) => unreadable.map((entry) => name + entry));
    return { value: value as z.output<S>, unreadable };
  }
  const strict = names.map((name) => [name, strictly(section.shape[name] as Setting).value]);
  return { value: Object.fromEntries(strict) as z.output<S>, unreadable: names };
}

const strictly = ({ strict }: Setting): Salvaged<unknown> => ({ value: structuredClone(strict), unreadable: [""] });

function salvageSetting(setting: Setting, stored: unknown): Salvaged<unknown> {
  const parsed = setting.safeParse(stored);
  if (parsed.success) return { value: parsed.data, unreadable: [] };
  return setting.salvage?.(stored) ?? salvageList(setting, stored) ?? strictly(setting);
}

/** Of a list, the elements a list could consist of are kept. */
function salvageList(setting: Setting, stored: unknown): Salvaged<unknown> | null {
  if (!Array.isArray(stored)) return null;
  const kept = setting.safeParse(stored.filter((element) => setting.safeParse([element]).success));
  return kept.success ? { value: kept.data, unreadable: [""] } : null;
}
