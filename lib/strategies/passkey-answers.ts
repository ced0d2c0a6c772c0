import { z } from "zod";
import { parseJson } from "@/lib/parse-json";

/* What a browser answers in a ceremony, as JSON in one field of a form: its shape, before anything in it is believed. */

const text = z.string().max(8192);
/** Bytes, in base64url. */
const bytes = text.regex(/^[\w-]*$/);
const credential = {
  id: bytes.min(1),
  rawId: bytes.min(1),
  type: z.literal("public-key"),
  clientExtensionResults: z.unknown().transform(() => ({})),
};

const fromJson = z
  .string("Try again.")
  .max(16_384, "Try again.")
  .transform((json, context): unknown => {
    try {
      return parseJson(json);
    } catch {
      context.addIssue("This is not what a browser answers. Try again.");
      return z.NEVER;
    }
  });

/** Of a sign-in or a confirmation. */
export const assertionAnswer = fromJson.pipe(
  z.object({
    ...credential,
    response: z.object({
      clientDataJSON: bytes,
      authenticatorData: bytes,
      signature: bytes,
      userHandle: text.optional(),
    }),
  }),
);

/** Of a creation. */
export const creationAnswer = fromJson.pipe(
  z.object({
    ...credential,
    response: z.object({
      clientDataJSON: bytes,
      attestationObject: bytes,
      transports: z.array(z.string().max(20)).max(10).optional(),
    }),
  }),
);
