import "server-only";
import { z } from "zod";
import { env } from "@/lib/env";
import { isLoopbackHost } from "@/lib/security/outbound-address";
import { isSafeRedirect } from "@/lib/security/outbound-redirect";
import { singleLine } from "@/lib/single-line";

const LENGTH_MAX = 1000;

/** @returns whether we may ask there: https, without credentials; where the environment says so, this machine. */
function isProviderAddress(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const { protocol, hostname, username, password } = new URL(text);
  const isLocal = env.LOOPBACK_PROVIDERS === "true" && protocol === "http:" && isLoopbackHost(hostname);
  return (protocol === "https:" || isLocal) && username === "" && password === "";
}

const typed = singleLine(LENGTH_MAX);

/** An address of an identity provider that we ask ourselves, as an admin types it. */
export const providerAddress = typed.refine(isProviderAddress, "Enter an address that begins with https://.");

/** One that browsers are sent to. */
export const pageAddress = typed.refine(
  (address) => isSafeRedirect(address),
  "Enter an address with https:// and a public host name, like https://idp.example.com/sso.",
);

/** @returns the same where it may be left out; then it is undefined. */
export const optional = (address: typeof providerAddress) =>
  z
    .string()
    .trim()
    .transform((given) => given || undefined)
    .pipe(address.optional());
