import type { PrivateKeyAccount } from "viem/accounts";
import { mainnet } from "viem/chains";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { type LocalChain, startChain } from "@/e2e/peers/chain";
import { currentEnsName } from "@/lib/users/ens-name";
import { findWallet } from "@/lib/users/wallets";
import { refreshEnsName } from "./ens-name";
import { sessionOf } from "./test-passkey-visits";
import { createPerson } from "./test-visit";
import { signInBy, walletBrowser } from "./test-wallet-visits";
import { freshWallet, giveWallet } from "./test-wallets";

const RESOLVER = mainnet.contracts.ensUniversalResolver.address;

let chain: LocalChain;
let wallet: PrivateKeyAccount;
beforeAll(async () => {
  chain = await startChain(1);
  await chain.place("Names", RESOLVER);
});
beforeEach(() => {
  vi.stubEnv("RPC_URL_1", chain.url);
  wallet = freshWallet();
});
afterEach(() => vi.unstubAllEnvs());
afterAll(() => chain.stop());

const tell = (method: string, ...args: string[]) => chain.transact("Names", RESOLVER, method, args);

/** Signs in and waits for what is looked up afterwards. @returns what the session calls the person. */
async function nameAfterSignIn(): Promise<string | null> {
  const browser = walletBrowser();
  await signInBy(browser, wallet);
  await browser.settled();
  return (await sessionOf(browser)).user.ensName;
}

describe("[P38] the name of a wallet", () => {
  it("is kept when it signs in, follows a change of it, and goes with it", async () => {
    expect(await nameAfterSignIn()).toBeNull();
    await tell("claim", wallet.address, "vita.eth");
    await tell("give", "vita.eth", wallet.address);
    expect(await nameAfterSignIn()).toBe("vita.eth");
    expect(await findWallet(wallet.address)).toMatchObject({ ensName: "vita.eth" });
    // It has become somebody else's.
    await tell("give", "vita.eth", freshWallet().address);
    expect(await nameAfterSignIn()).toBeNull();
  });

  it("[W3-05] is never that of a contract on Ethereum, where another chain has one at the same address", async () => {
    const names = [];
    for (const contractOn of [8453, 1, null]) {
      const { userId } = await createPerson();
      const { address } = await giveWallet(userId, { contractOn });
      await tell("claim", address, `vault-${contractOn}.eth`);
      await tell("give", `vault-${contractOn}.eth`, address);
      await refreshEnsName(address);
      names.push((await findWallet(address))?.ensName);
    }
    expect(names).toEqual([null, "vault-1.eth", "vault-null.eth"]);
  });

  it("is shown only where a node of Ethereum is set", () => {
    expect(currentEnsName("vita.eth")).toBe("vita.eth");
    vi.stubEnv("RPC_URL_1", "");
    expect(currentEnsName("vita.eth")).toBeNull();
  });
});
