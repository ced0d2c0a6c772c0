import { z } from "zod";

/**
 * Nothing invisible and nothing broken: no control, format, private or unassigned characters, no replacement character.
 * Within a word, though, the joiner and the non-joiner: Persian and the scripts of India are misspelled without.
 */
const VISIBLE =
  /^(?:[^\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Co}\p{Cn}\p{Cs}\ufffd]|(?<=[\p{L}\p{M}])[\u200c\u200d](?=[\p{L}\p{M}]))*$/u;

/** A short text people give to something: any script, one line. @param max in UTF-16 units. */
export const singleLine = (max: number) =>
  z
    .string("Enter a text.")
    .trim()
    .max(max, `Use at most ${max} characters.`)
    .regex(VISIBLE, "Use letters, spaces and punctuation only.")
    .transform((typed) => typed.normalize("NFC"));
