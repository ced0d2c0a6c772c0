import { expect, test } from "./fixtures";
import { clientOf } from "./support/instances-steps";
import { growOld, insertSession } from "./support/people";
import {
  ask,
  confirmBy,
  copyOf,
  finish,
  finishAdding,
  freshWallet,
  giveWallet,
  holderOf,
  sign,
  signInBy,
  signToAdd,
  withWallets,
} from "./support/raw-wallets";

/* Signatures that must sign nobody in. */

test.beforeEach(({ changeSettings }) => changeSettings(withWallets()));

const wallet = freshWallet();
const SIGNED_IN = { status: 200, leadsTo: "/dashboard" };

test("[P34 W3-01] a signature counts once, in the browser that asked for it", async ({ server, db, createUser }) => {
  const own = freshWallet();
  await giveWallet(db, await createUser(), own);
  const client = clientOf(server.url);
  const proof = await sign(client, own);
  const stolen = copyOf(client);
  // Seen by somebody else: they have the words and the signature, but not the cookie.
  expect(await finish(clientOf(server.url), proof)).toMatchObject({ status: 409, code: "attempt_missing" });
  const other = clientOf(server.url);
  await sign(other, own);
  expect(await finish(other, proof)).toMatchObject({ status: 422, code: "wallet_refused" });
  await sign(other, freshWallet());
  expect(await finish(other, proof)).toMatchObject({ status: 422, code: "wallet_refused" });
  expect(await holderOf(db, own)).toMatchObject({ sessions: 0 });

  expect(await finish(client, proof)).toMatchObject(SIGNED_IN);
  expect(client.cookies.has("session")).toBe(true);
  for (const again of [stolen, copyOf(client)])
    expect(await finish(again, proof)).toMatchObject({ status: 409, code: "attempt_missing" });
  // With a journey open, too.
  await sign(client, own);
  expect(await finish(client, proof)).toMatchObject({ status: 422, code: "wallet_refused" });
  expect(await holderOf(db, own)).toMatchObject({ sessions: 1 });
});

test("[W3-01] a signature is worth nothing after five minutes, and after an hour there is no journey", async ({
  server,
  db,
  createUser,
  travel,
}) => {
  const own = freshWallet();
  await giveWallet(db, await createUser(), own);
  const client = clientOf(server.url);
  const [first, second] = [await sign(client, own), await sign(client, own)];
  await travel(4.9);
  expect(await finish(copyOf(client), first)).toMatchObject(SIGNED_IN);
  const late = clientOf(server.url);
  const proof = await sign(late, own);
  await travel(5.1);
  expect(await finish(late, proof)).toMatchObject({ status: 422 });
  await travel(55);
  expect(await finish(late, proof)).toMatchObject({ status: 409, code: "attempt_missing" });
  expect(await finish(client, second)).toMatchObject({ status: 409, code: "attempt_missing" });
  expect(await holderOf(db, own)).toMatchObject({ sessions: 1 });
});

