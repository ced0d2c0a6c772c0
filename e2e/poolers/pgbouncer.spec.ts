import { randomBytes } from "node:crypto";
import postgres from "postgres";
import type { TestDatabase } from "../../db/test-database";
import { test as base, expect } from "../fixtures";
import { type PgBouncer, startPgBouncer } from "../peers/pgbouncer";
import { counterpart } from "../support/counterparts";
import type { Inbox } from "../support/inbox";
import { clientOf, post, proveByCode, signInByPassword, startSignUp } from "../support/instances-steps";
import { createPerson, newAddress, newPassword, type Person } from "../support/people";
import type { RawClient } from "../support/raw-forms";
import { createEmptyDatabase } from "../support/start-up-process";

/** Of each kind of visitor. */
const MANY = 20;
const times = <T>(count: number, make: (index: number) => T) =>
  Array.from({ length: count }, (_, index) => make(index));

const test = base.extend<{
  database: TestDatabase;
  pooled(settings: Record<string, string | number>): Promise<PgBouncer>;
}>({
  database: async ({ server }, use) => {
    const database = await createEmptyDatabase(server.databaseUrl);
    await use(database);
    await database.drop();
  },
  pooled: async ({ database }, use, testInfo) => {
    const started: PgBouncer[] = [];
    await use(async (settings) => {
      const pooler = await startPgBouncer(counterpart("pgbouncer"), database.url, settings);
      started.push(pooler);
      return pooler;
    });
    for (const one of started)
      await testInfo.attach("PgBouncer's log", { body: one.said(), contentType: "text/plain" });
    await Promise.all(started.map((one) => one.stop()));
  },
});

type Named = Person & { firstName: string };

/** @returns whom the pages of a signed-in client are about. */
async function seenBy(client: RawClient): Promise<string> {
  const answer = await client.send("/dashboard");
  const text = await answer.text();
  expect(answer.status).toBe(200);
  return /<h1[^>]*>Hello(?:<!-- -->)?,? ?(?:<!-- -->)?([^<]*)/.exec(text)?.[1] ?? "";
}

async function signUp(url: string, inbox: Inbox): Promise<void> {
  const [client, email] = [clientOf(url), newAddress()];
  await proveByCode(client, "/sign-up", await startSignUp(client, inbox, email));
  expect((await post(client, "/sign-up/continue", "password", newPassword())).headers.get("location")).toBe(
    "/dashboard",
  );
  expect(await (await client.send("/dashboard")).text()).toContain(email);
}

/** Everybody at once: pages, sign-ups, sign-ins, and then everybody's own page again and again. */
async function burst(url: string, inbox: Inbox, people: Named[]): Promise<void> {
  const pages = times(MANY, async () => expect((await clientOf(url).send("/sign-in")).status).toBe(200));
  const signUps = times(MANY, () => signUp(url, inbox));
  const signIns = people.map(async (person) => {
    const client = clientOf(url);
    await signInByPassword(client, person);
    const seen = await Promise.all(times(5, () => seenBy(client)));
    expect(seen).toEqual(times(5, () => person.firstName));
  });
  await Promise.all([...pages, ...signUps, ...signIns]);
}

async function peopleIn(databaseUrl: string): Promise<Named[]> {
  const db = postgres(databaseUrl, { max: 3, onnotice: () => {} });
  try {
    return await Promise.all(
      times(MANY, async () => {
        const firstName = `Grace${randomBytes(6).toString("hex")}`;
        return { ...(await createPerson(db, { firstName })), firstName };
      }),
    );
  } finally {
    await db.end({ timeout: 5 });
  }
}

/* Sessions take a connection each and keep it: there, the pool has to be as large as the app's. */
const POOLS = {
  "transaction mode, everything else as it comes": { pool_mode: "transaction" },
  "transaction mode, five connections": { pool_mode: "transaction", default_pool_size: 5 },
  "session mode": { pool_mode: "session" },
};

for (const [name, settings] of Object.entries(POOLS)) {
  test(`[B32 OP-07] behind PgBouncer (${name}) the schema is made, and sixty at once are each themselves`, async ({
    // Named first, so that it outlives the server behind it.
    pooled,
    startInstance,
    database,
    inbox,
  }) => {
    const pooler = await pooled(settings);
    const { url, pid } = await startInstance({ DATABASE_URL: pooler.url });
    const people = await peopleIn(database.url);
    for (let round = 0; round < 2; round++) await burst(url, inbox, people);
    expect((await fetch(`${url}/readyz`)).status).toBe(200);
    expect(() => process.kill(pid, 0)).not.toThrow();
  });
}
