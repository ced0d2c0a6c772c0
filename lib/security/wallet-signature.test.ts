import {
  concatHex,
  type Hex,
  hexToBigInt,
  numberToHex,
  parseSignature,
  signatureToCompactSignature,
  zeroAddress,
} from "viem";
import { afterEach, describe, expect, it, vi } from "vitest";
import { freshWallet } from "@/lib/flows/test-wallets";
import { checkSignature } from "./wallet-signature";

const MESSAGE = "words to sign";
/** A chain without a node. */
const CHAIN = 31_399;
const ORDER = 0xfffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141n;

const wallet = freshWallet();
const sign = () => wallet.signMessage({ message: MESSAGE });

async function verdict(signature: Hex, address: Hex = wallet.address) {
  const checked = await checkSignature(MESSAGE, signature, { address, chainId: CHAIN });
  return checked.ok ? checked.data : checked.error.code;
}

/** Writes the last byte of a signature, which says which of two keys it was. */
const withV = (signature: Hex, v: number): Hex =>
  concatHex([signature.slice(0, -2) as Hex, numberToHex(v, { size: 1 })]);

/** The other signature that anybody can make of one: it recovers to the same key (EIP-2). */
function twinOf(signature: Hex): Hex {
  const { r, s, yParity } = parseSignature(signature);
  return concatHex([r, numberToHex(ORDER - hexToBigInt(s), { size: 32 }), numberToHex(28 - yParity, { size: 1 })]);
}

afterEach(() => vi.unstubAllGlobals());

describe("[W3-06] the signature of a key", () => {
  it("is checked without any network", async () => {
    vi.stubGlobal("fetch", () => expect.unreachable());
    vi.stubEnv(`RPC_URL_${CHAIN}`, "http://127.0.0.1:9");
    expect(await verdict(await sign())).toEqual({ contractOn: null });
    vi.unstubAllEnvs();
    expect(await verdict(await sign())).toEqual({ contractOn: null });
  });

  it("of somebody else is no yes: without a node nobody knows whether a contract would say so", async () => {
    const other = await freshWallet().signMessage({ message: MESSAGE });
    const ofOther = await wallet.signMessage({ message: `${MESSAGE}!` });
    for (const signature of [other, ofOther]) expect(await verdict(signature)).toBe("wallet_contract_unchecked");
    const refused = await checkSignature(MESSAGE, other, { address: wallet.address, chainId: 8453 });
    expect(refused).toMatchObject({ error: { details: { network: "Base" } } });
  });
});

describe("[W3-03] the forms of a signature", () => {
  it("name the key by 27 and 28, or by 0 and 1", async () => {
    const signature = await sign();
    const { yParity } = parseSignature(signature);
    for (const v of [yParity, yParity + 27]) expect(await verdict(withV(signature, v))).toEqual({ contractOn: null });
    for (const v of [1 - yParity, 28 - yParity, 2, 26, 29, 35 + yParity, 255])
      expect(await verdict(withV(signature, v)), `v ${v}`).toBe("wallet_contract_unchecked");
  });

  it("refuse the twin that anybody can make of one (high s)", async () => {
    for (let round = 0; round < 8; round++) {
      const message = `${MESSAGE} ${round}`;
      const twin = twinOf(await wallet.signMessage({ message }));
      const checked = await checkSignature(message, twin, { address: wallet.address, chainId: CHAIN });
      expect(checked).toMatchObject({ error: { code: "wallet_refused" } });
    }
  });

  it("take no compact one (EIP-2098), which no wallet answers personal_sign with", async () => {
    const { r, yParityAndS } = signatureToCompactSignature(parseSignature(await sign()));
    expect(await verdict(concatHex([r, yParityAndS]))).toBe("wallet_contract_unchecked");
  });

  it("stand no byte more or less, and no rubbish", async () => {
    const signature = await sign();
    const rubbish: Hex[] = [
      "0x",
      "0x0",
      "0x00",
      signature.slice(0, -2) as Hex,
      signature.slice(0, -1) as Hex,
      `${signature}00`,
      `0x${"00".repeat(65)}`,
      `0x${"ff".repeat(65)}`,
      `0x${"00".repeat(64)}1b`,
      numberToHex(ORDER, { size: 65 }),
      `0x${"ab".repeat(10_240)}`,
    ];
    for (const one of rubbish) expect(await verdict(one), one.slice(0, 140)).toBe("wallet_contract_unchecked");
  });

  it("open nothing for the zero address, which a key that can't be recovered would look like", async () => {
    vi.stubGlobal("fetch", () => expect.unreachable());
    for (const one of [await sign(), `0x${"00".repeat(65)}`, "0x00"] as Hex[])
      expect(await verdict(one, zeroAddress)).toBe("wallet_refused");
  });
});
