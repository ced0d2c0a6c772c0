import { expect, expectAccessible, test } from "./fixtures";
import { type LyingProvider, startLyingProvider } from "./peers/lying-provider";
import { addDomain, card, checksIn, createConnection, newDomain, testSignIn } from "./support/sso-steps";

let liar: LyingProvider;
test.beforeAll(async () => {
  liar = await startLyingProvider();
});
test.afterAll(() => liar.stop());

test("[P30 B08 OA-04 OA-09] an OpenID connection: what is wrong is named check by check; the right one is activated; its secret is never shown", async ({
  page,
  createUser,
  signIn,
  db,
}) => {
  test.setTimeout(180_000);
  const domain = newDomain();
  const { clientId, clientSecret } = liar.client;
  const person = { sub: "person-1", email: `ada@${domain}`, email_verified: true, given_name: "Ada" };
  liar.tellTruth();
  liar.person = { ...person };
  await signIn(page, await createUser({ role: "admin" }));
  const id = await createConnection(page, "Liars Ltd", "OpenID Connect");
  const provider = card(page, "Identity provider");
  const save = () => provider.getByRole("button", { name: "Save identity provider" }).click();
  await expect(card(page, "For the identity provider").getByText(`/api/auth/callback/${id}`)).toBeVisible();

  await provider.getByLabel("Issuer").fill(`${liar.issuer}/elsewhere`);
  await provider.getByLabel("Client ID").fill(clientId);
  await provider.getByLabel("Client secret").fill("a wrong secret");
  await save();
  await expect(provider.getByText("the answer is an error")).toBeVisible();
  await expect(provider.getByLabel("Client ID")).toHaveValue(clientId);
  // A secret comes back from the server in no answer, not even in a refusal.
  await expect(provider.getByLabel("Client secret")).toHaveValue("");
  await provider.getByLabel("Issuer").fill(liar.issuer);
  await save();
  await expect(provider.getByText("Enter the client secret, too.")).toBeVisible();
  await provider.getByLabel("Client secret").fill("a wrong secret");
  await save();
  await expect(provider.getByText("Saved. Run a test sign-in next.")).toBeVisible();
  await addDomain(page, domain);
  await expect(card(page, "Domains").getByText(domain, { exact: true })).toBeVisible();
  await expectAccessible(page);

  const failing = async (check: string, found?: string) => {
    const attempt = await testSignIn(page);
    await expect(attempt.getByText("Refused", { exact: true })).toBeVisible();
    expect(await checksIn(attempt, "failed"), check).toEqual([check]);
    if (found) await expect(attempt.locator(`[data-check=${check}]`)).toContainText(found);
    await expect(page.getByRole("button", { name: "Activate" })).toHaveCount(0);
    liar.tellTruth();
    liar.person = { ...person };
  };
  await failing("exchange", "invalid_client");
  await provider.getByLabel("Client secret").fill(clientSecret);
  await save();
  await expect(provider.getByText("Saved. Run a test sign-in next.")).toBeVisible();

  liar.authorization = (parameters) => {
    parameters.delete("code");
    parameters.set("error", "access_denied");
    parameters.set("error_description", "ada.byron@liar.example is not assigned");
  };
  await failing("answer", "access_denied: a•••@liar.example is not assigned");
  liar.authorization = (parameters) => parameters.set("state", "another");
  await failing("state");
  liar.lies = { token: { status: 500, type: "text/html", body: "<h1>Sorry</h1>" } };
  await failing("exchange");
  const altered: [check: string, claims: Record<string, unknown>, found?: string][] = [
    ["times", { exp: 1_000_000_000 }, "1000000000"],
    ["issuer", { iss: "https://elsewhere.test" }, "https://elsewhere.test"],
    ["audience", { aud: "another-client" }, "another-client"],
    ["nonce", { nonce: "another" }],
    ["address", { email: undefined, upn: "ada" }, "It sent:"],
    ["verified", { email_verified: false }, "false"],
    ["domain", { email: "eve@elsewhere.test" }, "e•••@elsewhere.test"],
  ];
  for (const [check, claims, found] of altered) {
    liar.idToken = (draft) => draft.sign(claims);
    await failing(check, found);
  }
  liar.idToken = (draft) => draft.sign().then((token) => `${token.slice(0, -8)}AAAAAAAA`);
  await failing("signature");
  expect(await db`SELECT 1 FROM identifiers WHERE value = ${person.email}`).toHaveLength(0);

  const options = card(page, "Options");
  await options.getByLabel("Create accounts").uncheck();
  await options.getByRole("button", { name: "Save" }).click();
  await expect(options.getByText("Saved.")).toBeVisible();
  await failing("account");
  await options.getByLabel("Create accounts").check();
  await options.getByRole("button", { name: "Save" }).click();
  await expect(options.getByText("Saved.")).toBeVisible();

  const attempt = await testSignIn(page);
  await expect(attempt.getByText("Passed", { exact: true })).toBeVisible();
  expect(await checksIn(attempt, "skipped")).toEqual([]);
  await expectAccessible(page);
  await card(page, "Activate").getByRole("button", { name: "Activate" }).click();
  await expect(page.getByText("Active", { exact: true })).toBeVisible();

  // Any change of what was tested asks for another test; the active connection goes on.
  const attributes = card(page, "Attributes");
  await attributes.getByLabel("Email address").fill("upn");
  await attributes.getByRole("button", { name: "Save" }).click();
  await expect(page.getByText("Changed since the last test", { exact: true })).toBeVisible();
  const html = await (await page.request.get(`/admin/sso/${id}`)).text();
  const [row] = await db<
    [{ client_secret: string }]
  >`SELECT client_secret FROM enterprise_connections WHERE id = ${id}`;
  for (const secret of [clientSecret, "a wrong secret", row.client_secret]) expect(html).not.toContain(secret);
  const kept = JSON.stringify(await db`SELECT a::text FROM connection_attempts a WHERE connection_id = ${id}`);
  const audited = JSON.stringify(await db`SELECT data FROM audit_events WHERE type LIKE 'enterprise.%'`);
  for (const secret of [clientSecret, "a wrong secret", person.email, "ada.byron", "eyJ"]) {
    expect(kept + audited).not.toContain(secret);
  }
});

