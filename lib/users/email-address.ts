import { domainToASCII } from "node:url";
import { z } from "zod";
import { withHyphens, withoutInvisible } from "@/lib/typed-text";

/** RFC 5321 §4.5.3.1. */
const ADDRESS_MAX = 254;
const LOCAL_MAX = 64;
/** An unquoted ASCII local part (RFC 5322 dot-atom): quoted ones and comments are how recipients get smuggled (EM-08). */
const LOCAL = /^[a-z0-9!#$%&'*+/=?^_`{|}~-]+(\.[a-z0-9!#$%&'*+/=?^_`{|}~-]+)*$/;
const DOMAIN = /^(?!-)[a-z0-9-]{1,63}(?<!-)(\.(?!-)[a-z0-9-]{1,63}(?<!-))+$/;

/** What ends or changes a host for the parser behind `domainToASCII` (URL Standard, §3.1): refused, not repaired. */
const NO_HOST = /[\p{Cc}\s#%/:<>?[\\\]^|]/u;

/**
 * The one canonical form of an address (EM-09): trimmed, without marks nobody sees, lower case, domain in punycode.
 * NFKC must change nothing but the domain: a look-alike `＠` is refused, not repaired (CVE-2026-73420).
 * @returns undefined when it is not an address mail can safely go to.
 */
export function normaliseEmail(typed: string): string | undefined {
  const text = withHyphens(withoutInvisible(typed)).trim().toLowerCase();
  const at = text.indexOf("@");
  if (text.length > ADDRESS_MAX || at < 1 || at !== text.lastIndexOf("@")) return undefined;
  const local = text.slice(0, at);
  const host = text.slice(at + 1).normalize("NFKC");
  const domain = NO_HOST.test(host) ? "" : domainToASCII(host);
  const address = `${local}@${domain}`;
  if (local.length > LOCAL_MAX || address.length > ADDRESS_MAX || !LOCAL.test(local) || !DOMAIN.test(domain))
    return undefined;
  return address;
}

/** A form field that takes an address in any spelling and gives the canonical one. */
export const emailField = z
  .string("Enter your email address.")
  .max(1000, "That is too long for an email address.")
  .transform((typed, context) => {
    const address = normaliseEmail(typed);
    if (!address) context.addIssue({ code: "custom", message: "Enter an email address like name@example.com." });
    return address ?? z.NEVER;
  });

/** @returns the address as it may be shown to whoever has not proved it: `a•••@example.com`. */
export function maskEmail(address: string): string {
  const at = address.indexOf("@");
  return `${address.slice(0, 1)}•••${address.slice(at)}`;
}
