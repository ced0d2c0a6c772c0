import {
  concatHex,
  createPublicClient,
  encodeAbiParameters,
  encodeFunctionData,
  type Hex,
  http,
  keccak256,
  numberToHex,
  parseAbiParameters,
  serializeErc6492Signature,
  size,
  stringToHex,
  zeroAddress,
} from "viem";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { type LocalChain, startChain } from "@/e2e/peers/chain";
import { handOn, ownedWallet, plannedWallet } from "@/e2e/peers/contract-wallets";
import { contract } from "@/e2e/peers/contracts/compile";
import { serveOnLoopback } from "@/e2e/peers/loopback";
import { freshWallet } from "@/lib/flows/test-wallets";
import { checkSignature } from "./wallet-signature";

const MESSAGE = "words to sign";
const ID = 31_337;

let chain: LocalChain;
beforeAll(async () => {
  chain = await startChain(ID);
  vi.stubEnv(`RPC_URL_${ID}`, chain.url);
});
afterAll(async () => {
  vi.unstubAllEnvs();
  await chain.stop();
});

const owner = freshWallet();
const stranger = freshWallet();
const signed = (by = owner) => by.signMessage({ message: MESSAGE });

async function verdict(address: Hex, signature: Hex) {
  const checked = await checkSignature(MESSAGE, signature, { address, chainId: ID });
  return checked.ok ? checked.data : checked.error.code;
}
const YES = { contractOn: ID };
/** What a `DelegateWallet` takes for a signature. */
const delegated = keccak256(stringToHex("delegated"));

describe("[W3-05 B05] a contract wallet", () => {
  it("says whether its owner has signed, and whose signature counts when it changes hands", async () => {
    const wallet = await ownedWallet(chain, owner.address);
    expect(await verdict(wallet, await signed())).toEqual(YES);
    expect(await verdict(wallet, await signed(stranger))).toBe("wallet_refused");
    await handOn(chain, wallet, owner.address, stranger.address);
    expect(await verdict(wallet, await signed())).toBe("wallet_refused");
    expect(await verdict(wallet, await signed(stranger))).toEqual(YES);
  });

  it("can sign before it is deployed, with what deploys it (ERC-6492), and after", async () => {
    const factory = await chain.deploy("WalletFactory");
    const planned = await plannedWallet(chain, factory, owner.address);
    expect(await verdict(planned.address, planned.wrap(await signed()))).toEqual(YES);
    expect(await verdict(planned.address, planned.wrap(await signed(stranger)))).toBe("wallet_refused");
    expect(await verdict(planned.address, await signed()), "without it there is nobody to ask").toBe("wallet_refused");
    const another = await plannedWallet(chain, factory, stranger.address);
    expect(await verdict(planned.address, another.wrap(await signed(stranger))), "another wallet's").toBe(
      "wallet_refused",
    );
    await planned.deploy();
    expect(await verdict(planned.address, planned.wrap(await signed()))).toEqual(YES);
    expect(await verdict(planned.address, await signed())).toEqual(YES);
    expect(await verdict(planned.address, planned.wrap(await signed(stranger)))).toBe("wallet_refused");
  });

  it("does not change hands by what comes along with a signature", async () => {
    const wallet = await ownedWallet(chain, owner.address);
    const { abi } = await contract("OwnedWallet");
    const data = encodeFunctionData({ abi, functionName: "handOn", args: [stranger.address] });
    const signature = serializeErc6492Signature({ address: wallet, data, signature: await signed(stranger) });
    expect(await verdict(wallet, signature)).toBe("wallet_refused");
    expect(await chain.ask("OwnedWallet", wallet, "owner", [])).toBe(owner.address);
  });

  it("is believed only for the magic value", async () => {
    const others = ["NobodysWallet", "TruthfulWallet", "RevertingWallet", "GasBurningWallet", "OtherContract"];
    for (const name of others)
      expect(await verdict(await chain.deploy(name), await signed()), name).toBe("wallet_refused");
  });

  it("can't make this server fetch an address (EIP-3668)", async () => {
    let fetched = 0;
    const trap = await serveOnLoopback((_, response) => {
      fetched++;
      response.end(JSON.stringify({ data: "0x1626ba7e" }));
    });
    const wallet = await chain.deploy("FetchingWallet", [`${trap.url}/{sender}/{data}`]);
    expect(await verdict(wallet, await signed())).toBe("wallet_refused");
    await trap.stop();
    expect(fetched).toBe(0);
  });

  it("stands no rubbish for a signature", async () => {
    const wallet = await ownedWallet(chain, owner.address);
    const magic = "6492".repeat(16);
    const rubbish: Hex[] = [
      "0x",
      "0x00",
      "0x1b",
      `0x${"ab".repeat(10_240)}`,
      `0x${magic}`,
      `0x${"00".repeat(96)}${magic}`,
    ];
    for (const one of rubbish) expect(await verdict(wallet, one), one.slice(0, 140)).toBe("wallet_refused");
  });
});

describe("[W3-05] an address without a contract", () => {
  it("is spoken for by its key, which the chain can't stand in for", async () => {
    expect(await verdict(owner.address, await signed())).toEqual({ contractOn: null });
    expect(await verdict(owner.address, await signed(stranger))).toBe("wallet_refused");
    const factory = await chain.deploy("WalletFactory");
    const wrapped = await plannedWallet(chain, factory, stranger.address);
    expect(await verdict(owner.address, wrapped.wrap(await signed(stranger)))).toBe("wallet_refused");
    expect(await verdict(zeroAddress, `0x${"00".repeat(64)}1b`)).toBe("wallet_refused");
  });

  it("may run the code of a contract (EIP-7702): that speaks for it on this chain, its key everywhere", async () => {
    const account = freshWallet();
    expect(await verdict(account.address, delegated)).toBe("wallet_refused");
    const code = await chain.deploy("DelegateWallet");
    await chain.delegate(account.address, code);
    expect(await verdict(account.address, delegated)).toEqual(YES);
    expect(await verdict(account.address, await signed(account))).toEqual({ contractOn: null });
    expect(await verdict(account.address, await signed(stranger))).toBe("wallet_refused");
  });

  it("is not taken for one that runs code it was never given on the chain (ERC-8010)", async () => {
    const account = freshWallet();
    const address = await chain.deploy("DelegateWallet");
    const { r, s, yParity = 0 } = await account.signAuthorization({ address, chainId: ID, nonce: 0 });
    const suffix = encodeAbiParameters(
      parseAbiParameters("(uint256, address, uint256, uint8, uint256, uint256), address, bytes"),
      [[BigInt(ID), address, 0n, yParity, BigInt(r), BigInt(s)], account.address, "0x"],
    );
    const magic: Hex = `0x${"8010".repeat(16)}`;
    const signature = concatHex([delegated, suffix, numberToHex(size(suffix), { size: 32 }), magic]);
    const viem = createPublicClient({ transport: http(chain.url) });
    expect(await viem.verifyMessage({ address: account.address, message: MESSAGE, signature }), "well made").toBe(true);
    expect(await verdict(account.address, signature)).toBe("wallet_refused");
  });
});
