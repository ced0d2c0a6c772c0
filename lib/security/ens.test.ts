import type { Hex } from "viem";
import { mainnet } from "viem/chains";
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import { type LocalChain, startChain } from "@/e2e/peers/chain";
import { serveOnLoopback } from "@/e2e/peers/loopback";
import { freshWallet } from "@/lib/flows/test-wallets";
import { offersNames } from "./chains";
import { lookUpName } from "./ens";

const RESOLVER = mainnet.contracts.ensUniversalResolver.address;

let chain: LocalChain;
beforeAll(async () => {
  chain = await startChain(1);
  await chain.place("Names", RESOLVER);
});
afterEach(() => vi.unstubAllEnvs());
afterAll(() => chain.stop());

const tell = (method: string, ...args: string[]) => chain.transact("Names", RESOLVER, method, args);

/** An address that calls itself by a name, which belongs to an address. */
async function named(name: string, owner?: Hex): Promise<Hex> {
  const { address } = freshWallet();
  await tell("claim", address, name);
  await tell("give", name, owner ?? address);
  return address;
}

function lookUp(address: Hex): Promise<string | null> {
  vi.stubEnv("RPC_URL_1", chain.url);
  return lookUpName(address);
}

describe("[P33] the name of an address", () => {
  it("is the one it has chosen, if the name leads back to it", async () => {
    expect(await lookUp(await named("alice.eth"))).toBe("alice.eth");
    expect(await lookUp(await named("wallet-1._alice.example.com"))).toBe("wallet-1._alice.example.com");
    expect(await lookUp(freshWallet().address)).toBeNull();
    expect(await lookUp(await named("vitalik.eth", freshWallet().address)), "somebody else's").toBeNull();
  });

  it("is none when it could pass for another's, or break what shows it", async () => {
    const odd = [
      "Alice.eth",
      "аlice.eth",
      "alice\u200b.eth",
      "alice\u202e.eth",
      "alice eth",
      "alice",
      ".eth",
      "alice..eth",
      "alice.eth\n",
      "xn--lice-5cd.eth",
      "<b>alice</b>.eth",
      "😀.eth",
      `${"a".repeat(252)}.eth`,
    ];
    for (const name of odd) expect(await lookUp(await named(name)), JSON.stringify(name)).toBeNull();
    const longest = `${"a".repeat(251)}.eth`;
    expect(await lookUp(await named(longest))).toBe(longest);
  });

  it("is not fetched from an address that a contract names (EIP-3668)", async () => {
    let fetched = 0;
    const trap = await serveOnLoopback((_, response) => {
      fetched++;
      response.end(JSON.stringify({ data: "0x" }));
    });
    const { address } = freshWallet();
    await tell("keepElsewhere", address, `${trap.url}/{sender}/{data}`);
    expect(await lookUp(address)).toBeNull();
    await trap.stop();
    expect(fetched).toBe(0);
  });

  it("is looked up only where there is a node of Ethereum", async () => {
    const address = await named("bob.eth");
    vi.stubEnv("RPC_URL_1", chain.url);
    expect(offersNames()).toBe(true);
    vi.stubEnv("RPC_URL_1", "");
    vi.stubEnv("RPC_URL_8453", chain.url);
    expect(offersNames()).toBe(false);
    expect(await lookUpName(address)).toBeNull();
  });

  it("is none when the node fails, and nobody waits for it longer than two seconds", async () => {
    const address = await named("carol.eth");
    const silent = await serveOnLoopback(() => {});
    const broken = await serveOnLoopback((_, response) => void response.writeHead(500).end("<html>"));
    const began = performance.now();
    for (const url of ["http://127.0.0.1:9", broken.url, silent.url]) {
      vi.stubEnv("RPC_URL_1", url);
      expect(await lookUpName(address)).toBeNull();
    }
    expect(performance.now() - began).toBeLessThan(4_000);
    await Promise.all([silent.stop(), broken.stop()]);
    expect(await lookUp(address)).toBe("carol.eth");
  });

  it("is none when a contract of another kind stands there", async () => {
    const another = await startChain(1);
    vi.stubEnv("RPC_URL_1", another.url);
    expect(await lookUpName(freshWallet().address)).toBeNull();
    await another.place("NobodysWallet", RESOLVER);
    expect(await lookUpName(freshWallet().address)).toBeNull();
    await another.stop();
  });
});
