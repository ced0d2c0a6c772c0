import "server-only";
import { normaliseEmail } from "@/lib/users/email-address";
import type { EnterpriseConnection } from "./enterprise";
import type { Claims } from "./identity";

const first = (value: unknown): string | undefined => {
  const one = Array.isArray(value) ? value[0] : value;
  const text = typeof one === "string" ? one.trim() : "";
  return text && text.length <= 255 ? text : undefined;
};

/**
 * Reads claims or attributes by the names an admin has mapped. Its address counts as proved: an organisation's provider
 * speaks for the domains an admin gave it, and for no other, which the strategy checks (SA-09).
 * @param said values by name, of a SAML assertion lists. @param nameId of a SAML assertion.
 * @returns null without a subject, or where an OpenID provider says that the address is not verified (LK-05).
 */
export function enterpriseClaims(
  { attributes }: Pick<EnterpriseConnection, "attributes">,
  said: Record<string, unknown>,
  nameId?: string,
): Claims | null {
  const subject = nameId ?? first(said.sub);
  if (!subject) return null;
  const typed = first(said[attributes.email]);
  const doubted = nameId === undefined && "email_verified" in said && said.email_verified !== true;
  const email = typed && !doubted ? (normaliseEmail(typed) ?? null) : null;
  return {
    subject,
    email,
    emailVerified: email !== null,
    firstName: first(said[attributes.firstName]),
    lastName: first(said[attributes.lastName]),
    label: typed ?? subject,
  };
}
