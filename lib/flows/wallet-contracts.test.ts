import { type Hex, type PrivateKeyAccount, zeroAddress } from "viem";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { type LocalChain, startChain } from "@/e2e/peers/chain";
import { handOn, ownedWallet, plannedWallet } from "@/e2e/peers/contract-wallets";
import { findWallet } from "@/lib/users/wallets";
import { sessionOf } from "./test-passkey-visits";
import { codeOf, sessionsOf } from "./test-second-factor";
import { createPerson } from "./test-visit";
import { signed, signerOf, walletBrowser } from "./test-wallet-visits";
import { freshWallet, giveWallet } from "./test-wallets";
import { finishWalletSignIn, startWalletSignIn } from "./wallet-sign-in";

const [HERE, THERE] = [31_337, 31_338];

let here: LocalChain;
let there: LocalChain;
beforeAll(async () => {
  [here, there] = await Promise.all([startChain(HERE), startChain(THERE)]);
});
afterAll(() => Promise.all([here.stop(), there.stop()]));

let owner: PrivateKeyAccount;
beforeEach(() => {
  vi.stubEnv(`RPC_URL_${HERE}`, here.url);
  vi.stubEnv(`RPC_URL_${THERE}`, there.url);
  owner = freshWallet();
});
afterEach(() => vi.unstubAllEnvs());

/** A sign-in as a contract, signed by a key. @param wrap what the contract makes of the key's signature. */
async function signInAs(address: Hex, by: PrivateKeyAccount, chainId: number, wrap = (signature: Hex) => signature) {
  const one = walletBrowser({ chains: [HERE, THERE] });
  const { message, signature } = await signed(
    await startWalletSignIn(one.visit(), signerOf({ address }, { chainId })),
    by,
  );
  const result = await finishWalletSignIn(one.visit(), { message, signature: wrap(signature) }, {});
  return { code: codeOf(result), browser: one };
}

describe("[W3-05 B05] a contract wallet", () => {
  it("becomes an account on its chain, and opens it for its owner of the day", async () => {
    const wallet = await ownedWallet(here, owner.address);
    const first = await signInAs(wallet, owner, HERE);
    expect(first.code).toBe("ok");
    const { user } = await sessionOf(first.browser);
    expect(user.identifier).toBe(wallet);
    expect(await findWallet(wallet)).toMatchObject({ userId: user.id, contractOn: HERE });

    const heir = freshWallet();
    expect((await signInAs(wallet, heir, HERE)).code).toBe("wallet_refused");
    await handOn(here, wallet, owner.address, heir.address);
    expect((await signInAs(wallet, owner, HERE)).code).toBe("wallet_refused");
    const again = await signInAs(wallet, heir, HERE);
    expect(again.code).toBe("ok");
    expect((await sessionOf(again.browser)).user.id).toBe(user.id);
    expect(await sessionsOf(user.id)).toBe(2);
  });

  it("is the same before it is deployed and after", async () => {
    const planned = await plannedWallet(here, await here.deploy("WalletFactory"), owner.address);
    const before = await signInAs(planned.address, owner, HERE, planned.wrap);
    expect(before.code).toBe("ok");
    await planned.deploy();
    const after = await signInAs(planned.address, owner, HERE);
    expect(after.code).toBe("ok");
    expect((await sessionOf(after.browser)).user.id).toBe((await sessionOf(before.browser)).user.id);
  });

  it("is another wallet on another chain, whoever owns that", async () => {
    const attacker = freshWallet();
    const wallet = await ownedWallet(here, owner.address);
    await there.place("OwnedWallet", wallet);
    await handOn(there, wallet, zeroAddress, attacker.address);
    const own = await signInAs(wallet, owner, HERE);
    expect(own.code).toBe("ok");
    const refused = await signInAs(wallet, attacker, THERE);
    expect(refused.code).toBe("wallet_other_chain");
    expect(refused.browser.jar.has("session")).toBe(false);
    expect(await sessionsOf((await sessionOf(own.browser)).user.id)).toBe(1);
    expect((await signInAs(wallet, owner, HERE)).code).toBe("ok");
  });

  it("[W3-06] is let in by nobody while its chain is silent, gone, or not set", async () => {
    const wallet = await ownedWallet(here, owner.address);
    const { browser: known } = await signInAs(wallet, owner, HERE);
    const { user } = await sessionOf(known);
    for (const url of ["http://127.0.0.1:9", there.url, ""]) {
      vi.stubEnv(`RPC_URL_${HERE}`, url);
      expect((await signInAs(wallet, owner, HERE)).code).toBe("wallet_contract_unchecked");
    }
    expect(await sessionsOf(user.id)).toBe(1);
    expect((await signInAs(freshWallet().address, owner, HERE)).code, "a new one").toBe("wallet_contract_unchecked");
    expect((await signInAs(owner.address, owner, HERE)).code, "a key").toBe("ok");
  });
});

describe("[W3-05] a wallet that signs with its key", () => {
  it("is never opened by a contract, not even by one at its own address (EIP-7702)", async () => {
    const { userId } = await createPerson();
    const own = await giveWallet(userId);
    const lenient = await here.deploy("DelegateWallet");
    await here.delegate(own.address as Hex, lenient);
    const stranger = freshWallet();
    const yes = await here.ask<Hex>("DelegateWallet", lenient, "PASSWORD", []);
    expect((await signInAs(own.address, stranger, HERE, () => yes)).code).toBe("wallet_refused");
    expect(await sessionsOf(userId)).toBe(0);
    expect((await signInAs(own.address, own, HERE)).code, "by its key").toBe("ok");
    // An account that nobody has here yet is another matter: that contract does speak for it.
    const unknown = freshWallet();
    await here.delegate(unknown.address, lenient);
    expect((await signInAs(unknown.address, stranger, HERE, () => yes)).code).toBe("ok");
    expect(await findWallet(unknown.address)).toMatchObject({ contractOn: HERE });
  });
});
