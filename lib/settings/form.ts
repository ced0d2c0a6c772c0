import { z } from "zod";
import { type Section, type Settings, sections, settingsSchema } from "./schema";

type FormSchemas = { [S in Section]: z.ZodType<Settings[S], unknown> };

/**
 * A form posts texts, and nothing at all for a box that is not ticked: each boolean of the section reads as such, and
 * each list takes none, one or many.
 */
function readBoxes(section: Section, fields: unknown): unknown {
  if (typeof fields !== "object" || fields === null) return fields;
  const posted = fields as Record<string, unknown>;
  const read = Object.entries(settingsSchema.shape[section].shape).flatMap(([name, field]) => {
    const value = posted[name];
    const kind: unknown = field.unwrap();
    if (kind instanceof z.ZodBoolean) return [[name, value === "on" ? true : value === undefined ? false : value]];
    if (kind instanceof z.ZodArray) return [[name, value === undefined ? [] : [value].flat()]];
    return [];
  });
  return { ...fields, ...Object.fromEntries(read) };
}

/** The schema of each section as a form posts it. Every field has to be there: defaults are for the table, not for forms. */
export const formSchemas = Object.fromEntries(
  sections.map((section) => {
    const { shape } = settingsSchema.shape[section];
    const strict = z.object(Object.fromEntries(Object.entries(shape).map(([name, field]) => [name, field.unwrap()])));
    return [section, z.preprocess((fields) => readBoxes(section, fields), strict)];
  }),
) as unknown as FormSchemas;
