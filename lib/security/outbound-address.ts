import { isIP } from "node:net";
import ipaddr from "ipaddr.js";

/** What the internet is made of today (RFC 4291 §2.4); the rest of IPv6 is unassigned or leads into IPv4. */
const GLOBAL_UNICAST = ipaddr.IPv6.parseCIDR("2000::/3");

/** A host as a URL holds it, without the brackets of IPv6. */
export const withoutBrackets = (hostname: string): string => hostname.replace(/^\[|\]$/g, "");

const isLoopback = (address: string): boolean => ipaddr.parse(address).range() === "loopback";

/**
 * @param hostname as `URL` gives it, which has made one form of `127.1`, `0x7f000001` and the like.
 * @returns whether it names this machine: localhost, anything under it, or a loopback address.
 */
export function isLoopbackHost(hostname: string): boolean {
  const bare = withoutBrackets(hostname);
  return isIP(bare) ? isLoopback(bare) : bare === "localhost" || bare.endsWith(".localhost");
}

/**
 * @param address IPv4 or IPv6 in text. @param loopback whether this machine itself is allowed too.
 * @returns whether this server may connect to it because somebody typed it: public unicast, and none of the forms that
 * carry an IPv4 address inside (mapped, NAT64, 6to4, Teredo).
 */
export function isAllowedAddress(address: string, loopback: boolean): boolean {
  if (!ipaddr.isValid(address)) return false;
  if (loopback && isLoopback(address)) return true;
  const parsed = ipaddr.parse(address);
  return parsed.range() === "unicast" && (parsed.kind() === "ipv4" || (parsed as ipaddr.IPv6).match(GLOBAL_UNICAST));
}
