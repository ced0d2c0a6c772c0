import { sql } from "drizzle-orm";
import { drizzle } from "drizzle-orm/postgres-js";
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import { type FaultProxy, startFaultProxy } from "../e2e/peers/fault-proxy";
import { readConnectionString } from "./connection-string";
import { isOutage } from "./outage";
import { openPool } from "./pool";
import { createResilientClient } from "./resilient-client";
import { createTestDatabase, type TestDatabase } from "./test-database";

/** What a statement has, and what a machine under load takes on top. */
const LIMIT_MS = 5000;
const AT_ONCE_MS = 2000;

let database: TestDatabase;
let proxy: FaultProxy;
const open: { end(): Promise<void> }[] = [];

/** A database of its own over the proxy. */
function connectTo(url: string) {
  const client = createResilientClient(() => openPool(readConnectionString(url)));
  open.push(client as unknown as { end(): Promise<void> });
  return drizzle(client);
}
const one = sql`SELECT 1 AS one`;
const insert = (value: string) => sql`INSERT INTO marks (value) VALUES (${value})`;
const marks = async () => {
  const rows = await connectTo(database.url).execute<{ value: string }>(sql`SELECT value FROM marks ORDER BY value`);
  return rows.map(({ value }) => value);
};
/** @returns what came of it, and after how long. */
async function timed(work: PromiseLike<unknown>) {
  const begun = performance.now();
  const outcome = await Promise.resolve(work).then(
    () => "answered",
    (error: unknown) => (isOutage(error) ? "outage" : error),
  );
  return { outcome, ms: performance.now() - begun };
}

beforeAll(async () => {
  database = await createTestDatabase();
  await connectTo(database.url).execute(sql`CREATE TABLE marks (value text PRIMARY KEY)`);
  vi.spyOn(console, "error").mockImplementation(() => {});
  vi.spyOn(console, "warn").mockImplementation(() => {});
});
afterEach(async () => {
  proxy?.forget();
  await Promise.all(open.splice(0).map((client) => client.end()));
  await proxy?.stop();
});
afterAll(() => database.drop());

