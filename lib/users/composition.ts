import type { Settings } from "@/lib/settings/schema";

/** What a new password has to be, for the form that asks for one. */
export type PasswordRules = Pick<
  Settings["password"],
  | "minLength"
  | "maxLength"
  | "minStrength"
  | "requireLowercase"
  | "requireUppercase"
  | "requireNumber"
  | "requireSymbol"
>;

/** @returns the part of the settings a browser needs to know. */
export function passwordRulesOf({ password }: Pick<Settings, "password">): PasswordRules {
  const { minLength, maxLength, minStrength, requireLowercase, requireUppercase, requireNumber, requireSymbol } =
    password;
  return { minLength, maxLength, minStrength, requireLowercase, requireUppercase, requireNumber, requireSymbol };
}

/** Letters, digits and symbols of any script count. */
const composition = [
  ["requireLowercase", /\p{Ll}/u, "a lower-case letter"],
  ["requireUppercase", /\p{Lu}/u, "an upper-case letter"],
  ["requireNumber", /\p{Nd}/u, "a number"],
  ["requireSymbol", /[\p{P}\p{S}]/u, "a symbol"],
] as const;

/** @returns what the password lacks of what is switched on, in words; of an empty one, all that is switched on. */
export function missingComposition(password: string, rules: PasswordRules): string[] {
  const text = password.normalize("NFKC");
  return composition.flatMap(([rule, pattern, words]) => (rules[rule] && !pattern.test(text) ? [words] : []));
}

/** @returns the length in characters people see as such: code points of the form that is hashed (PW-04). */
export const passwordLength = (password: string): number => [...password.normalize("NFKC")].length;
