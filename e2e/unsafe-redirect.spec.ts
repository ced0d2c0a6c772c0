import { escaped } from "../scripts/identity-provider/saml-markup";
import { expect, test } from "./fixtures";
import { startLyingProvider } from "./peers/lying-provider";
import { connectOidc, connectSaml } from "./support/enterprise";
import { clientOf, post } from "./support/instances-steps";
import { insertSession } from "./support/people";
import { callAction } from "./support/raw-actions";
import { connected, leaveFor, wayOut } from "./support/social-raw";
import { actions } from "./support/walk-build";

/* Providers that would send people where nobody is to be sent, or us where we do not ask. */

const hostileTo = (own: string): unknown[] => [
  "javascript:alert(1)",
  "JaVaScRiPt:alert(1)",
  "java\tscript:alert(1)",
  " javascript:alert(1)",
  "javascript://idp.example.com/%0aalert(1)",
  "data:text/html,<script>alert(1)</script>",
  "vbscript:x",
  "blob:https://idp.example.com/x",
  "file:///etc/passwd",
  "about:blank",
  "//idp.example.com/authorize",
  "/sign-out",
  "https:idp.example.com",
  "http://idp.example.com/authorize",
  "https://ada:secret@idp.example.com/",
  "https://169.254.169.254/latest",
  "https://2852039166/",
  "https://[::ffff:10.0.0.1]/",
  "https://idp。example。com/",
  "https://idp.example.com/\r\nSet-Cookie: a=b",
  `https://idp.example.com/${"x".repeat(10_240)}`,
  `${own}/sign-out`,
  ["https://idp.example.com/authorize"],
  42,
];
const actionId = (name: string) => actions.find((action) => action.name === name)?.id ?? "";
const STOPPED = /^\/sso\?problem=sso_unsafe_address&connection=[\w-]+$/;

test("[OA-09 WF-05] a discovery document sends nobody but to a safe address, with or without JavaScript", async ({
  server,
  changeSettings,
}) => {
  const liar = await startLyingProvider();
  await changeSettings(connected(server.secret, { liar }));
  for (const endpoint of hostileTo(server.url)) {
    liar.lies = { discovery: (truth) => ({ ...truth, authorization_endpoint: endpoint }) };
    const client = clientOf(server.url);
    const url = await leaveFor(client, "liar");
    expect([endpoint, url.origin, url.pathname + url.search]).toEqual([
      endpoint,
      server.url,
      expect.stringMatching(STOPPED),
    ]);
    const form = { connection: "liar" };
    const { leadsTo, text } = await callAction(client, actionId("startSocialAction"), "/sign-in", form);
    expect([endpoint, leadsTo]).toEqual([endpoint, expect.stringMatching(STOPPED)]);
    expect([endpoint, text]).toEqual([endpoint, expect.not.stringMatching(/alert\(|idp.example|169\.254|2852039166/)]);
  }
  expect(liar.asked).not.toContain("GET /authorize");

  const told = await clientOf(server.url).send("/sso?problem=sso_unsafe_address&connection=liar");
  expect(await told.text()).toContain("Provider liar points to an address");
  liar.tellTruth();
  expect((await leaveFor(clientOf(server.url), "liar")).href).toMatch(`${liar.issuer}/authorize?`);
  await liar.stop();
});

test("[OA-09 B08] an organisation's provider: its people stay here, the admin's test names the check, and nothing unsafe is saved", async ({
  server,
  db,
  social,
  createUser,
}) => {
  const liar = await startLyingProvider();
  const acme = await connectOidc(db, server.secret, social.provider);
  await db`UPDATE enterprise_connections SET oidc = jsonb_set(oidc, '{issuer}', ${db.json(liar.issuer)}) WHERE id = ${acme.id}`;
  const admin = clientOf(server.url);
  admin.cookies.set("session", await insertSession(db, await createUser({ role: "admin" })));
  const page = `/admin/sso/${acme.id}`;
  const runTest = () => callAction(admin, actionId("testAction"), page, { connection: acme.id });
  const failedCheck = async () => {
    const [row] = await db<[{ checks: { id: string; state: string; found?: string }[] }]>`
      SELECT checks FROM connection_attempts WHERE connection_id = ${acme.id} AND is_test ORDER BY at DESC LIMIT 1`;
    return row.checks.filter(({ state }) => state === "failed").map(({ id, found }) => [id, found]);
  };
  // What it says of itself is looked at before the test, and again by what leaves: it may say another thing by then.
  const lies = { discovery: (truth: object) => ({ ...truth, authorization_endpoint: "javascript:alert(1)" }) };
  liar.lies = lies;
  const at = `${page}?tested=1`;
  expect((await runTest()).leadsTo).toContain(at);
  expect(await failedCheck()).toEqual([["authorization", "javascript:alert(1)"]]);
  liar.tellTruth();
  expect((await runTest()).leadsTo).toContain(`${liar.issuer}/authorize`);
  await db`DELETE FROM connection_attempts WHERE connection_id = ${acme.id}`;
  liar.lies = lies;
  expect((await runTest()).leadsTo).toContain(at);
  expect(await failedCheck()).toEqual([["authorization", "javascript:alert(1)"]]);
  const shown = await (await admin.send(page)).text();
  expect(shown).toContain('data-check="authorization" data-state="failed"');
  const client = clientOf(server.url);
  const left = await wayOut(client, await post(client, "/sign-in", "identifier", `ada@${acme.domain}`));
  expect(left.pathname + left.search).toMatch(STOPPED);
  await liar.stop();
});

test("[OA-09 P29] no address of a SAML connection sends people astray, stored or typed", async ({
  server,
  db,
  social,
  createUser,
}) => {
  const acme = await connectSaml(db, social.provider);
  const admin = clientOf(server.url);
  admin.cookies.set("session", await insertSession(db, await createUser({ role: "admin" })));
  const page = `/admin/sso/${acme.id}`;
  const call = (name: string, fields: Record<string, string>) =>
    callAction(admin, actionId(name), page, { connection: acme.id, ...fields });
  const read = async () => (await db`SELECT saml FROM enterprise_connections WHERE id = ${acme.id}`)[0];
  const before = await read();
  for (const address of hostileTo(server.url)) {
    if (typeof address !== "string") continue;
    const typed = await call("configureSamlAction", { entityId: "https://idp.test", ssoUrl: address });
    const metadata = social.provider.saml.metadata().replace(social.provider.saml.ssoUrl, () => escaped(address));
    const given = await call("readMetadataAction", { metadata });
    expect([address, typed.status, given.status]).toEqual([address, 422, 422]);
  }
  expect(await read()).toEqual(before);

  for (const address of ["javascript:alert(1)", "http://idp.example.com/sso", `${server.url}/sign-out`]) {
    await db`UPDATE enterprise_connections SET saml = jsonb_set(saml, '{ssoUrl}', ${db.json(address)}) WHERE id = ${acme.id}`;
    const client = clientOf(server.url);
    const left = await wayOut(client, await post(client, "/sign-in", "identifier", `ada@${acme.domain}`));
    expect([address, left.origin, left.pathname + left.search]).toEqual([
      address,
      server.url,
      expect.stringMatching(STOPPED),
    ]);
    const tried = await call("testAction", {});
    expect([address, tried.status, tried.code]).toEqual([address, 502, "sso_unsafe_address"]);
  }
});
