import ipaddr from "ipaddr.js";

type Address = ipaddr.IPv4 | ipaddr.IPv6;
type Range = [Address, number];

/** @returns the ranges in a comma separated list of addresses and CIDR ranges. @throws on anything else. */
export function parseProxies(list: string | undefined): Range[] {
  return (list ?? "")
    .split(",")
    .map((entry) => entry.trim())
    .filter(Boolean)
    .map((entry) => {
      if (entry.includes("/")) return ipaddr.parseCIDR(entry);
      const address = ipaddr.process(entry);
      return [address, address.kind() === "ipv4" ? 32 : 128];
    });
}

function parse(text: string | undefined): Address | undefined {
  const bare = text?.trim();
  return bare && ipaddr.isValid(bare) ? ipaddr.process(bare) : undefined;
}

const isWithin = (address: Address, ranges: Range[]) =>
  ranges.some(([base, bits]) => base.kind() === address.kind() && address.match(base, bits));

/**
 * The address a client really has (RL-03): the socket's peer, unless that is a configured proxy; then the right-most
 * hop in X-Forwarded-For that is not itself one. What stands further left is the client's own invention.
 * @returns the address as text, or "unknown".
 */
export function clientAddress(peer: string | undefined, forwardedFor: string | null, proxies: Range[]): string {
  let current = parse(peer);
  const hops = (forwardedFor ?? "").split(",");
  while (current && isWithin(current, proxies)) {
    const next = parse(hops.pop());
    if (!next) break;
    current = next;
  }
  return current?.toString() ?? "unknown";
}

/**
 * @returns the networks a client is counted by, the narrowest first: an IPv4 address by itself; an IPv6 address by its
 * /64 (one household or server has all of it) and by its /48 (one site has 65,536 of those). IPv6 that only carries an
 * IPv4 address counts as that address: behind a NAT64 translator the whole IPv4 internet shares one /64, and with 6to4
 * every IPv4 address brings a /48 of its own.
 */
export function clientNetworks(address: string): [string, ...string[]] {
  const parsed = parse(address);
  if (!parsed) return [address];
  if (parsed.kind() === "ipv4") return [parsed.toString()];
  const ipv6 = parsed as ipaddr.IPv6;
  const carried = carriedIPv4(ipv6);
  if (carried) return [carried];
  const prefix = (bits: number) =>
    `${new ipaddr.IPv6(ipv6.parts.map((part, i) => (i * 16 < bits ? part : 0)))}/${bits}`;
  return [prefix(64), prefix(48)];
}

/**
 * @returns who asks for messages to an address or number, as far as that can be told of a stranger: their network, and of
 * IPv6 the whole site, or one stranger would be 65,536.
 */
export const askerOf = (to: string, ip: string): string => `${clientNetworks(ip).at(-1)} ${to}`;

/** @returns the IPv4 address inside an IPv6 one of NAT64 (RFC 6052), SIIT (RFC 7915), 6to4 (RFC 3056) or Teredo (RFC 4380). */
function carriedIPv4(address: ipaddr.IPv6): string | null {
  const bytes = address.toByteArray();
  const inside: Partial<Record<ReturnType<ipaddr.IPv6["range"]>, number[]>> = {
    rfc6052: bytes.slice(12),
    rfc6145: bytes.slice(12),
    "6to4": bytes.slice(2, 6),
    teredo: bytes.slice(12).map((byte) => byte ^ 0xff),
  };
  const found = inside[address.range()];
  return found ? new ipaddr.IPv4(found).toString() : null;
}
