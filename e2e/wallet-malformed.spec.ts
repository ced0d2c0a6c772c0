import { request } from "node:http";
import { text } from "node:stream/consumers";
import { concatHex, type Hex, hexToBigInt, numberToHex, parseSignature, signatureToCompactSignature } from "viem";
import { expect, test } from "./fixtures";
import { clientOf } from "./support/instances-steps";
import { ask, copyOf, finish, freshWallet, giveWallet, holderOf, sign, withWallets } from "./support/raw-wallets";

/* What no wallet and no page of ours would send. */

test.beforeEach(({ changeSettings }) => changeSettings(withWallets()));

const wallet = freshWallet();
const SIGNED_IN = { status: 200, leadsTo: "/dashboard" };

test("[W3-02] whatever host a request names, the message names ours", async ({ server }) => {
  const { host, port, origin } = new URL(server.url);
  const tricks: Record<string, string>[] = [
    { "x-forwarded-host": "evil.test" },
    { "x-forwarded-host": "evil.test", "x-forwarded-proto": "https", "x-forwarded-port": "443" },
    { forwarded: "host=evil.test;proto=https" },
    { "x-original-host": "evil.test", "x-host": "evil.test" },
  ];
  for (const headers of tricks) {
    const { signing } = await ask(clientOf(server.url), wallet, "sign-in", headers);
    expect(signing).toContain(`${host} wants you to sign in`);
    expect(signing).toContain(`\nURI: ${origin}\n`);
    expect(signing).not.toContain("evil.test");
  }
  // fetch writes this header itself.
  const form = `wallet=metamask&chain_id=1&address=${wallet.address}`;
  const headers = { host: "evil.test", origin, "content-type": "application/x-www-form-urlencoded" };
  const said = await new Promise<string>((resolve, reject) => {
    request(
      {
        host: "localhost",
        port,
        path: "/api/wallets/sign-in",
        method: "POST",
        headers: { ...headers, "content-length": form.length },
      },
      (answer) => text(answer).then(resolve, reject),
    )
      .on("error", reject)
      .end(form);
  });
  expect(JSON.parse(said).signing).toContain(`${host} wants you to sign in`);
  expect(said).not.toContain("evil.test");
});

const ORDER = 0xfffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141n;
/** The other signature that anybody can make of one (EIP-2). */
function twinOf(signature: Hex): Hex {
  const { r, s, yParity } = parseSignature(signature);
  return concatHex([r, numberToHex(ORDER - hexToBigInt(s), { size: 32 }), numberToHex(28 - yParity, { size: 1 })]);
}
function compact(signature: Hex): Hex {
  const { r, yParityAndS } = signatureToCompactSignature(parseSignature(signature));
  return concatHex([r, yParityAndS]);
}

test("[W3-03] no other form of a signature gives a session, nor a second one", async ({ server, db, createUser }) => {
  const own = freshWallet();
  await giveWallet(db, await createUser(), own);
  const forms: [string, (signature: Hex) => string, number][] = [
    ["the twin (high s)", twinOf, 422],
    ["compact (EIP-2098)", compact, 502],
    ["another's", () => `0x${"11".repeat(64)}1b`, 502],
    ["a byte less", (signature) => signature.slice(0, -2), 502],
    ["a byte more", (signature) => `${signature}00`, 502],
    ["half a byte less", (signature) => signature.slice(0, -1), 422],
    ["no 0x", (signature) => signature.slice(2), 422],
    ["nothing", () => "", 422],
    ["0x", () => "0x", 422],
    ["words", () => "sign here", 422],
    ["10 KB", () => `0x${"ab".repeat(5_119)}`, 502],
    ["20 KB", () => `0x${"ab".repeat(10_240)}`, 422],
  ];
  for (const [what, form, status] of forms) {
    const client = clientOf(server.url);
    const { message, signature } = await sign(client, own);
    const answer = await finish(client, { message, signature: form(signature) as Hex });
    expect([what, answer.status, client.cookies.has("session")]).toEqual([what, status, false]);
  }
  expect(await holderOf(db, own)).toMatchObject({ sessions: 0 });

  const client = clientOf(server.url);
  const proof = await sign(client, own);
  const before = copyOf(client);
  expect(await finish(client, proof)).toMatchObject(SIGNED_IN);
  for (const signature of [twinOf(proof.signature), compact(proof.signature)])
    expect(await finish(before, { ...proof, signature })).toMatchObject({ status: 409, code: "attempt_missing" });
  const again = clientOf(server.url);
  await sign(again, own);
  for (const signature of [twinOf(proof.signature), compact(proof.signature)])
    expect(await finish(again, { ...proof, signature })).toMatchObject({ status: 422, code: "wallet_refused" });
  expect(await holderOf(db, own)).toMatchObject({ sessions: 1 });
});

test("[W3-03] a message of 10 KB is refused, and an empty one", async ({ server, db }) => {
  const client = clientOf(server.url);
  const { message, signature } = await sign(client, wallet);
  const bad = ["", " ", "a".repeat(10_240), `${message}\n${message}`, "\0", message.repeat(20)];
  for (const one of bad) {
    const { status } = await finish(client, { message: one, signature });
    expect([one.slice(0, 20), status]).toEqual([one.slice(0, 20), 422]);
  }
  expect(client.cookies.has("session")).toBe(false);
  expect(await holderOf(db, wallet)).toBeNull();
});

test("[W3-02 WF-01] a message is given to a page of ours, for a wallet and a chain that there are", async ({
  server,
}) => {
  const client = clientOf(server.url);
  const bad: [what: string, asking: Parameters<typeof ask>[1], status: number][] = [
    ["no address", { address: "" }, 422],
    ["a name", { address: "acme.eth" }, 422],
    ["39 digits", { address: wallet.address.slice(0, -1) }, 422],
    ["a line break in it", { address: `${wallet.address}\nURI: https://evil.test` }, 422],
    ["10 KB", { address: `0x${"a".repeat(10_240)}` }, 422],
    ["no app", { ...wallet, app: "" }, 422],
    ["an unknown app", { ...wallet, app: "constructor" }, 422],
    ["chain 0", { ...wallet, chainId: 0 }, 422],
    ["chain -1", { ...wallet, chainId: -1 }, 422],
    ["chain 1.5", { ...wallet, chainId: 1.5 }, 422],
    ["no number", { ...wallet, chainId: Number.NaN }, 422],
    ["a number too large", { ...wallet, chainId: 2 ** 60 }, 422],
    ["a chain that is not allowed", { ...wallet, chainId: 5 }, 422],
  ];
  for (const [what, asking, status] of bad) {
    const answer = await ask(client, asking);
    expect([what, answer.status, answer.signing]).toEqual([what, status, undefined]);
  }
  const foreign: Record<string, string>[] = [
    { origin: "https://evil.test" },
    { origin: "null" },
    { "sec-fetch-site": "cross-site" },
  ];
  for (const headers of foreign) expect(await ask(client, wallet, "sign-in", headers)).toMatchObject({ status: 403 });
  expect((await client.send("/api/wallets/sign-in")).status).toBe(405);
  expect(
    (await client.send("/api/wallets/sign-up", { method: "POST", headers: { origin: client.origin } })).status,
  ).toBe(404);
  const json = { method: "POST", body: "{}", headers: { origin: client.origin, "content-type": "application/json" } };
  expect((await client.send("/api/wallets/sign-in", json)).status).toBe(400);
});
