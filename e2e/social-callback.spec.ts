import { expect, newAddress, test } from "./fixtures";
import { startLyingProvider } from "./peers/lying-provider";
import { clientOf } from "./support/instances-steps";
import {
  answerFor,
  connected,
  expectStopped,
  follow,
  leaveFor,
  NO_TRACE,
  throughProvider,
  tracesOf,
} from "./support/social-raw";

/* Good answers of providers, brought where they do not belong. */

test("[OA-02 OA-03 OA-05] an answer works in its own connection, browser and journey only, and once", async ({
  server,
  db,
  travel,
  changeSettings,
}) => {
  const [a, b] = [await startLyingProvider(), await startLyingProvider()];
  await changeSettings(connected(server.secret, { "mix-a": a, "mix-b": b }));
  const nobody = async () => {
    for (const key of ["mix-a", "mix-b"]) expect([key, await tracesOf(db, key)]).toEqual([key, NO_TRACE]);
  };
  const refused = /^sso_refused$/;

  await test.step("the callback of another connection", async () => {
    const client = clientOf(server.url);
    const path = await answerFor(client, "mix-a");
    await expectStopped(client, path.replace("/mix-a?", "/mix-b?"), refused);
    // The same in a browser that has left for the other one, too: that journey is the one that is open.
    const busy = clientOf(server.url);
    const first = await answerFor(busy, "mix-a");
    await leaveFor(busy, "mix-b");
    for (const to of ["mix-a", "mix-b"]) {
      const taken = first.replace("/mix-a?", `/${to}?`);
      await expectStopped(clientOf(server.url, busy), taken, refused, `brought to ${to}`);
    }
  });

  await test.step("state and issuer", async () => {
    const changes: [what: string, change: (given: URLSearchParams, foreign: URLSearchParams) => void][] = [
      ["no state", (given) => given.delete("state")],
      ["an empty state", (given) => given.set("state", "")],
      ["another browser's state", (given, foreign) => given.set("state", foreign.get("state") ?? "")],
      ["two states", (given, foreign) => given.append("state", foreign.get("state") ?? "")],
      ["no issuer", (given) => given.delete("iss")],
      ["the other provider's issuer", (given) => given.set("iss", b.issuer)],
      ["no code", (given) => given.delete("code")],
      ["somebody else's code", (given, foreign) => given.set("code", foreign.get("code") ?? "")],
    ];
    const query = (path: string) => new URLSearchParams(path.split("?")[1]);
    for (const [what, change] of changes) {
      const [client, stranger] = [clientOf(server.url), clientOf(server.url)];
      const [path, foreign] = [await answerFor(client, "mix-a"), await answerFor(stranger, "mix-a")];
      const given = query(path);
      change(given, query(foreign));
      await expectStopped(client, `/api/auth/callback/mix-a?${given}`, refused, what);
    }
  });

  await test.step("the cookies of another browser, or none", async () => {
    const swaps = ["authjs.pkce.code_verifier", "authjs.state", "authjs.nonce"];
    for (const name of swaps) {
      const [client, stranger] = [clientOf(server.url), clientOf(server.url)];
      // Two codes for one journey: the second is not refused for being spent.
      const url = await leaveFor(client, "mix-a");
      const [first, second] = [await throughProvider(url), await throughProvider(url)];
      await leaveFor(stranger, "mix-a");
      const own = client.cookies.get(name);
      const theirs = stranger.cookies.get(name) ?? "";
      expect([name, Boolean(own), Boolean(theirs), own === theirs]).toEqual([name, true, true, false]);
      client.cookies.delete(name);
      await expectStopped(clientOf(server.url, client), first, refused, `without ${name}`);
      client.cookies.set(name, theirs);
      await expectStopped(client, second, refused, `with a stranger's ${name}`);
    }
    const client = clientOf(server.url);
    const path = await answerFor(client, "mix-a");
    await expectStopped(clientOf(server.url), path, refused, "in a browser that never left");
    client.cookies.delete("sso-attempt");
    await expectStopped(client, path, /^attempt_missing$/, "without a journey");
  });

  await test.step("too late", async () => {
    const client = clientOf(server.url);
    const path = await answerFor(client, "mix-a");
    await travel(15.1);
    await expectStopped(client, path, /^attempt_missing$/);
  });
  await nobody();

  await test.step("and once, with the connection part of who it is", async () => {
    const client = clientOf(server.url);
    const path = await answerFor(client, "mix-a");
    const copy = clientOf(server.url, client);
    expect((await follow(client, path)).pathname).toBe("/dashboard");
    await expectStopped(copy, path, refused, "the answer again, with every cookie it had");
    // The same subject at another provider is somebody else; so is the same address, where it can't be proved.
    b.person = { sub: "person-1", email: newAddress(), email_verified: true };
    const other = clientOf(server.url);
    expect((await follow(other, await answerFor(other, "mix-b"))).pathname).toBe("/dashboard");
    const [owners] = await db`
      SELECT count(DISTINCT user_id)::int AS people FROM accounts
      WHERE provider IN ('mix-a', 'mix-b') AND provider_account_id = 'person-1'`;
    expect(owners).toEqual({ people: 2 });
  });
  await Promise.all([a.stop(), b.stop()]);
});
