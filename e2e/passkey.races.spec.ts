import { expect, test } from "./fixtures";
import { clientOf } from "./support/instances-steps";
import { PASSKEYS } from "./support/passkey-steps";
import { insertSession } from "./support/people";
import { finishPasskey, preparePasskey } from "./support/raw-passkeys";

/* Many at once to two servers on one database: the database alone can count them. */

test("[P22 PK-10] of thirty passkeys created at once on two instances exactly ten are kept", async ({
  server,
  startInstance,
  createUser,
  changeSettings,
  inbox,
  db,
}) => {
  await changeSettings(PASSKEYS);
  const urls = [server.url, (await startInstance()).url];
  const person = await createUser();
  const clients = await Promise.all(
    Array.from({ length: 30 }, async (_, index) => {
      const client = clientOf(urls[index % 2] ?? "");
      client.cookies.set("session", await insertSession(db, person));
      return client;
    }),
  );
  const prepared: string[] = [];
  for (const client of clients) prepared.push(await preparePasskey(client));

  const answers = await Promise.all(clients.map((client, index) => finishPasskey(client, prepared[index] ?? "")));
  expect(answers.map(({ status, code }) => `${status} ${code ?? "ready"}`).sort()).toEqual([
    ...Array(10).fill("200 ready"),
    ...Array(20).fill("409 passkey_limit"),
  ]);
  const kept = await db<{ id: string }[]>`SELECT credential_id AS id FROM passkeys WHERE user_id = ${person.id}`;
  expect(kept).toHaveLength(10);
  // Those that were told so have theirs, and each was told of once.
  const winners = prepared.flatMap((response, index) =>
    answers[index]?.status === 200 ? [JSON.parse(response).id] : [],
  );
  expect(kept.map(({ id }) => id).sort()).toEqual(winners.sort());
  expect(await db`SELECT 1 FROM audit_events WHERE actor_id = ${person.id} AND type = 'passkey.added'`).toHaveLength(
    10,
  );
  await expect.poll(async () => (await inbox.mails(person.email)).length).toBe(10);
  // And both instances say so from now on.
  for (const client of clients.slice(0, 2)) await expect(preparePasskey(client)).rejects.toThrow("passkey_limit");
});
