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

/** @returns what counts as one client: an IPv4 address, or an IPv6 /64 (one household holds 2^64 of them). */
export function clientNetwork(address: string): string {
  const parsed = parse(address);
  if (parsed?.kind() !== "ipv6") return address;
  return `${new ipaddr.IPv6([...(parsed as ipaddr.IPv6).parts.slice(0, 4), 0, 0, 0, 0]).toString()}/64`;
}
