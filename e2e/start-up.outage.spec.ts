import { readFileSync } from "node:fs";
import type { Sql } from "postgres";
import { test as base, expect } from "./fixtures";
import { clientOf, isSignedIn, signInByPassword } from "./support/instances-steps";
import { accepts, keepAliveClient } from "./support/start-up-connections";
import { type DatabaseProxy, startDatabaseProxy } from "./support/start-up-proxy";

const PATIENCE_MS = 5000;

const test = base.extend<{ database: DatabaseProxy }>({
  database: async ({ server }, use) => {
    const proxy = await startDatabaseProxy(server.databaseUrl);
    await use(proxy);
    await proxy.stop();
  },
});

/** Waits until the server is (or is not) ready. @throws when that takes longer than 5 seconds. */
async function becomes(url: string, status: 200 | 503): Promise<void> {
  const answer = async () =>
    (await fetch(`${url}/readyz`, { signal: AbortSignal.timeout(PATIENCE_MS) }).catch(() => null))?.status;
  await expect.poll(answer, { message: `/readyz is ${status}`, intervals: [100], timeout: PATIENCE_MS }).toBe(status);
}

/** Holds everything back that asks who is signed in, while the work goes on. */
async function holdingSessions(db: Sql, work: (waiting: () => Promise<number>) => Promise<void>): Promise<void> {
  await db.begin(async (tx) => {
    await tx`LOCK TABLE sessions IN ACCESS EXCLUSIVE MODE`;
    await work(async () => {
      const [row] = await tx`
        SELECT count(*)::int AS waiting FROM pg_locks WHERE NOT granted AND relation = 'sessions'::regclass`;
      return row?.waiting;
    });
  });
}

test("[OP-03 FW-05] without its database the server is not ready, signs nobody in and shows nobody's data", async ({
  startInstance,
  createUser,
  database,
}) => {
  const { url, stderr } = await startInstance({ DATABASE_URL: database.url });
  const [person, other] = [await createUser({ firstName: "Grace" }), await createUser()];
  const client = clientOf(url);
  await signInByPassword(client, person);
  const token = client.cookies.get("session");
  const visitor = clientOf(url);
  const signIn = await visitor.form("/sign-in", "identifier");
  await becomes(url, 200);

  database.cut();
  await becomes(url, 503);
  expect((await client.send("/healthz")).status).toBe(200);
  for (const path of ["/dashboard", "/profile", "/profile/security", "/admin", "/sign-out", "/step-up"]) {
    const answer = await client.send(path);
    const text = await answer.text();
    expect([path, answer.status >= 500]).toEqual([path, true]);
    expect(text).not.toMatch(/You are signed in|Grace|SELECT|ECONN|node_modules/i);
    expect(text).not.toContain(person.email);
  }
  // Auth.js says that nobody is signed in; it must not say anything else (CVE-2026-73421).
  expect(await (await client.send("/api/auth/session")).json()).toBeNull();
  const answer = await visitor.submit(signIn, { identifier: other.email });
  expect(answer.status).toBeGreaterThanOrEqual(500);
  expect(visitor.cookies.size).toBe(0);

  database.restore();
  await becomes(url, 200);
  expect(await isSignedIn(client)).toBe(true);
  expect(client.cookies.get("session")).toBe(token);
  // The statement may be told, its parameters not: they are people's data (LG-02).
  const said = readFileSync(stderr, "utf8");
  expect(said).toContain("database error");
  expect(said).not.toMatch(/^\s*params:/m);
  for (const { email } of [person, other]) expect(said).not.toContain(email);
});

test("[OP-04] told to stop, the server finishes what is open, takes nothing new, and ends well", async ({
  startInstance,
  createUser,
  db,
}) => {
  const instance = await startInstance();
  const client = clientOf(instance.url);
  await signInByPassword(client, await createUser());
  const proxy = keepAliveClient(instance.url);
  let [open, proxied]: Promise<unknown>[] = [];
  let stopped: Promise<number | null> | undefined;
  let told = 0;
  await holdingSessions(db, async (waiting) => {
    open = isSignedIn(client);
    proxied = proxy.ask("/dashboard", `session=${client.cookies.get("session")}`);
    await expect.poll(waiting, { intervals: [20] }).toBe(2);
    told = Date.now();
    stopped = instance.stop();
    await expect.poll(() => accepts(instance.url), { intervals: [20], timeout: PATIENCE_MS }).toBe(false);
  });
  expect(await open).toBe(true);
  expect(await proxied).toBe(200);
  // A load balancer goes on asking on the connection it has, for as long as it is let.
  await expect.poll(() => proxy.ask("/healthz"), { intervals: [50], timeout: PATIENCE_MS }).toBe("refused");
  proxy.close();
  const code = await stopped;
  expect(Date.now() - told).toBeLessThan(10_000);
  expect(code).toBe(0);
});
