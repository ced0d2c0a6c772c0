import { readFileSync } from "node:fs";
import type { Hex } from "viem";
import type { PrivateKeyAccount } from "viem/accounts";
import { expect, test } from "./fixtures";
import { startChain } from "./peers/chain";
import { handOn, ownedWallet, plannedWallet } from "./peers/contract-wallets";
import { serveOnLoopback } from "./peers/loopback";
import { clientOf, isSignedIn } from "./support/instances-steps";
import { finish, freshWallet, giveWallet, holderOf, sign, signInBy, withWallets } from "./support/raw-wallets";

/* Wallets that are contracts, on chains of this machine. */

const [HERE, THERE] = [31_337, 31_338];
const SIGNED_IN = { status: 200, leadsTo: "/dashboard" };
const REFUSED = { status: 422, code: "wallet_refused" };
const UNCHECKED = { status: 502, code: "wallet_contract_unchecked" };

test.beforeEach(({ changeSettings }) => changeSettings(withWallets(HERE, THERE)));

test("[B05 W3-05] a contract wallet signs in for its owner of the day, and for nobody else", async ({
  startInstance,
  chain,
  db,
}) => {
  const { url } = await startInstance({ RPC_URL_31337: chain.url });
  const [owner, heir] = [freshWallet(), freshWallet()];
  const address = await ownedWallet(chain, owner.address);
  const signIn = async (by: PrivateKeyAccount) => signInBy(clientOf(url), by, { address, chainId: HERE });

  expect(await signIn(heir), "before there is an account").toMatchObject(REFUSED);
  expect(await holderOf(db, { address })).toBeNull();
  const client = clientOf(url);
  expect(await signInBy(client, owner, { address, chainId: HERE })).toMatchObject(SIGNED_IN);
  expect(await isSignedIn(client)).toBe(true);
  expect(await holderOf(db, { address })).toMatchObject({ sessions: 1, contractOn: `${HERE}` });
  expect(await signIn(heir)).toMatchObject(REFUSED);
  await handOn(chain, address, owner.address, heir.address);
  expect(await signIn(owner)).toMatchObject(REFUSED);
  expect(await signIn(heir)).toMatchObject(SIGNED_IN);
  expect(await holderOf(db, { address })).toMatchObject({ sessions: 2 });
});

test("[B05 W3-05] one that is not deployed yet signs in with what deploys it, and is the same afterwards", async ({
  startInstance,
  chain,
  db,
}) => {
  const { url } = await startInstance({ RPC_URL_31337: chain.url });
  const [owner, stranger] = [freshWallet(), freshWallet()];
  const { address, wrap, deploy } = await plannedWallet(chain, await chain.deploy("WalletFactory"), owner.address);
  const signIn = async (by: PrivateKeyAccount, form: (signature: Hex) => Hex) => {
    const client = clientOf(url);
    const { message, signature } = await sign(client, by, { address, chainId: HERE });
    return finish(client, { message, signature: form(signature) });
  };
  const bare = (signature: Hex) => signature;

  expect(await signIn(stranger, wrap)).toMatchObject(REFUSED);
  expect(await signIn(owner, bare)).toMatchObject(REFUSED);
  expect(await signIn(owner, wrap)).toMatchObject(SIGNED_IN);
  const before = await holderOf(db, { address });
  await deploy();
  expect(await signIn(owner, bare)).toMatchObject(SIGNED_IN);
  expect(await signIn(stranger, wrap)).toMatchObject(REFUSED);
  expect(await holderOf(db, { address })).toEqual({ ...before, sessions: 2 });
});

