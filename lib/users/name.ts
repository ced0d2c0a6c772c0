import { singleLine } from "@/lib/single-line";

/** A person's first or last name. */
export const nameField = singleLine(100);