test("[B08 OA-08] a provider that can't be found ends the test at once, and says so", async ({
  page,
  createUser,
  signIn,
}) => {
  liar.tellTruth();
  await signIn(page, await createUser({ role: "admin" }));
  await createConnection(page, "Nowhere", "OpenID Connect");
  const provider = card(page, "Identity provider");
  await provider.getByLabel("Issuer").fill(liar.issuer);
  await provider.getByLabel("Client ID").fill("client");
  await provider.getByLabel("Client secret").fill("secret");
  await provider.getByText("Addresses by hand").click();
  await provider.getByLabel("Token endpoint").fill(`${liar.issuer}/token`);
  await provider.getByRole("button", { name: "Save identity provider" }).click();
  await expect(provider.getByText("Enter all three addresses, or none of them.")).toHaveCount(2);
  await provider.getByLabel("Authorization endpoint").fill("http://127.0.0.1:9/authorize");
  await provider.getByLabel("Keys (JWKS)").fill("http://127.0.0.1:9/keys");
  await provider.getByLabel("Client secret").fill("secret");
  await provider.getByRole("button", { name: "Save identity provider" }).click();
  await expect(provider.getByText("Saved.")).toBeVisible();
  await provider.getByLabel("Authorization endpoint").fill(`${liar.issuer}/authorize`);
  await provider.getByLabel("Client ID").fill(liar.client.clientId);
  await provider.getByLabel("Client secret").fill(liar.client.clientSecret);
  await provider.getByRole("button", { name: "Save identity provider" }).click();
  await expect(provider.getByText("Saved.")).toBeVisible();
  const attempt = await testSignIn(page);
  expect(await checksIn(attempt, "failed")).toEqual(["signature"]);
  await expect(attempt.locator("[data-check=signature]")).toContainText("keys: unreachable");
});
