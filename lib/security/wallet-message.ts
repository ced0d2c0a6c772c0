import "server-only";
import { SiweMessage } from "siwe";
import { getAddress } from "viem";
import { validateSiweMessage } from "viem/siwe";
import { appOrigin } from "@/lib/env";
import { fail, ok, type Result } from "@/lib/errors";

/** How long a wallet may take to sign: a message older than that, or dated ahead, is none of ours (ERC-4361; W3-02). */
const SPAN_MS = 5 * 60_000;

/** What a signed message claims. */
export interface WalletClaim {
  /** In the case of its checksum (EIP-55). */
  address: `0x${string}`;
  /** EIP-155. */
  chainId: number;
}

/** What a statement may hold (ERC-4361, ABNF): no line break, and no letters beyond English. */
const STATEMENT = /^[\w .~:/?#[\]@!$&'()*+,;=-]+$/;

/** @returns `words` with the name of the app filled in for `{app}`, or "this site" where a statement can't hold it. */
export const statementOf = (words: string, appName: string): string =>
  words.replace("{app}", () => (STATEMENT.test(appName) ? appName : "this site"));

/** @returns the text a wallet is asked to sign, by ERC-4361. @param nonce letters and digits, new with every message. */
export function writeMessage({
  address,
  chainId,
  statement,
  nonce,
  now,
}: {
  address: string;
  chainId: number;
  statement: string;
  nonce: string;
  now: Date;
}): string {
  const { host, origin } = new URL(appOrigin());
  return new SiweMessage({
    domain: host,
    address,
    statement,
    uri: origin,
    version: "1",
    chainId,
    nonce,
    issuedAt: now.toISOString(),
    expirationTime: new Date(now.getTime() + SPAN_MS).toISOString(),
  }).prepareMessage();
}

/**
 * Reads a signed message and checks all it says of itself; that it is one of ours, and of this journey, its nonce has to
 * show.
 * @param chains the ids that are allowed.
 * @returns `wallet_refused` for what is none or names another site; `wallet_expired`; `wallet_chain_not_allowed`.
 */
export function checkMessage(
  text: string,
  { origin = appOrigin(), chains, now }: { origin?: string; chains: readonly number[]; now: Date },
): Result<WalletClaim> {
  const { host, protocol } = new URL(origin);
  const read = readMessage(text, { domain: host, now });
  if (!read.ok) return read;
  const { address, chainId, uri, scheme, issuedAt } = read.data;
  if (!isOwn(uri, origin) || (scheme && `${scheme}:` !== protocol)) return fail("wallet_refused");
  if (Math.abs(now.getTime() - issuedAt.getTime()) > SPAN_MS) return fail("wallet_expired");
  if (!chains.includes(chainId)) return fail("wallet_chain_not_allowed");
  return ok({ address, chainId });
}

type Message = WalletClaim & Pick<SiweMessage, "uri" | "scheme"> & { issuedAt: Date };

/** As ERC-4361 has it ("Verifying a message"), without what we ask for beyond. */
export function readMessage(text: string, { domain, now }: { domain: string; now: Date }): Result<Message> {
  const message = parse(text);
  if (message?.domain !== domain) return fail("wallet_refused");
  const address = getAddress(message.address);
  const [issuedAt, expirationTime, notBefore] = [message.issuedAt, message.expirationTime, message.notBefore].map(
    (time) => (time === undefined ? undefined : new Date(time)),
  );
  if (!issuedAt || Number.isNaN(issuedAt.getTime())) return fail("wallet_refused");
  const claim = { address, nonce: message.nonce, expirationTime, notBefore };
  if (!validateSiweMessage({ message: claim, time: now })) return fail("wallet_expired");
  const { uri, scheme, chainId } = message;
  return ok({ address, chainId, uri, scheme, issuedAt });
}

/** @returns null for what does not follow the grammar to the letter: its version is 1, its address in the right case. */
export function parse(text: string): SiweMessage | null {
  try {
    return new SiweMessage(text);
  } catch {
    return null;
  }
}

const isOwn = (uri: string, origin: string) => URL.canParse(uri) && new URL(uri).origin === origin;
