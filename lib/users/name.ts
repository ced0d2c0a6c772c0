import { z } from "zod";

/** A person's first or last name: any script, one line, nothing invisible. */
export const nameField = z
  .string("Enter a name.")
  .trim()
  .max(100, "Use at most 100 characters.")
  .regex(/^[^\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Co}\p{Cn}]*$/u, "Use letters, spaces and punctuation only.")
  .transform((typed) => typed.normalize("NFC"));
