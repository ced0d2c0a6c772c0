import type { Identifier } from "@/lib/users/identifiers";
import type { Attempt, Stage } from "./strategy";

/** @returns what a journey is about at the moment: who it is, a second factor, or setting one up. */
export const stageOf = ({ flow, awaits }: Pick<Attempt, "flow" | "awaits">): Stage =>
  awaits ?? (flow === "add-second-factor" ? "enrolment" : "first-factor");

/** @returns where a message of the attempt goes: the identifier it is about, or the number of the second factor. */
export function destinationOf(attempt: Attempt): Identifier | null {
  const { identifierKind: kind, identifierValue: value, secondFactorPhone } = attempt;
  if (stageOf(attempt) !== "first-factor") {
    return secondFactorPhone ? { kind: "phone", value: secondFactorPhone } : null;
  }
  return kind && value ? { kind, value } : null;
}

/**
 * @returns the number a code has shown control of as the first factor. It is not the second one as well: whoever has
 * taken over the number would have both.
 */
export const firstFactorPhone = ({
  amr,
  identifierKind,
  identifierValue,
}: Pick<Attempt, "amr" | "identifierKind" | "identifierValue">): string | null =>
  identifierKind === "phone" && amr.includes("phone-code") ? identifierValue : null;
