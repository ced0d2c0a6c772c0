import { newSamlKey } from "../scripts/identity-provider/saml-key";
import { samlResponse } from "../scripts/identity-provider/saml-response";
import { expect, expectAccessible, test } from "./fixtures";
import { insertConnection } from "./support/connections";
import { pick } from "./support/social";
import { addDomain, card, checksIn, createConnection, newDomain, readMetadata, testSignIn } from "./support/sso-steps";
import { signOut } from "./support/steps";

test("[P29 P31 B04 B08 SA-12] a SAML connection: set up by metadata, tested, activated, used, deactivated and deleted", async ({
  page,
  newBrowser,
  createUser,
  signIn,
  social,
  db,
}) => {
  test.setTimeout(120_000);
  const { saml } = social.provider;
  const domain = newDomain();
  const ada = social.person({ email: `ada@${domain}`, firstName: "Ada", lastName: "Byron" });
  await signIn(page, await createUser({ role: "admin" }));
  const id = await createConnection(page, "Acme Rockets", "SAML 2.0");
  await expectAccessible(page);
  await expect(card(page, "For the identity provider").getByText(/\/api\/auth\/saml\/.*\/acs$/)).toBeVisible();
  await expect(page.getByRole("button", { name: "Activate" })).toHaveCount(0);

  await readMetadata(page, saml.entityId);
  const provider = card(page, "Identity provider");
  await expect(provider.getByText("Saved. Run a test sign-in next.")).toBeVisible();
  await expect(provider.getByRole("list", { name: "Certificates" }).getByRole("listitem")).toHaveCount(1);
  await expect(provider.getByText(saml.ssoUrl)).toBeVisible();
  await addDomain(page, domain.toUpperCase());
  await expect(card(page, "Domains").getByText(domain, { exact: true })).toBeVisible();

  const attempt = await testSignIn(page, ada);
  await expect(attempt.getByText("Passed", { exact: true })).toBeVisible();
  expect(await checksIn(attempt, "failed")).toEqual([]);
  expect(await checksIn(attempt, "passed")).toEqual(
    expect.arrayContaining(["signature", "audience", "use", "domain", "account"]),
  );
  await expect(attempt.getByText(`a•••@${domain}`)).toBeVisible();
  await expect(attempt.getByText("Byron")).toHaveCount(0);
  await expectAccessible(page);
  expect(await db`SELECT 1 FROM identifiers WHERE value = ${ada.email}`, "a test creates nobody").toHaveLength(0);

  await card(page, "Activate").getByRole("button", { name: "Activate" }).click();
  await expect(page.getByText("Active", { exact: true })).toBeVisible();
  const visitor = await newBrowser();
  await visitor.goto("/sign-in");
  await visitor.getByLabel("Email address").fill(ada.email);
  await visitor.getByRole("button", { name: "Continue", exact: true }).click();
  await pick(visitor, ada);
  await visitor.waitForURL("/dashboard");
  await visitor.goto("/profile");
  await expect(visitor.getByText("Member of Acme Rockets")).toBeVisible();
  await signOut(visitor);

  await page.goto(`/admin/sso/${id}`);
  await expect(card(page, "People").getByRole("link", { name: "Ada Byron" })).toBeVisible();
  const end = card(page, "Deactivate or delete");
  await expect(end.getByText("1 person has signed in through it. All of them have another way in.")).toBeVisible();
  await end.getByRole("button", { name: "Deactivate" }).click();
  await expect(page.getByText("Not active", { exact: true })).toBeVisible();
  await card(page, "People").getByRole("link", { name: "Ada Byron" }).click();
  await expect(card(page, "Organisations").getByText("Acme Rockets")).toBeVisible();

  await page.goto(`/admin/sso/${id}`);
  await end.getByRole("button", { name: "Delete connection" }).click();
  await expect(end.getByText("Type Acme Rockets to confirm.", { exact: true })).toBeVisible();
  await end.getByLabel("Type Acme Rockets to confirm").fill("Acme Rockets");
  await end.getByRole("button", { name: "Delete connection" }).click();
  await page.waitForURL("/admin/sso");
  await expect(page.getByText("Acme Rockets")).toHaveCount(0);
  expect(await db`SELECT 1 FROM accounts WHERE provider = ${id}`).toHaveLength(0);
  expect(await db`SELECT 1 FROM identifiers WHERE value = ${ada.email}`, "the person stays").toHaveLength(1);
});

