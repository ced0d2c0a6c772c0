import "server-only";
import { returnServerError } from "next-safe-action";
import { z } from "zod";
import { type Failure, statusOf, wordsFor } from "./errors";
import type { FormState } from "./form-state";
import { setStatus } from "./http-exchange";

/** A failure as it leaves an action: next-safe-action passes it on as JSON, which knows no dates. */
export type Refusal = Omit<Failure, "retryAt"> & { retryAt?: string };

/** Ends an action with an expected failure. */
export const refuse = ({ retryAt, ...failure }: Failure): never =>
  returnServerError<Refusal>({ ...failure, retryAt: retryAt?.toISOString() });

/** More entries than a form of ours has, but for the few that say otherwise. */
const FIELDS_MAX = 64;

/**
 * A form's fields as an object: one text per name. Twice the same name, or a file, is no text and fails the schema.
 * @param most how many entries the form may have; with more it is no form.
 */
export const fromForm = <S extends z.ZodType>(schema: S, most = FIELDS_MAX) =>
  z.preprocess((data) => (data instanceof FormData ? fieldsOf(data, most) : undefined), schema);

function fieldsOf(form: FormData, most: number): Record<string, unknown> | undefined {
  const entries = [...form];
  if (entries.length > most) return undefined;
  const given = new Map<string, FormDataEntryValue[]>();
  for (const [name, value] of entries) {
    if (name.startsWith("$ACTION")) continue;
    const values = given.get(name);
    if (values) values.push(value);
    else given.set(name, [value]);
  }
  return Object.fromEntries([...given].map(([name, values]) => [name, values.length === 1 ? values[0] : values]));
}

/** What a form that stays where it is shows. */
export type Success = { done: string } & Pick<FormState, "backupCodes" | "creation" | "signing">;

/** What next-safe-action makes of an action. */
export interface Outcome {
  data?: Success;
  serverError?: Refusal;
  validationErrors?: { formErrors?: string[]; fieldErrors?: Record<string, string[] | undefined> };
}

/** @returns the outcome as its form shows it, with the status of a failure. @param data what was posted. */
export function toFormState(outcome: Outcome, data: unknown): FormState {
  if (outcome.data) return outcome.data;
  const failure: Refusal = outcome.serverError ?? {
    code: outcome.validationErrors?.formErrors?.length ? "malformed_request" : "invalid_input",
    fields: firstErrors(outcome.validationErrors?.fieldErrors),
  };
  setStatus(statusOf(failure.code));
  const words = wordsFor(failure);
  const fieldWords = Object.values(failure.fields ?? {});
  // What a field says already is not said twice.
  const alone = fieldWords.includes(words) || (failure.code === "invalid_input" && fieldWords.length > 0);
  return {
    code: failure.code,
    message: alone ? undefined : words,
    fields: failure.fields,
    values: failure.code === "malformed_request" ? {} : typed(data),
    retryAt: failure.retryAt,
  };
}

const firstErrors = (errors: Record<string, string[] | undefined> = {}) =>
  Object.fromEntries(Object.entries(errors).flatMap(([field, words]) => (words?.[0] ? [[field, words[0]]] : [])));

/** By its last word: `codeSignIn` is a setting. */
const SECRET = /(password|code|token|secret)$/i;
/** What may be shown again: short texts that are no secrets; nothing of what is no form. */
const typed = (data: unknown): Record<string, string> =>
  Object.fromEntries(
    [...(data instanceof FormData ? data : [])].flatMap(([name, value]) =>
      typeof value === "string" && value.length <= 1000 && !name.startsWith("$ACTION") && !SECRET.test(name)
        ? [[name, value]]
        : [],
    ),
  );
