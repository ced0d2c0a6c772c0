import { SiweMessage } from "siwe";
import type { Hex } from "viem";
import { describe, expect, it } from "vitest";
import contracts from "./test-vectors/siwe/eip1271.json";
import malformed from "./test-vectors/siwe/parsing_negative.json";
import valid from "./test-vectors/siwe/parsing_positive.json";
import bad from "./test-vectors/siwe/verification_negative.json";
import good from "./test-vectors/siwe/verification_positive.json";
import { checkMessage, parse, readMessage } from "./wallet-message";
import { checkSignature } from "./wallet-signature";

/** A message with its signature, and against what it is held. */
interface Vector {
  domain: string;
  address: string;
  statement: string;
  uri: string;
  version: string;
  nonce: string;
  issuedAt: string;
  chainId: number;
  expirationTime?: string;
  notBefore?: string;
  signature: string;
  domainBinding?: string;
  matchNonce?: string;
  time?: string;
}
/** No vector was signed later. */
const LATER = "2026-01-01T00:00:00Z";

/** The text by ERC-4361: written here, as some could not be written by what reads them. */
const textOf = ({ nonce, ...vector }: Vector, issued = nonce) =>
  [
    `${vector.domain} wants you to sign in with your Ethereum account:\n${vector.address}\n\n${vector.statement}\n`,
    `URI: ${vector.uri}\nVersion: ${vector.version}\nChain ID: ${vector.chainId}\nNonce: ${issued}`,
    `Issued At: ${vector.issuedAt}`,
    ...(vector.expirationTime ? [`Expiration Time: ${vector.expirationTime}`] : []),
    ...(vector.notBefore ? [`Not Before: ${vector.notBefore}`] : []),
  ].join("\n");

/** By the specification alone: without the age and the address of the page that we ask for beyond. */
async function verify(vector: Vector) {
  const text = textOf(vector);
  // What was not issued is looked up by its text, and not found.
  if (text !== textOf(vector, vector.matchNonce)) return "not issued";
  const now = new Date(vector.time ?? LATER);
  const read = readMessage(text, { domain: vector.domainBinding ?? vector.domain, now });
  if (!read.ok) return read.error.code;
  const signed = await checkSignature(text, vector.signature as Hex, read.data);
  return signed.ok ? "accepted" : signed.error.code;
}

const all = <T>(file: Record<string, unknown>) => Object.entries(file) as [name: string, vector: T][];

describe("[W3-03] the messages of the reference", () => {
  it.each(all<string>(malformed))("malformed, refused: %s", (_, text) => {
    expect(parse(text)).toBeNull();
    const [domain = ""] = text.split(" ");
    expect(readMessage(text, { domain, now: new Date("2022-03-17T12:46:00Z") })).toMatchObject({
      error: { code: "wallet_refused" },
    });
  });

  it.each(all<{ message: string; fields: object }>(valid))("valid, read: %s", (_, { message, fields }) => {
    const read = Object.entries(parse(message) ?? {}).filter(([, value]) => value !== undefined);
    const said = Object.entries(fields).filter(([, value]) => value !== null);
    expect(Object.fromEntries(read)).toEqual(Object.fromEntries(said));
    expect(new SiweMessage(message).prepareMessage()).toBe(message);
  });

  it("are 29 and 19", () => {
    expect([all(malformed).length, all(valid).length]).toEqual([29, 19]);
  });
});

describe("[W3-03] the signatures of the reference", () => {
  /** A node is needed to tell another's signature from that of a contract; none is set. */
  const verdicts: Record<string, string> = {
    "expired message": "wallet_expired",
    "domain binding": "wallet_refused",
    "custom time": "wallet_expired",
    "custom nonce": "not issued",
    "malformed signature": "wallet_contract_unchecked",
    "wrong signature": "wallet_contract_unchecked",
    "not yet valid": "wallet_expired",
    "invalid issuedAt": "wallet_refused",
    "invalid notBefore": "wallet_refused",
    "invalid expirationTime": "wallet_refused",
  };

  it.each(all<Vector>(bad))("bad, refused: %s", async (name, vector) => {
    expect(await verify(vector)).toBe(verdicts[name]);
  });

  it.each(all<Vector>(good))("good, accepted: %s", async (_, vector) => {
    expect(await verify(vector)).toBe("accepted");
  });

  it("are 10 and 4", () => {
    expect(all(bad).map(([name]) => name)).toEqual(Object.keys(verdicts));
    expect(all(good)).toHaveLength(4);
  });

  it("[W3-02] of which we take the one that is of the page itself, for as long as a message of ours counts", () => {
    const check = (vector: Vector, now: string) => {
      const origin = `https://${vector.domain}`;
      const checked = checkMessage(textOf(vector), { origin, chains: [1], now: new Date(now) });
      return checked.ok ? "accepted" : checked.error.code;
    };
    const at = all<Vector>(good).map(([name, vector]) => [name, check(vector, vector.issuedAt)]);
    expect(Object.fromEntries(at)).toEqual({
      "example message": "accepted",
      "not yet valid": "wallet_expired",
      "expired message": "wallet_expired",
      "recovery byte starting at 0": "wallet_refused",
    });
    for (const [name, vector] of all<Vector>(good).slice(0, 3))
      expect(check(vector, vector.time ?? LATER), name).toBe("wallet_expired");
  });

  it("[W3-06] of contract wallets are nobody's word without a node of their chain", async () => {
    for (const [name, { message, signature }] of all<{ message: string; signature: Hex }>(contracts)) {
      const now = new Date(parse(message)?.issuedAt ?? "");
      const read = checkMessage(message, { origin: "http://localhost:4361", chains: [1], now });
      if (!read.ok) throw new Error(read.error.code);
      expect(await checkSignature(message, signature, read.data), name).toMatchObject({
        error: { code: "wallet_contract_unchecked", details: { network: "Ethereum" } },
      });
    }
  });
});
