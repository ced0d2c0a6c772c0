import "server-only";
import { z } from "zod";
import { env } from "@/lib/env";
import { isLoopbackHost } from "@/lib/security/outbound-address";

const LENGTH_MAX = 1000;

/** @returns whether an identity provider may live there: https, without credentials; where the environment says so, this machine. */
function isProviderAddress(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const { protocol, hostname, username, password } = new URL(text);
  const isLocal = env.LOOPBACK_PROVIDERS === "true" && protocol === "http:" && isLoopbackHost(hostname);
  return (protocol === "https:" || isLocal) && username === "" && password === "";
}

/** An address of an identity provider, as an admin types it. */
export const providerAddress = z
  .string("Enter an address.")
  .trim()
  .max(LENGTH_MAX, `Use at most ${LENGTH_MAX} characters.`)
  .refine(isProviderAddress, "Enter an address that begins with https://.");

/** The same where it may be left out; then it is undefined. */
export const optionalAddress = z
  .string()
  .trim()
  .transform((typed) => typed || undefined)
  .pipe(providerAddress.optional());
