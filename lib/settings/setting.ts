import { z } from "zod";

/** What could be read of something stored. */
export interface Salvaged<T> {
  value: T;
  /** What could not: fields of a section, and entries of a record as `field.entry`. */
  unreadable: string[];
}

/**
 * One setting: its default is in force where nothing is stored, its strict value where what is stored can't be read.
 */
export type Setting<T extends z.ZodType = z.ZodType> = z.ZodDefault<T> & {
  readonly strict: z.output<T>;
  /** What of an unreadable value can be kept, where that is neither the whole nor the elements of a list. */
  readonly salvage?: (stored: unknown) => Salvaged<z.output<T>> | null;
};

type Values<T> = { default: T; strict: T } | { both: T };

/**
 * What strict means: nobody comes in, stays in, or gets a message because a value could not be read. Strangers stay out,
 * and people who have an account prove at least as much as any stored value could have asked for. Their way in is the
 * one every installation begins with, an email address with a password or a code, so that an admin can mend the rest;
 * ./conflicts.ts says what gives way where that is not enough. A number is the end of its range, unless nobody could
 * work with that. What is no question of safety keeps its default.
 * @param schema as the value is stored. @param values `both` where default and strict value are the same.
 */
export function setting<T extends z.ZodType>(
  schema: T,
  values: Values<z.output<T>>,
  salvage?: Setting<T>["salvage"],
): Setting<T> {
  const { default: initial, strict } = "both" in values ? { default: values.both, strict: values.both } : values;
  return Object.assign(z._default(schema, initial as Parameters<typeof z._default<T>>[1]), { strict, salvage });
}

/** A row of the table: nothing is in it but settings. */
export const section = <Shape extends Record<string, Setting>>(shape: Shape) => z.object(shape);

/** A whole number, or its digits as a form posts them. Nothing else counts as one, so that `null` is not zero. */
export const wholeNumber = (number: z.ZodNumber) =>
  z.preprocess((given) => (typeof given === "string" && /^\d+$/.test(given) ? Number(given) : given), number);
