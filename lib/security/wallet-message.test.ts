import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { freshWallet } from "@/lib/flows/test-wallets";
import { newNonce } from "./keys";
import { walletAddress } from "./wallet-address";
import { checkMessage, parse, statementOf, writeMessage } from "./wallet-message";
import { checkSignature } from "./wallet-signature";

const wallet = freshWallet();
const NOW = new Date("2026-03-01T12:00:00.000Z");
const CHAINS = [1, 8453];
const ahead = (ms: number) => new Date(NOW.getTime() + ms);
const MINUTE = 60_000;

const message = writeMessage({
  address: wallet.address,
  chainId: 8453,
  statement: "Sign in to Acme.",
  nonce: newNonce(),
  now: NOW,
});

function verdict(text: string, now = NOW) {
  const checked = checkMessage(text, { chains: CHAINS, now });
  return checked.ok ? checked.data : checked.error.code;
}
const GOOD = { address: wallet.address, chainId: 8453 };

/** The message with one field changed. */
function altered(from: string | RegExp, to: string): string {
  const text = message.replace(from, () => to);
  if (text === message) throw new Error(`There is no ${from} in the message.`);
  return text;
}
const issued = (time: Date) => altered(/Issued At: .*\nExpiration Time: .*/, `Issued At: ${time.toISOString()}`);
const expiring = (time: string) => altered(/Expiration Time: .*/, `Expiration Time: ${time}`);

describe("[W3-02] the message", () => {
  it("names our host with its port, our address, version 1, the wallet, its chain, and five minutes", () => {
    const { host, origin } = new URL(process.env.APP_URL ?? "");
    const parsed = parse(message);
    expect(parsed).toMatchObject({ domain: host, uri: origin, version: "1", ...GOOD, statement: "Sign in to Acme." });
    expect(parsed).toMatchObject({ issuedAt: NOW.toISOString(), expirationTime: ahead(5 * MINUTE).toISOString() });
    expect(verdict(message)).toEqual(GOOD);
  });

  it("has a nonce of letters and digits, with 96 bits or more, and never the same", () => {
    const nonces = Array.from({ length: 500 }, newNonce);
    expect(new Set(nonces).size).toBe(500);
    for (const nonce of nonces) expect(nonce).toMatch(/^[a-zA-Z0-9]{17,}$/);
    expect(new Set(nonces.join("")).size).toBeGreaterThan(15);
  });

  it.each([
    ["another domain", altered("localhost:3000 wants", "localhost:3000.evil.test wants")],
    ["a domain under ours", altered("localhost:3000 wants", "app.localhost:3000 wants")],
    ["our domain as somebody's name", altered("localhost:3000 wants", "localhost:3000@evil.test wants")],
    ["a name before our domain", altered("localhost:3000 wants", "me@localhost:3000 wants")],
    ["our domain in another case", altered("localhost:3000 wants", "LocalHost:3000 wants")],
    ["our domain without its port", altered("localhost:3000 wants", "localhost wants")],
    ["our domain with another port", altered("localhost:3000 wants", "localhost:3001 wants")],
    ["our domain with a dot", altered("localhost:3000 wants", "localhost.:3000 wants")],
    ["a domain that looks like ours", altered("localhost:3000 wants", "lосalhost:3000 wants")],
    ["a domain with a hidden letter", altered("localhost:3000 wants", "local\u200bhost:3000 wants")],
    ["another scheme before it", altered("localhost:3000 wants", "https://localhost:3000 wants")],
    ["the address of another site", altered("URI: http://localhost:3000", "URI: http://evil.test")],
    ["our address by another scheme", altered("URI: http:", "URI: https:")],
    ["our address at another port", altered("URI: http://localhost:3000", "URI: http://localhost:3001")],
    ["our address as somebody's name", altered("URI: http://localhost:3000", "URI: http://localhost:3000@evil.test")],
    ["an address of no site", altered("URI: http://localhost:3000", "URI: urn:localhost:3000")],
    ["version 2", altered("Version: 1", "Version: 2")],
    ["version 1.0", altered("Version: 1", "Version: 1.0")],
    ["the wallet in small letters", altered(wallet.address, wallet.address.toLowerCase())],
    ["the wallet in capitals", altered(wallet.address, `0x${wallet.address.slice(2).toUpperCase()}`)],
    ["the wallet without its 0x", altered(wallet.address, wallet.address.slice(2))],
    ["a wallet too short", altered(wallet.address, wallet.address.slice(0, -1))],
    ["a name for the wallet", altered(wallet.address, "acme.eth")],
    ["a nonce of seven", altered(/Nonce: .*/, "Nonce: abcdefg")],
    ["a nonce with a dash", altered(/Nonce: .*/, "Nonce: abcdefgh-ijk")],
    ["no nonce", altered(/Nonce: .*\n/, "")],
    ["no time", altered(/Issued At: .*\n/, "")],
    ["a time in words", altered(/Issued At: .*/, "Issued At: yesterday")],
    ["a day that is none", altered(/Issued At: .*/, "Issued At: 2026-02-30T12:00:00.000Z")],
    ["a second that Date does not know", altered(/Issued At: .*/, "Issued At: 2016-12-31T23:59:60Z")],
    ["a chain in words", altered("Chain ID: 8453", "Chain ID: base")],
    ["a chain by a minus", altered("Chain ID: 8453", "Chain ID: -8453")],
    ["a chain in hex", altered("Chain ID: 8453", "Chain ID: 0x2105")],
    ["Windows' line breaks", message.replaceAll("\n", "\r\n")],
    ["a line break at its end", `${message}\n`],
    ["a space at its end", `${message} `],
    ["a byte order mark", `\ufeff${message}`],
    ["a NUL at its end", `${message}\0`],
    ["a NUL in its middle", altered("Sign in to", "Sign\0in to")],
    ["a line too many", altered("Version: 1", "Version: 1\nVersion: 1")],
    ["itself twice", `${message}\n${message}`],
    ["nothing", ""],
    ["10 KB", "a".repeat(10_240)],
  ])("is refused with %s", (_, text) => {
    expect(verdict(text)).toBe("wallet_refused");
  });

  it.each([
    ["five minutes old", issued(ahead(-5 * MINUTE)), GOOD],
    ["older", issued(ahead(-5 * MINUTE - 1)), "wallet_expired"],
    ["dated five minutes ahead", issued(ahead(5 * MINUTE)), GOOD],
    ["dated further ahead", issued(ahead(5 * MINUTE + 1)), "wallet_expired"],
    ["from years ago", issued(new Date(0)), "wallet_expired"],
    ["running out in a moment", expiring(ahead(1).toISOString()), GOOD],
    ["run out now", expiring(NOW.toISOString()), "wallet_expired"],
    ["run out an hour ago, in another time zone", expiring("2026-03-01T13:00:00+02:00"), "wallet_expired"],
    ["running out in an hour, in another time zone", expiring("2026-03-01T12:00:00-01:00"), GOOD],
    ["running out at a second Date does not know", expiring("2026-12-31T23:59:60Z"), "wallet_expired"],
    ["valid from now on", `${message}\nNot Before: ${NOW.toISOString()}`, GOOD],
    ["valid in a moment", `${message}\nNot Before: ${ahead(1).toISOString()}`, "wallet_expired"],
    ["valid from a second Date does not know", `${message}\nNot Before: 2016-12-31T23:59:60Z`, "wallet_expired"],
    ["of a chain that is not allowed", altered("Chain ID: 8453", "Chain ID: 10"), "wallet_chain_not_allowed"],
    ["of chain 0", altered("Chain ID: 8453", "Chain ID: 0"), "wallet_chain_not_allowed"],
    ["of a chain beyond all numbers", altered("8453", "9".repeat(400)), "wallet_refused"],
    ["with our own scheme", altered("localhost:3000 wants", "http://localhost:3000 wants"), GOOD],
    ["of a page of ours", altered("URI: http://localhost:3000", "URI: http://localhost:3000/sign-in"), GOOD],
  ])("%s is judged", (_, text, expected) => {
    expect(verdict(text)).toEqual(expected);
  });

  it("of ours runs out after five minutes", () => {
    expect(verdict(message, ahead(5 * MINUTE - 1))).toEqual(GOOD);
    expect(verdict(message, ahead(5 * MINUTE))).toBe("wallet_expired");
    expect(verdict(message, ahead(-5 * MINUTE - 1))).toBe("wallet_expired");
  });

  it("with any one character changed is refused, or not what was signed", async () => {
    const signature = await wallet.signMessage({ message });
    expect(await checkSignature(message, signature, GOOD)).toMatchObject({ ok: true });
    const change = fc.tuple(fc.nat(message.length - 1), fc.string({ unit: "binary", minLength: 0, maxLength: 1 }));
    await fc.assert(
      fc.asyncProperty(change, async ([at, char]) => {
        const text = message.slice(0, at) + char + message.slice(at + 1);
        fc.pre(text !== message);
        const checked = checkMessage(text, { chains: CHAINS, now: NOW });
        if (checked.ok) expect(await checkSignature(text, signature, checked.data)).toMatchObject({ ok: false });
      }),
      { numRuns: 500 },
    );
  });
});