test("[B08 SA-01 SA-06 SA-09] a test of a SAML connection that fails names the check, and activates nothing", async ({
  page,
  createUser,
  signIn,
  social,
  db,
}) => {
  test.setTimeout(120_000);
  const { saml } = social.provider;
  const domain = newDomain();
  const ada = social.person({ email: `ada@${domain}` });
  const stranger = social.person({ email: `eve@${newDomain()}` });
  await signIn(page, await createUser({ role: "admin" }));
  await page.goto(`/admin/sso/${await insertConnection(db, { protocol: "saml", domain })}`);
  await readMetadata(page, saml.entityId);
  await expect(card(page, "Identity provider").getByText("Saved.")).toBeVisible();

  const failing = async (check: string, found: string | RegExp | null, person = ada) => {
    const attempt = await testSignIn(page, person);
    await expect(attempt.getByText("Refused", { exact: true })).toBeVisible();
    expect(await checksIn(attempt, "failed")).toEqual([check]);
    if (found) await expect(attempt.locator(`[data-check=${check}]`)).toContainText(found);
    await expect(page.getByRole("button", { name: "Activate" })).toHaveCount(0);
  };
  try {
    saml.respond((request, person) =>
      samlResponse({ ...saml.answer(request, person), audience: "https://elsewhere.test" }, saml.key),
    );
    await failing("audience", "https://elsewhere.test");
    await expect(
      page.getByText("Set the entity ID of the connection as the audience at the identity provider."),
    ).toBeVisible();
    saml.respond((request, person) => samlResponse(saml.answer(request, person), newSamlKey()));
    await failing("signature", null);
    saml.respond((request, person) =>
      samlResponse({ ...saml.answer(request, person), attributes: { givenName: ["Ada"] } }, saml.key),
    );
    await failing("address", "It sent: givenName");
    saml.respond((request, person) =>
      samlResponse({ ...saml.answer(request, person), inResponseTo: "_another" }, saml.key),
    );
    await failing("use", null);
  } finally {
    saml.respond(undefined);
  }
  await failing("domain", `e•••@${stranger.email.split("@")[1]}`, stranger);
  await expect(page.getByText(stranger.email)).toHaveCount(0);

  await card(page, "Test sign-in").getByRole("button", { name: "Test sign-in" }).click();
  await page.getByRole("button", { name: "Cancel" }).click();
  await page.waitForURL(/tested=1/);
  const cancelled = card(page, "Test sign-in").getByRole("listitem").first();
  expect(await checksIn(cancelled, "failed")).toEqual(["status"]);

  await expect((await testSignIn(page, ada)).getByText("Passed", { exact: true })).toBeVisible();
  await expect(page.getByRole("button", { name: "Activate" })).toBeVisible();
  const attempts = await db`SELECT decoded::text, checks::text FROM connection_attempts`;
  expect(attempts.length).toBeGreaterThan(6);
  for (const row of attempts) expect(JSON.stringify(row)).not.toContain(ada.email);
});

