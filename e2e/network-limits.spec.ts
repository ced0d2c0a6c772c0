import { randomBytes } from "node:crypto";
import { limits } from "../lib/security/limits";
import { expect, test } from "./fixtures";
import { RawClient } from "./support/raw-forms";

/** A /48 may begin eight times as much. */
const SITE = 8 * limits["start:network"].points;

/* The server believes the X-Forwarded-For of these tests: each client has the address it says. */

test("[RL-03] somebody who changes from /64 to /64 of one IPv6 /48 is told to wait; their neighbors are not", async ({
  server,
  db,
}) => {
  const site = `2001:db8:${randomBytes(2).toString("hex")}`;
  const from = (network: number | string, where = site) =>
    new RawClient(server.url, `${where}:${network}:${randomBytes(2).toString("hex")}::1`);
  const form = await from("ffff").form("/sign-in", "identifier");
  const start = (client: RawClient) => client.submit(form, { identifier: "somebody@example.test" });

  const first = Array.from({ length: 60 }, (_, index) => from(index.toString(16)));
  expect(new Set((await Promise.all(first.map(start))).map(({ status }) => status))).toEqual(new Set([303]));
  // So that not all have to be made: what sixty networks have begun counts as what the /48 may begin.
  const raised = await db`
    UPDATE rate_limits SET points = ${SITE} WHERE key LIKE 'start:network:%' AND points = 60 RETURNING key`;
  expect(raised).toHaveLength(1);
  for (let index = 100; index < 110; index++) {
    const refused = await start(from(index.toString(16)));
    expect(refused.status).toBe(429);
  }
  expect((await start(from("1", `2001:db8:${randomBytes(2).toString("hex")}`))).status).toBe(303);
});

test("[RL-03] one IPv6 /64 is counted as one client, like one IPv4 address", async ({ server, db }) => {
  const site = `2001:db8:${randomBytes(2).toString("hex")}`;
  const from = (network = "7") => new RawClient(server.url, `${site}:${network}::${randomBytes(2).toString("hex")}`);
  const form = await from().form("/sign-in", "identifier");
  const start = (client: RawClient) => client.submit(form, { identifier: "somebody@example.test" });
  await db`DELETE FROM rate_limits`;
  for (let index = 0; index < 7; index++) expect((await start(from())).status).toBe(303);
  // The network's own count and its site's.
  const raised = await db`
    UPDATE rate_limits SET points = ${limits["start:network"].points}
    WHERE key LIKE 'start:network:%' AND points = 7 RETURNING key`;
  expect(raised).toHaveLength(2);
  expect((await start(from())).status).toBe(429);
  expect((await start(from("8"))).status).toBe(303);
});