describe("[P33] an address", () => {
  it("is kept in the case of its checksum, however it is typed", () => {
    const { address } = wallet;
    const typed = [address, address.toLowerCase(), `0x${address.slice(2).toUpperCase()}`, ` ${address}\n`];
    for (const one of typed) expect(walletAddress(one)).toBe(address);
  });

  it("is 0x and 40 digits, nothing else", () => {
    const { address } = wallet;
    const none = ["", "0x", address.slice(0, -1), `${address}0`, address.slice(2), `0X${address.slice(2)}`, "acme.eth"];
    for (const one of [...none, address.replace(/.$/, "g"), `${address.slice(0, 20)} ${address.slice(20)}`])
      expect(walletAddress(one), one).toBeNull();
  });
});

describe("[W3-02] the words of a message", () => {
  it("hold the name of the app, whatever it is called: a name it can't hold is left out", () => {
    const write = (appName: string) =>
      writeMessage({
        address: wallet.address,
        chainId: 1,
        statement: statementOf("Sign in to {app}.", appName),
        nonce: newNonce(),
        now: NOW,
      });
    expect(write("Acme & Sons (Ltd.)")).toContain("\nSign in to Acme & Sons (Ltd.).\n");
    expect(write("$& $1")).toContain("\nSign in to $& $1.\n");
    for (const name of ["Café", "Acme\nURI: http://evil.test", "", "100% Acme", '"Acme"', "名前"])
      expect(write(name)).toContain("\nSign in to this site.\n");
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 40 }), (name) => {
        const parsed = parse(write(name));
        expect(parsed?.uri).toBe(process.env.APP_URL);
        expect(parsed?.statement).toMatch(/^Sign in to .+\.$/s);
      }),
    );
  });
});
