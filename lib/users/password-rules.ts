import "server-only";
import { dictionary } from "@zxcvbn-ts/language-common";
import { fail, ok, type Result } from "@/lib/errors";
import { PASSWORD_CEILING, type Settings } from "@/lib/settings/schema";

let common: Set<string> | undefined;
/** The offline list of passwords that attackers try first (PW-06), long enough to matter. */
const commonPasswords = () => (common ??= new Set(dictionary["passwords-common"].map(String)));

/** The same letters whatever the case and the few substitutions everybody makes. */
const fold = (text: string) => text.normalize("NFKC").toLowerCase();

/**
 * Whether a password may be set. Length is counted in characters people see as such (code points, PW-04).
 * @param identity what it may not be: the person's addresses and names, the name of this site.
 */
export function checkPassword(
  password: string,
  { password: rules, branding }: Pick<Settings, "password" | "branding">,
  identity: (string | null | undefined)[],
): Result {
  const length = [...password.normalize("NFKC")].length;
  const refuse = (
    code: "password_too_short" | "password_too_long" | "password_common" | "password_matches_identifier",
    details = {},
  ) => fail(code, { details });
  if (length < rules.minLength) return refuse("password_too_short", { min: rules.minLength });
  if (length > PASSWORD_CEILING) return refuse("password_too_long", { max: PASSWORD_CEILING });
  const folded = fold(password);
  const own = [...identity, branding.appName].flatMap((text) => (text ? [text, text.split("@")[0] ?? ""] : []));
  if (own.some((text) => text.length > 3 && fold(text) === folded)) return refuse("password_matches_identifier");
  if (rules.refuseCommon && commonPasswords().has(folded)) return refuse("password_common");
  return ok();
}