describe("[B32] the database client", () => {
  it("answers within its limit when the server falls silent, and at once when it is back", async () => {
    proxy = await startFaultProxy(database.url);
    const db = connectTo(proxy.url);
    await db.execute(one);
    proxy.silence();
    await proxy.meet("unanswered");
    const waits = await Promise.all(Array.from({ length: 30 }, () => timed(db.execute(one))));
    expect(new Set(waits.map(({ outcome }) => outcome))).toEqual(new Set(["outage"]));
    expect(Math.max(...waits.map(({ ms }) => ms))).toBeLessThan(LIMIT_MS + AT_ONCE_MS);
    await proxy.meet("through");
    const back = await timed(db.execute(one));
    expect(back.outcome).toBe("answered");
    expect(back.ms).toBeLessThan(AT_ONCE_MS);
  });

  it("gives up a transaction in which the server falls silent; nothing of it is done", async () => {
    proxy = await startFaultProxy(database.url);
    const db = connectTo(proxy.url);
    const { outcome, ms } = await timed(
      db.transaction(async (tx) => {
        await tx.execute(insert("half"));
        proxy.silence();
        await tx.execute(insert("other half"));
      }),
    );
    expect(outcome).toBe("outage");
    expect(ms).toBeLessThan(LIMIT_MS + AT_ONCE_MS);
    expect((await timed(db.transaction((tx) => tx.execute(one)))).outcome).toBe("answered");
    proxy.forget();
    expect(await marks()).toEqual([]);
  });

  it("does not fall over a connection that breaks in a transaction", async () => {
    proxy = await startFaultProxy(database.url);
    const db = connectTo(proxy.url);
    for (const on of ["request", "answer"] as const) {
      const { outcome } = await timed(
        db.transaction(async (tx) => {
          await tx.execute(one);
          proxy.breakNext(on);
          await tx.execute(insert(`broken on ${on}`));
        }),
      );
      expect(outcome).toBe("outage");
      expect((await timed(db.execute(one))).outcome).toBe("answered");
    }
    expect(await marks()).toEqual([]);
  });

  it("asks again by itself what only reads, on a connection that broke while nobody used it; never what writes", async () => {
    proxy = await startFaultProxy(database.url);
    const db = connectTo(proxy.url);
    await db.execute(one);
    proxy.breakNext("answer");
    expect((await timed(db.execute(one))).outcome).toBe("answered");
    proxy.breakNext("answer");
    // It was done, and nobody was told: a second time it would be refused, and hide that.
    expect((await timed(db.execute(sql`INSERT INTO marks VALUES ('once')`))).outcome).toBe("outage");
    expect(await marks()).toEqual(["once"]);
    await db.execute(sql`DELETE FROM marks`);
  });

  it("comes back after interruptions of every kind, with statements under way", async () => {
    proxy = await startFaultProxy(database.url);
    const db = connectTo(proxy.url);
    const kinds = ["refused", "closed", "reset", "broken in handshake"] as const;
    for (let round = 0; round < 60; round++) {
      const before = Array.from({ length: 15 }, () => timed(db.execute(one)));
      const inside = timed(db.transaction((tx) => tx.execute(one)));
      await proxy.meet(kinds[round % kinds.length] ?? "refused");
      proxy.breakOff(round % 2 ? "closed" : "reset");
      const during = Array.from({ length: 15 }, () => timed(db.execute(one)));
      const results = await Promise.all([...before, inside, ...during]);
      for (const { outcome } of results) expect(["answered", "outage"]).toContain(outcome);
      await proxy.meet("through");
      const back = await timed(db.execute(one));
      expect([round, back.outcome]).toEqual([round, "answered"]);
      expect(back.ms).toBeLessThan(LIMIT_MS);
    }
  });

  it("lets statements wait for their turn, and those that wait too long go without being sent", async () => {
    const db = connectTo(`${database.url}?connection_limit=2`);
    const slow = [1, 2].map(() => timed(db.execute(sql`SELECT pg_sleep(60)`)));
    const waiting = [1, 2, 3].map((number) => timed(db.execute(insert(`late ${number}`))));
    for (const { outcome, ms } of await Promise.all([...slow, ...waiting])) {
      expect(ms).toBeLessThan(LIMIT_MS + AT_ONCE_MS);
      expect(["answered", "outage"]).toContain(outcome);
    }
    // Postgres ended the slow ones itself, before we stopped waiting for them: the rest had their turn.
    expect((await Promise.all(slow)).map(({ outcome }) => outcome)).toEqual(["outage", "outage"]);
    const told = (await Promise.all(waiting)).filter(({ outcome }) => outcome === "answered").length;
    expect((await marks()).length).toBe(told);
    await db.execute(sql`DELETE FROM marks`);
  });

  it("tells a statement's own fault apart", async () => {
    const db = connectTo(database.url);
    const { outcome } = await timed(db.execute(sql`SELECT nonsense`));
    expect(outcome).toBeInstanceOf(Error);
    expect(await timed(db.transaction((tx) => tx.execute(sql`SELECT nonsense`)))).toMatchObject({
      outcome: expect.any(Error),
    });
  });

  it("finds the server that takes changes among several, wherever it stands in the list", async () => {
    proxy = await startFaultProxy(database.url);
    await proxy.meet("refused");
    const [good, gone] = [new URL(database.url), new URL(proxy.url)];
    const address = (hosts: URL[]) =>
      `postgres://${good.username}:${good.password}@${hosts.map(({ host }) => host).join(",")}${good.pathname}`;
    for (const hosts of [
      [good, gone],
      [gone, good],
    ])
      expect((await timed(connectTo(address(hosts)).execute(one))).outcome).toBe("answered");
  });
});
