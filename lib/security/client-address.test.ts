import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { clientAddress, clientNetwork, parseProxies } from "./client-address";

const none = parseProxies(undefined);
const proxies = parseProxies("10.0.0.0/8, 127.0.0.1, ::1");

describe("[RL-03] the client's address", () => {
  it("is the socket's peer, whatever the client says, when no proxy is configured", () => {
    fc.assert(
      fc.property(fc.string(), (header) => {
        expect(clientAddress("203.0.113.7", header, none)).toBe("203.0.113.7");
      }),
    );
  });

  it("ignores the header of a peer that is no proxy of ours", () => {
    expect(clientAddress("203.0.113.7", "1.2.3.4", proxies)).toBe("203.0.113.7");
  });

  it("is the right-most hop that is not a proxy of ours", () => {
    expect(clientAddress("10.1.1.1", "6.6.6.6, 198.51.100.9, 10.2.2.2", proxies)).toBe("198.51.100.9");
  });

  it("stops at the proxy when the header is missing or no address", () => {
    expect(clientAddress("10.1.1.1", null, proxies)).toBe("10.1.1.1");
    expect(clientAddress("10.1.1.1", "6.6.6.6, <script>", proxies)).toBe("10.1.1.1");
  });

  it("reads an IPv4 address in IPv6 clothes as IPv4", () => {
    expect(clientAddress("::ffff:127.0.0.1", "198.51.100.9", proxies)).toBe("198.51.100.9");
  });

  it("is unknown, not trusted, without a peer", () => {
    expect(clientAddress(undefined, "6.6.6.6", proxies)).toBe("unknown");
  });

  it("counts IPv6 by /64 and IPv4 by address", () => {
    expect(clientNetwork("2001:db8:1:2:3:4:5:6")).toBe(clientNetwork("2001:db8:1:2:ffff::1"));
    expect(clientNetwork("2001:db8:1:2::1")).not.toBe(clientNetwork("2001:db8:1:3::1"));
    expect(clientNetwork("203.0.113.7")).toBe("203.0.113.7");
  });

  it("refuses a proxy list that is no list of addresses", () => {
    expect(() => parseProxies("10.0.0.0/8, everyone")).toThrow();
  });
});
