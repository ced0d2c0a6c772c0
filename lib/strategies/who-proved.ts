import { fail, ok, type Result } from "@/lib/errors";
import type { Attempt, Verified } from "./strategy";

/** @returns whom the right code or link of an attempt shows: the person it is about, or the identifier of a new one. */
export function whoProved({ userId, identifierKind: kind, identifierValue: value }: Attempt): Result<Verified> {
  if (userId) return ok({ userId });
  return kind && value ? ok({ newUser: { identifier: { kind, value } } }) : fail("code_incorrect");
}
