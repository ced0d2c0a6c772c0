import { expect, test } from "./fixtures";
import { clientOf } from "./support/instances-steps";
import { copyOf, finish, freshWallet, giveWallet, holderOf, sign, withWallets } from "./support/raw-wallets";

/* Many at once: the database alone can count them. */

const MANY = 20;
const times = <T>(make: (index: number) => T) => Array.from({ length: MANY }, (_, index) => make(index));

test.beforeEach(({ changeSettings }) => changeSettings(withWallets()));

test("[W3-01 RC-01] of twenty posts of one good signature at once, one gives a session", async ({
  server,
  createUser,
  db,
}) => {
  // Somebody known, and somebody new.
  for (const isKnown of [true, false]) {
    const wallet = freshWallet();
    if (isKnown) await giveWallet(db, await createUser(), wallet);
    const client = clientOf(server.url);
    const proof = await sign(client, wallet);
    const copies = times(() => copyOf(client));
    const answers = await Promise.all(copies.map((copy) => finish(copy, proof)));
    expect(answers.map(({ status }) => status).filter((status) => status >= 500)).toEqual([]);
    expect(answers.filter(({ leadsTo }) => leadsTo === "/dashboard")).toHaveLength(1);
    expect(copies.filter(({ cookies }) => cookies.has("session"))).toHaveLength(1);
    expect(await holderOf(db, wallet)).toMatchObject({ sessions: 1 });
  }
});

test("[RC-04] of twenty first signatures of one wallet at once, in twenty browsers on two instances, one makes an account", async ({
  server,
  startInstance,
  db,
}) => {
  const urls = [server.url, (await startInstance()).url];
  const wallet = freshWallet();
  const clients = times((index) => clientOf(urls[index % 2] ?? ""));
  const proofs = await Promise.all(clients.map((client) => sign(client, wallet)));
  const [before] = await db`SELECT count(*)::int AS people FROM users`;
  const answers = await Promise.all(
    clients.map((client, index) => finish(client, proofs[index] ?? { message: "", signature: "0x" })),
  );
  const [after] = await db`SELECT count(*)::int AS people FROM users`;
  expect(after?.people - before?.people).toBe(1);
  // Who came a moment later had the account already, or is told that somebody has it.
  const refused = answers.filter(({ leadsTo }) => leadsTo !== "/dashboard");
  expect(refused.map(({ status, code }) => `${status} ${code}`)).toEqual(refused.map(() => "409 wallet_taken"));
  expect(refused.length).toBeLessThan(MANY);
  expect(await holderOf(db, wallet)).toMatchObject({ sessions: MANY - refused.length });
});
