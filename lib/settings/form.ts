import { z } from "zod";
import { type Section, type Settings, sections, settingsSchema } from "./schema";

type FormSchemas = { [S in Section]: z.ZodType<Settings[S], unknown> };
type Shape = Record<string, { unwrap(): z.ZodType }>;

/**
 * A form posts texts, and nothing at all for a box that is not ticked: each boolean of a section reads as such, and
 * each list takes none, one or many.
 */
function readBoxes(shape: Shape, fields: unknown): unknown {
  if (typeof fields !== "object" || fields === null) return fields;
  const posted = fields as Record<string, unknown>;
  const read = Object.entries(shape).flatMap(([name, field]) => {
    const value = posted[name];
    const kind = field.unwrap();
    if (kind instanceof z.ZodBoolean) return [[name, value === "on" ? true : value === undefined ? false : value]];
    if (kind instanceof z.ZodArray) return [[name, value === undefined ? [] : [value].flat()]];
    return [];
  });
  return { ...fields, ...Object.fromEntries(read) };
}

/** Every field has to be there: defaults are for the table, not for forms. */
function formSchema(shape: Shape) {
  const strict = z.object(Object.fromEntries(Object.entries(shape).map(([name, field]) => [name, field.unwrap()])));
  return z.preprocess((fields) => readBoxes(shape, fields), strict);
}

/** The schema of each section as a form posts it. */
export const formSchemas = Object.fromEntries(
  sections.map((section) => [section, formSchema(settingsSchema.shape[section].shape)]),
) as unknown as FormSchemas;

/** @returns the schema of a form that has some of a section's fields only. */
export function partSchema<S extends Section, F extends keyof Settings[S] & string>(section: S, fields: readonly F[]) {
  const shape: Shape = settingsSchema.shape[section].shape;
  const part = Object.fromEntries(Object.entries(shape).filter(([name]) => fields.some((field) => field === name)));
  return formSchema(part) as unknown as z.ZodType<Pick<Settings[S], F>, unknown>;
}
