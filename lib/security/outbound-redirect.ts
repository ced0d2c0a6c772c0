import { appOrigin, env } from "@/lib/env";
import { isLoopbackHost } from "./outbound-address";

/** Of an address that is configured or published. */
const ADDRESS_MAX = 2_000;
/** Of the address a browser is sent to: the same, with what we ask. */
const REQUEST_MAX = 8_000;
/** Everything of RFC 3986 but a fragment. A backslash is a slash to browsers, and to nobody else. */
const WRITTEN = /^(https?):\/\/([^/?]+)([/?][!"$-[\]-~]*)?$/i;
const DNS_NAME = /^(?=.{1,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]([a-z0-9-]{0,61}[a-z0-9])?$/;
const DEFAULT_PORT = { "https:": ":443", "http:": ":80" } as Record<string, string>;

/** An address from outside that no browser is sent to. */
export class UnsafeRedirectError extends Error {
  override name = "UnsafeRedirectError";
  constructor(readonly address: string) {
    super("nobody is sent to this address");
  }
}

/**
 * Every address that comes from a provider, its metadata or an admin, and that a browser is to be sent to, is judged here:
 * https, a host that is a name in DNS and is written as what it is, no credentials, no fragment, printable ASCII, not this
 * site itself. This machine, by http too, is allowed where `LOOPBACK_PROVIDERS` says so. Where a name leads is not looked
 * up: the browser asks its own network, and an organisation's sign-in page may be on its intranet.
 * @param address whatever was given.
 */
export function isSafeRedirect(address: unknown, { max = ADDRESS_MAX }: { max?: number } = {}): address is string {
  if (typeof address !== "string" || address.length > max || !URL.canParse(address)) return false;
  const { protocol, host, hostname, origin } = new URL(address);
  const [, , written = ""] = WRITTEN.exec(address) ?? [];
  // Credentials, `0x7f.1`, `%2e`, an ideographic full stop: whatever a parser has to turn into the host reads as another.
  const isPlain = [host, host + DEFAULT_PORT[protocol]].includes(written.toLowerCase());
  if (!isPlain || origin === appOrigin()) return false;
  if (isLoopbackHost(hostname)) return env.LOOPBACK_PROVIDERS === "true";
  return protocol === "https:" && DNS_NAME.test(hostname);
}

/** @returns the address, to redirect to. @throws UnsafeRedirectError where nobody may be sent there. */
export function safeRedirect(address: string): string {
  if (!isSafeRedirect(address, { max: REQUEST_MAX })) throw new UnsafeRedirectError(address);
  return address;
}