test("[P29 SA-12 OA-09] metadata that can't be used is refused in words; fields and files set up, too; certificates follow one another", async ({
  page,
  createUser,
  signIn,
  social,
  db,
}) => {
  const { saml, origin } = social.provider;
  await signIn(page, await createUser({ role: "admin" }));
  const id = await insertConnection(db, { protocol: "saml" });
  await page.goto(`/admin/sso/${id}`);
  const provider = card(page, "Identity provider");
  for (const [address, words] of [
    ["http://example.com/metadata", "Enter an address that begins with https://."],
    ["nonsense", "Enter an address that begins with https://."],
    ["https://169.254.169.254/latest", "it is not a public address"],
    ["http://127.0.0.1:9/metadata", "nobody answers there"],
    [`${origin}/nowhere`, "the answer is an error"],
    [`${origin}/oidc/.well-known/openid-configuration`, "This is not SAML metadata that can be read here."],
  ] as const) {
    await readMetadata(page, address);
    await expect(provider.getByText(words)).toBeVisible();
    await expect(provider.getByLabel("Metadata address")).toHaveValue(address);
  }
  await expectAccessible(page);
  expect(await db`SELECT 1 FROM enterprise_connections WHERE id = ${id} AND saml IS NOT NULL`).toHaveLength(0);

  const [old, next] = [newSamlKey({ until: new Date(Date.now() + 5 * 86_400_000) }), newSamlKey()];
  await provider.getByText("Field by field").click();
  await provider.getByLabel("Entity ID of the identity provider").fill("https://idp.test/entity");
  await provider.getByLabel("Sign-on address").fill("https://idp.test/sso");
  const save = provider.getByRole("button", { name: "Save identity provider fields" });
  await provider.getByLabel("Signing certificate").fill("not a certificate");
  await save.click();
  await expect(provider.getByText("This is not one X.509 certificate.")).toBeVisible();
  await provider.getByLabel("Signing certificate").fill(newSamlKey({ bits: 1024 }).certificate);
  await save.click();
  await expect(provider.getByText("This certificate is not safe enough.")).toBeVisible();
  await expect(provider.getByLabel("Sign-on address")).toHaveValue("https://idp.test/sso");
  await provider.getByLabel("Signing certificate").fill(old.certificate);
  await save.click();
  const certificates = provider.getByRole("list", { name: "Certificates" }).getByRole("listitem");
  await expect(certificates).toHaveCount(1);
  await expect(certificates.getByText("Expires soon")).toBeVisible();
  await expect(certificates.getByRole("button")).toHaveCount(0);
  await provider.getByLabel("Another certificate").fill(next.certificate);
  await save.click();
  await expect(certificates).toHaveCount(2);
  await certificates.first().getByRole("button", { name: "Remove the certificate" }).click();
  await expect(certificates).toHaveCount(1);
  await expect(page.getByText("Expires soon")).toHaveCount(0);

  await provider.getByText("By metadata file").click();
  const padding = `<md:ContactPerson xmlns:md="urn:oasis:names:tc:SAML:2.0:metadata">${"x".repeat(80_000)}</md:ContactPerson>`;
  const large = saml.metadata().replace("</md:EntityDescriptor>", `${padding}</md:EntityDescriptor>`);
  await provider
    .getByLabel("Metadata file")
    .setInputFiles({ name: "metadata.xml", mimeType: "text/xml", buffer: Buffer.from(large) });
  await expect(provider.getByLabel("Metadata", { exact: true })).not.toBeEmpty();
  await provider.getByRole("button", { name: "Read this metadata" }).click();
  await expect(provider.getByText(saml.ssoUrl, { exact: true })).toBeVisible();
  await provider.getByLabel("Metadata", { exact: true }).fill("<nonsense>");
  await provider.getByRole("button", { name: "Read this metadata" }).click();
  await expect(provider.getByText("This is not SAML metadata that can be read here.").last()).toBeVisible();
  await expect(provider.getByLabel("Metadata", { exact: true })).toHaveValue("<nonsense>");

  await db`UPDATE enterprise_connections SET active = true, saml = jsonb_set(saml, '{certificates}', ${db.json([newSamlKey({ until: new Date(0) }).certificate])}) WHERE id = ${id}`;
  await page.goto("/admin/sso");
  await expect(page.getByText("Certificate expired")).toBeVisible();
  await expectAccessible(page);
});

test("[P29 SA-09] a domain is one connection's, and no public one", async ({ page, createUser, signIn, db }) => {
  const taken = newDomain();
  await insertConnection(db, { organisation: "First Come", domain: taken });
  await signIn(page, await createUser({ role: "admin" }));
  await page.goto(`/admin/sso/${await insertConnection(db)}`);
  const domains = card(page, "Domains");
  for (const [typed, words] of [
    ["gmail.com", "Anybody can have an address at gmail.com"],
    ["co.uk", "Anybody can have an address at co.uk"],
    ["https://example.com", "Enter a domain like example.com"],
    [taken, `${taken} belongs to the connection of First Come already.`],
  ] as const) {
    await addDomain(page, typed);
    await expect(domains.getByText(words)).toBeVisible();
    await expect(domains.getByLabel("Domain")).toHaveValue(typed);
  }
  const own = newDomain();
  await addDomain(page, `bücher.${own}`);
  await expect(domains.getByText(`bücher.${own} (xn--bcher-kva.${own})`)).toBeVisible();
  await domains.getByRole("button", { name: `Remove xn--bcher-kva.${own}` }).click();
  await expect(domains.getByRole("list", { name: "Domains" })).toHaveCount(0);
});
