import { readFileSync } from "node:fs";
import { expect, expectAccessible, newAddress, test } from "./fixtures";
import { HTML, type Lie, TEN_MEGABYTES } from "./peers/lies";
import { type LyingProvider, startLyingProvider } from "./peers/lying-provider";
import { clientOf } from "./support/instances-steps";
import { connected, follow, leaveFor, NO_TRACE, throughProvider, tracesOf } from "./support/social-raw";

/* Providers that are dead, slow or out of their mind: a page that says so, and nothing begun. */

type Endpoint = keyof LyingProvider["lies"];

const LIES: [what: string, lie: Lie][] = [
  ["a closed connection", "hang up"],
  ["a page in place of JSON", HTML],
  ["ten megabytes", TEN_MEGABYTES],
  ["a 500 with a page", { status: 500, type: "text/html", body: "<h1>Internal Server Error</h1>" }],
  ["JSON that is none", { body: '{"issuer":' }],
  ["a redirect", { status: 302, body: "" }],
];

/** Signs in while the provider lies at an endpoint. @returns where it ended, and the answer's path if there was one. */
async function signInDuring(url: string, key: string, provider: LyingProvider, endpoint: Endpoint, lie: Lie) {
  const client = clientOf(url);
  if (endpoint === "discovery") {
    provider.lies = { discovery: lie };
    return { client, path: "", end: await leaveFor(client, key) };
  }
  const path = await throughProvider(await leaveFor(client, key));
  provider.lies = { [endpoint]: lie };
  return { client, path, end: await follow(client, path) };
}

test("[P28 OA-08] whatever a provider sends in place of an answer ends on a page that names it, with nothing begun and no secret in the log", async ({
  server,
  db,
  changeSettings,
}) => {
  const provider = await startLyingProvider();
  await changeSettings(connected(server.secret, { outage: provider }));
  const email = newAddress();
  provider.person = { sub: email, email, email_verified: true };
  const output = () => readFileSync(server.stderr, "utf8") + readFileSync(server.stdout, "utf8");
  const before = output().length;
  const secrets = [provider.client.clientSecret];
  provider.idToken = async (draft) => {
    const token = await draft.sign();
    secrets.push(token);
    return token;
  };

  // Its keys first: once they have been read they are known.
  for (const endpoint of ["keys", "token", "discovery"] as const) {
    for (const [what, lie] of LIES) {
      const at = `${what} at ${endpoint}`;
      const { client, path, end } = await signInDuring(server.url, "outage", provider, endpoint, lie);
      provider.lies = {};
      secrets.push(...new URLSearchParams(path.split("?")[1]).values());
      expect([at, end.pathname, end.searchParams.get("problem")]).toEqual([at, "/sso", "sso_provider_down"]);
      expect([at, client.cookies.has("session")]).toEqual([at, false]);
      const page = await client.send(end.pathname + end.search);
      expect([at, page.status, await page.text()]).toEqual([
        at,
        200,
        expect.stringContaining("Provider outage can&#x27;t be reached"),
      ]);
      expect([at, await tracesOf(db, "outage")]).toEqual([at, NO_TRACE]);
    }
  }
  expect(await db`SELECT 1 FROM identifiers WHERE value = ${email}`).toHaveLength(0);
  const said = output().slice(before);
  expect(secrets.length).toBeGreaterThan(12);
  for (const secret of secrets) if (secret !== provider.issuer) expect(said).not.toContain(secret);
  expect(said).not.toContain(email);

  const client = clientOf(server.url);
  const path = await throughProvider(await leaveFor(client, "outage"));
  expect((await follow(client, path)).pathname).toBe("/dashboard");
  await provider.stop();
});

test("[P28 OA-08] a provider that never answers, or never ends, is given up within the limit", async ({
  server,
  db,
  changeSettings,
}) => {
  const cases: [key: string, endpoint: Endpoint, lie: Lie, withinMs: number][] = [
    ["slow-discovery", "discovery", "hang", 9_000],
    ["slow-token", "token", "hang", 9_000],
    ["slow-keys", "keys", "hang", 9_000],
    ["endless-token", "token", "stall", 14_000],
  ];
  const providers = await Promise.all(cases.map(() => startLyingProvider()));
  const byKey = Object.fromEntries(cases.map(([key], index) => [key, providers[index] as LyingProvider]));
  await changeSettings(connected(server.secret, byKey));
  await Promise.all(
    cases.map(async ([key, endpoint, lie, withinMs]) => {
      const begun = performance.now();
      const { client, end } = await signInDuring(server.url, key, byKey[key] as LyingProvider, endpoint, lie);
      expect([key, end.pathname, end.searchParams.get("problem")]).toEqual([key, "/sso", "sso_provider_down"]);
      expect(performance.now() - begun).toBeLessThan(withinMs);
      expect([key, client.cookies.has("session"), await tracesOf(db, key)]).toEqual([key, false, NO_TRACE]);
    }),
  );
  await Promise.all(providers.map((provider) => provider.stop()));
});

test("[P28 OA-08] the page of an outage names the provider, and its next try works", async ({
  page,
  server,
  changeSettings,
}) => {
  const provider = await startLyingProvider();
  provider.person = { sub: "patient", email: newAddress(), email_verified: true };
  await changeSettings(connected(server.secret, { patience: provider }));
  provider.lies = { discovery: "hang up" };
  await page.goto("/sign-in");
  await page.getByRole("button", { name: "Continue with Provider patience" }).click();
  await expect(page.getByRole("heading", { name: "No answer from Provider patience" })).toBeVisible();
  await expect(page.getByText("Provider patience can't be reached, or did not answer in time.")).toBeVisible();
  await expectAccessible(page);
  provider.tellTruth();
  await page.getByRole("button", { name: "Try again with Provider patience" }).click();
  await page.waitForURL("/dashboard");
  await provider.stop();
});
