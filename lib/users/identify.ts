import "server-only";
import { fail, ok, type Result } from "@/lib/errors";
import type { Settings } from "@/lib/settings/schema";
import { withoutInvisible } from "@/lib/typed-text";
import { normaliseEmail } from "./email-address";
import type { Identifier } from "./identifiers";
import { parsePhone, phoneLike } from "./phone-number";
import { foldUsername } from "./username";

type Kind = "email" | "phone" | "username";
const names: Record<Kind, string> = { email: "email address", phone: "phone number", username: "username" };

/** @returns the kinds people can say who they are with. */
export const signInKinds = (settings: Settings): Kind[] =>
  (["email", "phone", "username"] as const).filter((kind) => settings[kind].signIn);

/** @returns whether this kind says who somebody is here: sign-up asks for it, or people sign in with it. */
export const identifiesBy = (settings: Settings, kind: Kind): boolean =>
  settings[kind].signUp !== "off" || settings[kind].signIn;

/** @returns whether the installation knows this kind at all, be it for the second step only. */
export const usesKind = (settings: Settings, kind: Kind): boolean =>
  identifiesBy(settings, kind) || (kind === "phone" && settings.mfa.phoneCode);

/** @returns the kinds as words: `email address, phone number or username`. */
export const kindsInWords = (kinds: Kind[]): string =>
  new Intl.ListFormat("en-GB", { type: "disjunction" }).format(kinds.map((kind) => names[kind]));

/**
 * Tells from the text alone which identifier a person means, in one field for all of them: what has an @ is an
 * address, what has only digits and their separators is a number, the rest is a username. Where the field takes one kind
 * only, it is meant to be that.
 * @param kinds what the field takes. @returns the identifier in its canonical form, or words for the field `identifier`.
 */
export function identify(typed: string, settings: Settings, kinds: Kind[]): Result<Identifier> {
  const text = withoutInvisible(typed).trim();
  const looksLike = text.includes("@") ? "email" : phoneLike(text) ? "phone" : "username";
  const kind = kinds.length === 1 && kinds[0] ? kinds[0] : looksLike;
  if (!text || !kinds.includes(kind)) return refuse(`Enter your ${kindsInWords(kinds)}.`);
  if (kind === "email") {
    const value = normaliseEmail(text);
    return value ? ok({ kind, value }) : refuse("Enter an email address like name@example.com.");
  }
  if (kind === "phone") {
    const number = parsePhone(text, settings.phone.defaultCountry);
    return number
      ? ok({ kind, value: number.value })
      : refuse("Enter a phone number with its country code, like +1 415 555 0132.");
  }
  return ok({ kind, value: foldUsername(text) });
}

const refuse = (words: string) => fail("invalid_input", { fields: { identifier: words } });
