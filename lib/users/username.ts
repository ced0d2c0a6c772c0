import { fail, ok, type Result } from "@/lib/errors";
import type { Settings } from "@/lib/settings/schema";
import { foldCase } from "./case-folding";
import { isWalletShaped } from "./short-identifier";

/** Allowed beside letters and digits; the second lot where settings say so (P15). */
const SEPARATORS = "_-";
const SPECIALS = "^$!.`#+~";

/** a to z with any accent, and the letters of Latin alphabets that are no accented ones. Nothing that only looks so. */
const LATIN = /^[a-zæœøþðłđħŋŧ]\p{M}*$/u;
/** Alphabets in wide use; the Japanese write with three at once. */
const ALPHABETS = [
  ..."Greek Cyrillic Armenian Georgian Hebrew Arabic Ethiopic Hangul Thai Lao Khmer Myanmar".split(" "),
  ..."Devanagari Bengali Gurmukhi Gujarati Tamil Telugu Kannada Malayalam Sinhala".split(" "),
].map((script) => new RegExp(`^\\p{Script=${script}}+$`, "u"));
ALPHABETS.push(/^[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}ー]+$/u);
/** Marks that stand alone or in heaps, and letters nobody sees. */
const UNREADABLE = /(^|[^\p{L}\p{M}])\p{M}|\p{M}{4}|\p{Default_Ignorable_Code_Point}/u;

/** The address of a wallet as it is shown where there is little room. */
const SHORT_ADDRESS = /^0x[0-9a-f]+\.+[0-9a-f]+$/;

/** Names that speak for the site or for nobody. */
const RESERVED = new Set(
  `abuse account accounts admin administrator administration administrators admins anonymous api auth billing bot
  careers constructor contact customerservice customersupport daemon dashboard deleted developer developers docs email everybody
  everyone feedback guest help helpdesk home hostmaster hosting index info legal localhost login logout mail
  mailerdaemon me mod moderator moderators nobody none noreply donotreply notifications null oauth official operator
  owner password payment payments postmaster press privacy profile proto prototype register reset robot root sales security service
  services settings signin signout signup staff status sudo superadmin superuser support sysadmin sysop system
  team terms test undefined unknown user username users verified verify webmaster www`.split(/\s+/),
);

/** A name without accents and separators, which tell no two names apart in a hurry. */
const bare = (folded: string) => folded.normalize("NFD").replace(/[^\p{L}\p{N}]/gu, "");

/** @returns the one canonical form of a username, in which it is stored, shown, compared and looked up. */
export const foldUsername = (typed: string): string => foldCase(typed).trim();

/**
 * Whether a username may be taken (P14, P15, WF-10). A letter is a must, so none is ever read as a phone number; no `@`,
 * so none is ever read as an address; none is or looks like a wallet's either.
 * @returns the canonical form, or `invalid_input` with words for the field `username`.
 */
export function checkUsername(
  typed: string,
  { username: rules, branding }: Pick<Settings, "username" | "branding">,
): Result<string> {
  const name = foldUsername(typed);
  const length = [...name].length;
  if (length < rules.minLength || length > rules.maxLength) return refuse(`Use ${range(rules)} characters.`);

  const symbols = rules.specialCharacters ? SEPARATORS + SPECIALS : SEPARATORS;
  const letters = [...name].filter((character) => !/[0-9]/.test(character) && !symbols.includes(character));
  if (letters.length === 0) return refuse("Use at least one letter.");
  if (UNREADABLE.test(name) || letters.some((letter) => !/[\p{L}\p{M}]/u.test(letter)))
    return refuse(`Use ${allowed(rules)} only.`);
  const isLatin = letters.every((letter) => LATIN.test(letter.normalize("NFD")));
  if (!isLatin && rules.latinOnly) return refuse("Use Latin letters only, like a to z and é.");
  if (!isLatin && !ALPHABETS.some((alphabet) => alphabet.test(letters.join(""))))
    return refuse("Use letters of one alphabet only.");

  if (isWalletShaped(name) || SHORT_ADDRESS.test(name))
    return refuse("This looks like the address of a wallet. Choose another one.");
  if (RESERVED.has(bare(name)) || bare(name) === bare(foldCase(branding.appName)))
    return refuse("This name is reserved. Choose another one.");
  return ok(name);
}

/** @returns the rules in one sentence, for the form. */
export const usernameHint = ({ username }: Pick<Settings, "username">): string =>
  `${range(username)} characters: ${allowed(username)}, with at least one letter.`;

type Rules = Settings["username"];
const refuse = (words: string) => fail("invalid_input", { fields: { username: words } });
const range = ({ minLength, maxLength }: Rules) =>
  minLength === maxLength ? minLength : `${minLength} to ${maxLength}`;
const allowed = ({ latinOnly, specialCharacters }: Rules) =>
  `${latinOnly ? "Latin letters" : "letters"}, digits${
    specialCharacters ? ` and ${[...SEPARATORS, ...SPECIALS].join(" ")}` : ", _ and -"
  }`;
