import { z } from "zod";

/** A form field for an address, number or username as typed; `identify` reads it. */
export const identifierField = z.string("This is needed to go on.").max(1000, "That is too long.");