test("[B05 W3-05] the same address on another chain is another wallet, and no contract opens the wallet of a key", async ({
  startInstance,
  chain,
  createUser,
  db,
}) => {
  const there = await startChain(THERE);
  const { url } = await startInstance({ RPC_URL_31337: chain.url, RPC_URL_31338: there.url });
  const [owner, attacker] = [freshWallet(), freshWallet()];
  const address = await chain.deploy("NobodysWallet");
  await there.place("DelegateWallet", address);
  const yes = await there.ask<Hex>("DelegateWallet", address, "PASSWORD", []);
  const person = await createUser();
  await giveWallet(db, person, { address }, HERE);
  const client = clientOf(url);
  const { message } = await sign(client, attacker, { address, chainId: THERE });
  const refused = await finish(client, { message, signature: yes });
  expect(refused).toMatchObject({ status: 422, code: "wallet_other_chain" });
  expect(refused.text).toContain(`Switch your wallet to Chain ${HERE}`);

  // Of a wallet that has a key, the code it runs (EIP-7702) says nothing.
  await giveWallet(db, await createUser(), owner);
  await there.delegate(owner.address, address);
  const thief = clientOf(url);
  const asked = await sign(thief, attacker, { address: owner.address, chainId: THERE });
  expect(await finish(thief, { message: asked.message, signature: yes })).toMatchObject(REFUSED);
  expect(await signInBy(clientOf(url), owner, { chainId: THERE })).toMatchObject(SIGNED_IN);
  expect(await holderOf(db, { address })).toMatchObject({ sessions: 0 });
  expect(await holderOf(db, owner)).toMatchObject({ sessions: 1 });
  await there.stop();
});

test("[B05 W3-05] contracts that say no in whatever way, or would have us fetch something, sign nobody in", async ({
  startInstance,
  chain,
  db,
}) => {
  let fetched = 0;
  const trap = await serveOnLoopback((_, response) => {
    fetched++;
    response.end('{"data":"0x1626ba7e"}');
  });
  const { url } = await startInstance({ RPC_URL_31337: chain.url });
  const owner = freshWallet();
  const contracts = ["NobodysWallet", "TruthfulWallet", "RevertingWallet", "GasBurningWallet", "OtherContract"];
  const addresses = [await chain.deploy("FetchingWallet", [`${trap.url}/{sender}/{data}`])];
  for (const name of contracts) addresses.push(await chain.deploy(name));
  for (const address of addresses) {
    expect(await signInBy(clientOf(url), owner, { address, chainId: HERE })).toMatchObject(REFUSED);
    expect(await holderOf(db, { address })).toBeNull();
  }
  await trap.stop();
  expect(fetched).toBe(0);
});

test("[W3-06] without a node, or with one that is gone, silent, or of another chain: keys sign in, contracts are told within ten seconds", async ({
  startInstance,
  chain,
  createUser,
  db,
}) => {
  const silent = await serveOnLoopback(() => {});
  const { url, stderr } = await startInstance({
    RPC_URL_8453: silent.url,
    RPC_URL_10: "http://127.0.0.1:9/v1/a-key-of-the-operator",
    RPC_URL_31338: chain.url,
  });
  const owner = freshWallet();
  const address = await ownedWallet(chain, owner.address);
  const networks: [chainId: number, name: string][] = [
    [1, "Ethereum"],
    [8453, "Base"],
    [10, "OP Mainnet"],
    [THERE, `Chain ${THERE}`],
    [HERE, `Chain ${HERE}`],
  ];
  await giveWallet(db, await createUser(), { address }, 8453);
  for (const [chainId, name] of networks) {
    const client = clientOf(url);
    const began = performance.now();
    const answer = await signInBy(client, owner, { address, chainId });
    expect(performance.now() - began, name).toBeLessThan(10_000);
    expect(answer).toMatchObject(UNCHECKED);
    expect(answer.text).toContain(`${name} could not be asked`);
    expect(client.cookies.has("session")).toBe(false);
    const key = freshWallet();
    expect(await signInBy(clientOf(url), key, { chainId })).toMatchObject(SIGNED_IN);
    expect(await holderOf(db, key)).toMatchObject({ sessions: 1, contractOn: null });
  }
  expect(await holderOf(db, { address })).toMatchObject({ sessions: 0 });
  await silent.stop();
  const said = readFileSync(stderr, "utf8");
  expect(said).toContain("The node of a chain could not be asked about a wallet.");
  expect(said).not.toContain("a-key-of-the-operator");
});
