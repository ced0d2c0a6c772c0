import { randomBytes } from "node:crypto";
import { test as base, expect } from "./fixtures";
import { type PostgresPair, startPostgresPair } from "./peers/postgres-pair";
import { startServer } from "./server";
import { counterpart } from "./support/counterparts";
import type { Inbox } from "./support/inbox";
import { clientOf, isSignedIn, post, proveByCode, signInByPassword, startSignUp } from "./support/instances-steps";
import { newAddress, newPassword, type Person } from "./support/people";

const VISITORS = 4;
const BACK_WITHIN_MS = 10_000;

const test = base.extend<{ pair: PostgresPair }>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads from the pattern which fixtures a function needs.
  pair: async ({}, use) => {
    const pair = await startPostgresPair(counterpart("postgresql"));
    await use(pair);
    await pair.stop();
  },
});

/** Signs somebody new up. @returns them, once the server has said that it is done; null when it didn't. */
async function signUp(url: string, inbox: Inbox): Promise<Omit<Person, "id"> | null> {
  const [client, email, password] = [clientOf(url), newAddress(), newPassword()];
  await proveByCode(client, "/sign-up", await startSignUp(client, inbox, email));
  const answer = await post(client, "/sign-up/continue", "password", password);
  return answer.headers.get("location") === "/dashboard" ? { email, password } : null;
}

test("[OP-07] the primary is killed and the standby promoted: nobody who signed up is lost, and people come in again", async ({
  server,
  inbox,
  pair,
}, testInfo) => {
  test.setTimeout(120_000);
  const { smtpUrl, twilioUrl, breachedPasswordsUrl } = server;
  const app = await startServer({
    ...{ name: `failover-${testInfo.parallelIndex}`, smtpUrl, twilioUrl, breachedPasswordsUrl },
    sharing: { databaseUrl: pair.url, secret: randomBytes(33).toString("base64url") },
  });
  try {
    const done: Omit<Person, "id">[] = [];
    let isOver = false;
    const visitors = Array.from({ length: VISITORS }, async () => {
      while (!isOver) {
        // What breaks half-way is nobody's account: they begin again, as people do.
        const person = await signUp(app.url, inbox).catch(() => null);
        if (person) done.push(person);
      }
    });

    await expect.poll(() => done.length, { timeout: 30_000 }).toBeGreaterThan(2 * VISITORS);
    await pair.killPrimary();
    const before = done.length;
    await expect
      .poll(async () => (await fetch(`${app.url}/readyz`)).status, { intervals: [100], timeout: BACK_WITHIN_MS })
      .toBe(503);
    expect((await fetch(`${app.url}/healthz`)).status).toBe(200);
    await pair.promote();
    const promoted = Date.now();
    const [first] = done;
    if (!first) throw new Error("nobody has signed up");
    await expect
      .poll(
        async () => {
          const client = clientOf(app.url);
          const signedIn = signInByPassword(client, { id: "", ...first }).then(() => isSignedIn(client));
          return signedIn.catch(() => false);
        },
        { intervals: [100], timeout: BACK_WITHIN_MS },
      )
      .toBe(true);
    const seconds = (Date.now() - promoted) / 1000;
    test
      .info()
      .annotations.push({ type: "measured", description: `sign-in after a failover: ${seconds.toFixed(1)} s` });
    expect(seconds).toBeLessThan(BACK_WITHIN_MS / 1000);
    await expect.poll(() => done.length, { timeout: 20_000 }).toBeGreaterThan(before + VISITORS);
    isOver = true;
    await Promise.all(visitors);

    const kept = await pair.standby`SELECT value FROM identifiers WHERE kind = 'email' AND verified_at IS NOT NULL`;
    const values = new Set(kept.map(({ value }) => value));
    expect(done.map(({ email }) => email).filter((email) => !values.has(email))).toEqual([]);
    for (const person of done.slice(0, before)) {
      const client = clientOf(app.url);
      await signInByPassword(client, { id: "", ...person });
    }
    expect(() => process.kill(app.pid, 0)).not.toThrow();
    expect((await fetch(`${app.url}/readyz`)).status).toBe(200);
  } finally {
    await app.stop();
  }
});
