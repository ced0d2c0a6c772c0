import "server-only";
import { dictionary as common } from "@zxcvbn-ts/language-common";
import { dictionary as english } from "@zxcvbn-ts/language-en";
import { parsePhoneNumberFromString } from "libphonenumber-js/max";
import { fail, ok, type Result } from "@/lib/errors";
import type { Settings } from "@/lib/settings/schema";
import { foldCase } from "./case-folding";
import { missingComposition, passwordLength } from "./composition";
import { phoneLike } from "./phone-number";
import { createEstimator } from "./strength";

let commonPasswords: Set<string> | undefined;
let estimator: ReturnType<typeof createEstimator> | undefined;

/** Whether it is on the offline list of passwords that attackers try first (PW-06). */
function isCommon(password: string): boolean {
  commonPasswords ??= new Set(common["passwords-common"].map(String));
  return commonPasswords.has(foldCase(password));
}

/** The estimator with every English list. */
function estimate(...of: Parameters<ReturnType<typeof createEstimator>>) {
  estimator ??= createEstimator(english);
  return estimator(...of);
}

const inWords = new Intl.ListFormat("en-GB");
const WORDS = /[\p{L}\p{N}]+/gu;
const words = (text: string): string[] => foldCase(text).match(WORDS) ?? [];

/** Whether it is nothing but the person's number, whatever is dialled before it. @param number in E.164. */
function isNumber(password: string, number: string): boolean {
  const national = phoneLike(password) && parsePhoneNumberFromString(number, { extract: false })?.nationalNumber;
  return Boolean(national) && password.normalize("NFKC").replace(/\D/g, "").endsWith(String(national));
}

/** Whether it is what everybody can know, in any case and with any punctuation. */
function matches(password: string, known: string[]): boolean {
  const bare = words(password).join("");
  return known.some((text) => (bare !== "" && words(text).join("") === bare) || isNumber(password, text));
}

/**
 * Whether a password may be set, by everything that can be told on this server (PW-03 to PW-06).
 * @param identity what it may not be: the person's names, addresses, numbers (in E.164) and username.
 * @returns the first of `password_too_short`, `…_too_long`, `…_matches_identifier`, `…_composition`, `…_common`,
 * `…_too_weak` that holds.
 */
export function checkPassword(
  password: string,
  { password: rules, branding }: Pick<Settings, "password" | "branding">,
  identity: (string | null | undefined)[],
): Result {
  const length = passwordLength(password);
  if (length < rules.minLength) return fail("password_too_short", { details: { min: rules.minLength } });
  if (length > rules.maxLength) return fail("password_too_long", { details: { max: rules.maxLength } });

  const known = [...identity, branding.appName].flatMap((text) => (text ? [text, text.replace(/@.*/, "")] : []));
  if (matches(password, known)) return fail("password_matches_identifier");

  const missing = missingComposition(password, rules);
  if (missing.length > 0) return fail("password_composition", { details: { missing: inWords.format(missing) } });
  if (rules.refuseCommon && isCommon(password)) return fail("password_common");

  if (rules.minStrength === 0) return ok();
  const parts = known.flatMap(words).filter((word) => word.length > 2);
  const { score, hint } = estimate(password, [...known, ...parts]);
  return score < rules.minStrength ? fail("password_too_weak", { details: { hint } }) : ok();
}
