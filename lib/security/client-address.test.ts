import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { clientAddress, clientNetworks, parseProxies } from "./client-address";

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

  it("counts IPv6 by /64 and by /48, and IPv4 by address", () => {
    expect(clientNetworks("2001:db8:1:2:3:4:5:6")).toEqual(["2001:db8:1:2::/64", "2001:db8:1::/48"]);
    expect(clientNetworks("2001:db8:1:2:ffff::1")).toEqual(clientNetworks("2001:db8:1:2:3:4:5:6"));
    expect(clientNetworks("fe80::1%eth0")).toEqual(["fe80::/64", "fe80::/48"]);
    expect(clientNetworks("203.0.113.7")).toEqual(["203.0.113.7"]);
    expect(clientNetworks("unknown")).toEqual(["unknown"]);
  });

  it("counts IPv6 that carries an IPv4 address as that address", () => {
    const dressed = [
      "::ffff:203.0.113.7",
      "::ffff:cb00:7107",
      "64:ff9b::203.0.113.7",
      "::ffff:0:203.0.113.7",
      "2002:cb00:7107::1",
      "2002:cb00:7107:ffff:1:2:3:4",
      // Teredo keeps the bits of the address turned round.
      "2001:0:4136:e378:8000:63bf:34ff:8ef8",
    ];
    for (const address of dressed) expect([address, clientNetworks(address)]).toEqual([address, ["203.0.113.7"]]);
  });

  it("counts any two addresses of a /64 alike, and no two /48s", () => {
    const part = fc.integer({ min: 0, max: 0xffff }).map((value) => value.toString(16));
    fc.assert(
      fc.property(fc.tuple(part, part), fc.array(part, { minLength: 4, maxLength: 4 }), ([site, network], host) => {
        const networks = clientNetworks(`2a00:db8:${site}:${network}:${host.join(":")}`);
        expect(networks).toEqual(clientNetworks(`2a00:db8:${site}:${network}::`));
        expect(networks[1]).toBe(clientNetworks(`2a00:db8:${site}::`)[1]);
        expect(networks[1]).not.toBe(clientNetworks(`2a01:db8:${site}::`)[1]);
      }),
    );
  });

  it("refuses a proxy list that is no list of addresses", () => {
    expect(() => parseProxies("10.0.0.0/8, everyone")).toThrow();
  });
});