test("[W3-01 W3-02] no message but the one that was given signs in, whoever signs it", async ({ server, db }) => {
  const { host } = new URL(server.url);
  const changes: [string, (message: string) => string][] = [
    ["one letter of the statement", (message) => message.replace("Sign in", "sign in")],
    ["a space at its end", (message) => `${message} `],
    ["a line break at its end", (message) => `${message}\n`],
    ["another nonce", (message) => message.replace(/Nonce: (.)/, (_, one) => `Nonce: ${one === "a" ? "b" : "a"}`)],
    ["no nonce", (message) => message.replace(/Nonce: .*\n/, "")],
    ["another chain that is allowed", (message) => message.replace("Chain ID: 1", "Chain ID: 8453")],
    ["a chain that is not", (message) => message.replace("Chain ID: 1", "Chain ID: 5")],
    ["a zero before the chain", (message) => message.replace("Chain ID: 1", "Chain ID: 01")],
    ["another host", (message) => message.replace(host, "evil.test")],
    ["another port", (message) => message.replace(host, `${host.split(":")[0]}:1`)],
    ["another address of the page", (message) => message.replace(/URI: .*/, "URI: https://evil.test")],
    ["version 2", (message) => message.replace("Version: 1", "Version: 2")],
    ["a resource", (message) => `${message}\nResources:\n- https://evil.test`],
    ["a request id", (message) => `${message}\nRequest ID: 1`],
    [
      "a day more to live",
      (message) => message.replace(/Expiration Time: .*/, "Expiration Time: 2099-01-01T00:00:00Z"),
    ],
    ["another time", (message) => message.replace(/(Issued At: .*)\.\d{3}Z/, "$1.000Z").replace(/\.000Z/, ".001Z")],
    ["somebody else's wallet", (message) => message.replace(wallet.address, freshWallet().address)],
    ["small letters", (message) => message.replace(wallet.address, wallet.address.toLowerCase())],
  ];
  for (const [what, change] of changes) {
    const client = clientOf(server.url);
    const given = (await sign(client, wallet)).message;
    const message = change(given);
    expect([what, message === given]).toEqual([what, false]);
    const { status, code } = await finish(client, { message, signature: await wallet.signMessage({ message }) });
    expect([what, status, code]).toEqual([what, 422, expect.stringMatching(/^wallet_/)]);
    expect([what, client.cookies.has("session")]).toEqual([what, false]);
  }
  expect(await holderOf(db, wallet)).toBeNull();
});

test("[W3-01] a message of one journey is worth nothing in another", async ({ server, db, createUser }) => {
  const own = freshWallet();
  const person = await createUser();
  await giveWallet(db, person, own);
  const client = clientOf(server.url);
  await signInBy(client, own);
  const added = freshWallet();

  const forAdding = await signToAdd(client, added);
  const other = clientOf(server.url);
  await sign(other, added);
  expect(await finish(other, forAdding)).toMatchObject({ status: 422, code: "wallet_refused" });
  const forSignIn = await sign(client, added);
  expect(await finishAdding(client, forSignIn)).toMatchObject({ status: 422, code: "wallet_refused" });

  await growOld(db, client);
  const asked = await ask(client, own, "step-up");
  const forStepUp = { message: asked.signing, signature: await own.signMessage({ message: asked.signing }) };
  await sign(client, own);
  expect(await finish(client, forStepUp)).toMatchObject({ status: 422, code: "wallet_refused" });
  expect(await confirmBy(client, await sign(client, own))).toMatchObject({ status: 422, code: "wallet_refused" });
  expect(await confirmBy(client, forAdding)).toMatchObject({ status: 422, code: "wallet_refused" });
  const stale =
    await db`SELECT 1 FROM sessions WHERE user_id = ${person.id} AND first_factor_at < now() - interval '50 min'`;
  expect(stale).toHaveLength(1);
  // The right place for it, with no trace of the wrong ones.
  expect((await confirmBy(client, forStepUp)).status).toBeLessThan(400);
  expect(await finishAdding(client, forAdding)).toMatchObject({ status: 200 });
  expect(await holderOf(db, added)).toMatchObject({ id: person.id, sessions: 1 });
});

test("[SE-08] a confirmation takes the person's own wallet alone", async ({ server, db, createUser }) => {
  const [person, stranger] = [await createUser(), await createUser()];
  const [own, theirs] = [freshWallet(), freshWallet()];
  await giveWallet(db, person, own);
  await giveWallet(db, stranger, theirs);
  const client = clientOf(server.url);
  client.cookies.set("session", await insertSession(db, person));
  await growOld(db, client);
  for (const by of [theirs, freshWallet()])
    expect(await ask(client, by, "step-up")).toMatchObject({ status: 422, code: "wallet_not_yours" });
  // Asked of one's own, and signed by another: without a node of the chain it might be a contract's.
  const { signing: message } = await ask(client, own, "step-up");
  const signature = await theirs.signMessage({ message });
  expect(await confirmBy(client, { message, signature })).toMatchObject({ code: "wallet_contract_unchecked" });
  expect(await ask(clientOf(server.url), own, "step-up")).toMatchObject({ status: 401, code: "unauthenticated" });
});
