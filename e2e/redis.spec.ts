import { readFileSync } from "node:fs";
import { test as base, expect } from "./fixtures";
import { type RedisPeer, startRedis } from "./peers/redis";
import { counterpart } from "./support/counterparts";
import { anyAddress, clientOf, isSignedIn, post, signInByPassword, startSignIn } from "./support/instances-steps";
import { newAddress, newPassword } from "./support/people";
import { RawClient } from "./support/raw-forms";

const FAILURES = 20;

const test = base.extend<{ redis: RedisPeer }>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads from the pattern which fixtures a function needs.
  redis: async ({}, use) => {
    const redis = await startRedis(counterpart("redis"));
    await use(redis);
    await redis.stop();
  },
});

/** Tries wrong passwords from one network, each for another address. @returns how many were looked at. */
async function guess(url: string, network: string, tries: number): Promise<number> {
  let looked = 0;
  for (let round = 0; round < tries; round++) {
    const client = new RawClient(url, network);
    await startSignIn(client, newAddress());
    const { status } = await post(client, "/sign-in/verify", "password", newPassword());
    expect([422, 429]).toContain(status);
    if (status === 422) looked += 1;
  }
  return looked;
}

test("[RL-02] with Redis frozen, killed and back, people come in at once, and a guesser gains one more allowance", async ({
  startInstance,
  changeSettings,
  createUser,
  redis,
}) => {
  await changeSettings({ protection: { networkFailures: FAILURES } });
  const { url, stderr } = await startInstance({ REDIS_URL: redis.url });
  const people = await Promise.all([0, 1, 2, 3].map(() => createUser({ firstName: "Grace" })));
  const network = anyAddress();
  const lines = (what: RegExp) => readFileSync(stderr, "utf8").match(what)?.length ?? 0;
  /** Signs somebody in who has not come in before. @returns the longest answer, in milliseconds. */
  async function come(): Promise<number> {
    const client = clientOf(url);
    let longest = 0;
    const send = client.send.bind(client);
    client.send = async (...what) => {
      const begin = performance.now();
      const answer = await send(...what);
      longest = Math.max(longest, performance.now() - begin);
      return answer;
    };
    await signInByPassword(client, people.pop() ?? (await createUser()));
    expect(await isSignedIn(client)).toBe(true);
    return longest;
  }

  expect(await guess(url, network, FAILURES + 3)).toBe(FAILURES);
  await come();
  expect(lines(/REDIS_URL/g)).toBe(0);

  redis.freeze();
  expect(await come()).toBeLessThan(2000);
  let gained = await guess(url, network, FAILURES + 3);
  redis.thaw();
  await redis.kill();
  expect(await come()).toBeLessThan(2000);
  gained += await guess(url, network, 3);
  await redis.restart();
  await expect.poll(() => lines(/answers again/g), { timeout: 10_000 }).toBeGreaterThan(0);
  expect(await come()).toBeLessThan(2000);
  gained += await guess(url, network, 3);
  expect(gained).toBe(FAILURES);
  expect((await fetch(`${url}/readyz`)).status).toBe(200);
  // An outage is two lines; frozen and killed are two at most.
  expect(lines(/does not answer/g)).toBeLessThanOrEqual(2);
  expect(lines(/does not answer/g)).toBe(lines(/answers again/g));
});
