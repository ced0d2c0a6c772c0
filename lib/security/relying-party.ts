import "server-only";
import { isIP } from "node:net";
import { appOrigin, env } from "@/lib/env";
import { originsIn, type Settings } from "@/lib/settings/schema";

/**
 * The relying party passkeys belong to (WebAuthn level 3, §5.4.2): `PASSKEY_RP_ID`, or the host of `APP_URL`. Never a
 * request's host (PK-14).
 */
export const rpId = (): string => env.PASSKEY_RP_ID ?? new URL(appOrigin()).hostname;

/** @returns whether a host is this domain, or one under it. */
const isWithin = (host: string, domain: string): boolean => host === domain || host.endsWith(`.${domain}`);

/**
 * @param relatedOrigins as the setting holds them: those the relying party's own `/.well-known/webauthn` names.
 * @returns why no browser would accept passkeys of this relying party at this address, in words; null when all is well.
 */
export function whyNoPasskeys(
  relatedOrigins: string,
  { origin = appOrigin(), id = rpId() }: { origin?: string; id?: string } = {},
): string | null {
  const { hostname, protocol } = new URL(origin);
  if (isIP(hostname.replace(/^\[|\]$/g, ""))) {
    return `Passkeys need a name, and APP_URL is the address ${hostname}. Use localhost or a domain.`;
  }
  if (protocol !== "https:" && !isWithin(hostname, "localhost")) {
    return `Passkeys need https, and APP_URL is ${origin}.`;
  }
  if (hostname === id) return null;
  // `com` and `localhost` alike: what has no dot is a public suffix to a browser, and nobody's domain.
  if (!id.includes(".")) {
    return `PASSKEY_RP_ID is ${id}, which has no dot: browsers take it at the address ${id} only, and APP_URL is ${origin}. Set PASSKEY_RP_ID to ${hostname} or to a domain of yours above it.`;
  }
  if (isWithin(hostname, id) || originsIn(relatedOrigins).includes(origin)) return null;
  return `PASSKEY_RP_ID is ${id}, and APP_URL is ${origin}, which is neither it nor under it. Set PASSKEY_RP_ID to ${hostname} or to a domain above it, or name ${origin} among the related origins.`;
}

/** @returns whether people can create and use passkeys here: switched on, and at an address browsers accept. */
export const offersPasskeys = ({ passkey }: Settings): boolean =>
  passkey.enabled && whyNoPasskeys(passkey.relatedOrigins) === null;
