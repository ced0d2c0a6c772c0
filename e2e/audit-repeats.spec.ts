import { expect, test } from "./fixtures";
import { clientOf } from "./support/instances-steps";
import { insertSession } from "./support/people";

/* What anybody can cause at will fills no log: two rows an hour, with the count. */

test("[LG-01 LG-04] /admin opened by a person again and again, on two instances, is two rows an hour", async ({
  server,
  startInstance,
  createUser,
  travel,
  db,
}) => {
  const person = await createUser();
  const token = await insertSession(db, person);
  const clients = [server.url, (await startInstance()).url].map((url) => {
    const client = clientOf(url);
    client.cookies.set("session", token);
    return client;
  });
  const open = async (times: number) => {
    const paths = ["/admin", "/admin/users", "/admin/authentication"];
    const answers = await Promise.all(
      Array.from({ length: times }, (_, index) => clients[index % 2]?.send(paths[index % 3] ?? "")),
    );
    expect(answers.map((answer) => answer?.status)).toEqual(Array(times).fill(404));
  };
  const counts = async () =>
    (
      await db<{ count: number }[]>`
        SELECT coalesce(data->>'count', '1')::int AS count FROM audit_events
        WHERE actor_id = ${person.id} AND type = 'authorisation.denied' ORDER BY id`
    ).map(({ count }) => count);

  await open(50);
  expect(await counts()).toEqual([1]);
  await travel(61);
  await open(10);
  expect((await counts()).sort()).toEqual([1, 1, 49]);
});

test("[LG-01 LG-04] answers that no provider has sent, made up by a stranger, are one row for each kind", async ({
  server,
  social,
  db,
}) => {
  await social.connect();
  const stranger = clientOf(server.url);
  for (let index = 0; index < 12; index++) {
    const query = index % 2 === 0 ? "error=access_denied&state=x" : `code=made-up-${index}&state=x`;
    const answer = await stranger.send(`/api/auth/callback/local?${query}`);
    expect(answer.status).toBe(303);
  }
  const rows = await db`
    SELECT data->>'connection' AS connection FROM audit_events
    WHERE type = 'sso.refused' AND ip = ${stranger.clientAddress}`;
  expect(rows.length).toBeGreaterThan(0);
  expect(rows.length).toBeLessThanOrEqual(2);
  const [counted] = await db`
    SELECT sum(count)::int AS more FROM audit_repeats WHERE event->'client'->>'ip' = ${stranger.clientAddress}`;
  expect(rows.length + counted?.more).toBe(12);
});

test("[LG-01 SE-05] one session signed out by many requests at once is one row", async ({ server, createUser, db }) => {
  const person = await createUser();
  const token = await insertSession(db, person);
  const client = clientOf(server.url);
  client.cookies.set("session", token);
  const [form] = await client.forms("/sign-out");
  if (!form) throw new Error("no way to sign out");
  await Promise.all(Array.from({ length: 20 }, () => clientOf(server.url, client).submit(form)));
  expect(await db`SELECT 1 FROM audit_events WHERE actor_id = ${person.id} AND type = 'sign-out'`).toHaveLength(1);
});
