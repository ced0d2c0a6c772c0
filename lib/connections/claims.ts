import "server-only";
import { normaliseEmail } from "@/lib/users/email-address";
import type { Claims } from "./identity";

const text = (value: unknown, max = 255): string | undefined => {
  const trimmed = typeof value === "string" ? value.trim() : "";
  return trimmed && trimmed.length <= max ? trimmed : undefined;
};

/**
 * Reads the standard claims of OpenID Connect Core, §5.1.
 * @param trusted whether `email_verified` of this provider counts. Only `true` does: "true" and 1 are no booleans (LK-05).
 * @returns null without a subject.
 */
export function standardClaims(profile: Record<string, unknown>, trusted: boolean): Claims | null {
  const subject = text(profile.sub);
  if (!subject) return null;
  const typed = text(profile.email);
  const email = typed ? (normaliseEmail(typed) ?? null) : null;
  return {
    subject,
    email,
    emailVerified: trusted && email !== null && profile.email_verified === true,
    firstName: text(profile.given_name, 100),
    lastName: text(profile.family_name, 100),
    label: typed ?? text(profile.preferred_username) ?? text(profile.name) ?? null,
  };
}
