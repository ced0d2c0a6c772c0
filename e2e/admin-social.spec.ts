import type { Page } from "@playwright/test";
import { OIDC_CLIENT } from "../scripts/identity-provider/oidc";
import { expect, expectAccessible, test } from "./fixtures";
import { clientWith, settingsCard } from "./support/settings-forms";
import { continueWith, link, ownerOf } from "./support/social";
import { signOut } from "./support/steps";

/* /admin/social: providers are switched on and off, and their keys go in and never come out. */

const SECRET = "a-client-secret-nobody-sees-again";

async function save(page: Page, card = "Connection"): Promise<void> {
  await page.getByRole("button", { name: `Save ${card.toLowerCase()} settings` }).click();
}

const saved = (page: Page) => expect(page.getByText("Saved. It applies from now on.")).toBeVisible();

/** Everything the server says to a page from now on. */
function listen(page: Page): string[] {
  const heard: string[] = [];
  page.on("response", async (response) => {
    heard.push(JSON.stringify(response.headers()));
    heard.push(await response.text().catch(() => ""));
  });
  return heard;
}

test("[P28 P52 OA-01] a provider is on with its keys at once; the secret is in no page and no answer, nor in the audit", async ({
  page,
  db,
  createUser,
  signIn,
  newBrowser,
  server,
}) => {
  await signIn(page, await createUser({ role: "admin" }));
  const heard = listen(page);
  await page.goto("/admin/social");
  await expectAccessible(page);
  await expect(page.getByRole("list", { name: "Providers" }).getByRole("listitem")).toHaveCount(10);
  await page.getByRole("link", { name: "GitHub", exact: true }).click();
  await page.waitForURL("/admin/social/github");
  await expectAccessible(page);
  await expect(page.getByText(`${server.url}/api/auth/callback/github`)).toBeVisible();
  await expect(page.getByText("AUTH_GITHUB_SECRET")).toBeVisible();

  const card = settingsCard(page, "Connection");
  await card.getByLabel("On", { exact: true }).check();
  await card.getByLabel("Client secret").fill(SECRET);
  await save(page);
  await expect(page.getByText("Enter the client ID before you switch it on.")).toBeVisible();
  await expect(card.getByLabel("Client secret")).toHaveValue("");
  await card.getByLabel("Client ID").fill("client-of-github");
  await card.getByLabel("Client secret").fill(SECRET);
  await save(page);
  await saved(page);
  await expect(page.getByText("One is stored, and is not shown again.")).toBeVisible();
  await expectAccessible(page);
  await page.reload();
  await expect(card.getByLabel("Client ID")).toHaveValue("client-of-github");
  await expect(card.getByLabel("Client secret")).toHaveValue("");
  await page.goto("/admin/social");
  const row = page.getByRole("listitem").filter({ hasText: "GitHub" });
  await expect(row.getByText("On", { exact: true })).toBeVisible();

  const [stored] = await db<[{ secret: string; all: string }]>`
    SELECT value->'connections'->'github'->>'clientSecret' AS secret, value::text AS all
    FROM settings WHERE section = 'social'`;
  const audited = await db`SELECT data FROM audit_events WHERE type = 'settings.changed'`;
  expect(stored.secret).toMatch(/^[0-9a-f]{8}\.[\w-]+$/);
  expect(stored.all).not.toContain(SECRET);
  expect(JSON.stringify(audited)).toContain('"connections.github.clientSecret":"set"');
  expect(heard.join("\n")).toContain("client-of-github");
  for (const text of [heard.join("\n"), JSON.stringify(audited), await page.content()]) {
    expect(text).not.toContain(SECRET);
    expect(text).not.toContain(stored.secret);
  }

  const visitor = await newBrowser();
  await visitor.route("https://github.com/**", (route) => route.fulfill({ body: "GitHub" }));
  await visitor.goto("/sign-in");
  await visitor.getByRole("button", { name: "Continue with GitHub" }).click();
  await visitor.waitForURL("https://github.com/login/oauth/authorize?**");
  expect(Object.fromEntries(new URL(visitor.url()).searchParams)).toMatchObject({
    client_id: "client-of-github",
    redirect_uri: `${server.url}/api/auth/callback/github`,
    scope: "read:user user:email",
    code_challenge_method: "S256",
    state: expect.stringMatching(/.{40,}/),
  });
});

test("[P28] off and “link only” take it from the sign-in page at once; its keys stay, until they are removed", async ({
  page,
  createUser,
  signIn,
  newBrowser,
}) => {
  await signIn(page, await createUser({ role: "admin" }));
  const visitor = await newBrowser();
  const offered = async () => {
    await visitor.goto("/sign-in");
    await expect(visitor.getByLabel("Email address")).toBeVisible();
    return visitor.getByRole("button", { name: "Continue with Discord" }).count();
  };
  await page.goto("/admin/social/discord");
  const card = settingsCard(page, "Connection");
  const turn = async (change: () => Promise<unknown>) => {
    await change();
    await save(page);
    await saved(page);
    await page.reload();
  };
  await turn(async () => {
    await card.getByLabel("Client ID").fill("client");
    await card.getByLabel("Client secret").fill(SECRET);
  });
  expect(await offered()).toBe(0);
  await turn(() => card.getByLabel("On", { exact: true }).check());
  expect(await offered()).toBe(1);
  await turn(() => card.getByLabel("What for").selectOption("Link only"));
  await expect(page.getByText("Link only", { exact: true }).first()).toBeVisible();
  expect(await offered()).toBe(0);
  await turn(() => card.getByLabel("What for").selectOption("Sign-in and sign-up"));
  expect(await offered()).toBe(1);
  await turn(() => card.getByLabel("On", { exact: true }).uncheck());
  expect(await offered()).toBe(0);
  await turn(() => card.getByLabel("Remove the stored secret").check());
  await expect(card.getByLabel("Remove the stored secret")).toHaveCount(0);
  await card.getByLabel("On", { exact: true }).check();
  await save(page);
  await expect(page.getByText("Enter the client secret before you switch it on.")).toBeVisible();
});

test("[P28 OA-09 OA-11] a custom OpenID provider: asked when it is entered, signs people in, and goes with what is connected", async ({
  page,
  db,
  createUser,
  signIn,
  newBrowser,
  social,
  server,
}) => {
  await signIn(page, await createUser({ role: "admin" }));
  await page.goto("/admin/social");
  await page.getByRole("link", { name: "Add a provider" }).click();
  await page.waitForURL("/admin/social/new");
  await expectAccessible(page);
  const provider = settingsCard(page, "Provider");
  const fill = async (values: Record<string, string>) => {
    for (const [label, value] of Object.entries(values)) await provider.getByLabel(label, { exact: true }).fill(value);
  };
  await fill({ Key: "Nice Key", Name: "", Issuer: "ftp://example.com", "Client ID": "", "Client secret": "" });
  await save(page, "Provider");
  await expect(page.getByText("2 to 31 small letters, digits and hyphens")).toBeVisible();
  await expect(page.getByText("Enter a name.")).toBeVisible();
  await expect(page.getByText("Enter the client ID.")).toBeVisible();
  await expectAccessible(page);
  const secret = { "Client secret": OIDC_CLIENT.clientSecret };
  const good = { Key: "example", Name: "Example ID", "Client ID": OIDC_CLIENT.clientId, ...secret };
  for (const [issuer, words] of [
    ["https://10.1.2.3", "This leads to no public address"],
    ["http://example.com", "begins with https://"],
    [server.url, "There is no OpenID configuration there."],
    [social.provider.origin, "There is no OpenID configuration there."],
  ] as const) {
    await fill({ ...good, Issuer: issuer });
    await save(page, "Provider");
    await expect(page.getByText(words)).toBeVisible();
    await expect(provider.getByLabel("Name", { exact: true })).toHaveValue("Example ID");
    await expect(provider.getByLabel("Client secret")).toHaveValue("");
  }
  await fill({ ...good, Key: "google", Issuer: `${social.provider.origin}/oidc` });
  await save(page, "Provider");
  await expect(page.getByText("This name is taken.")).toBeVisible();
  await fill({ Key: "example", ...secret });
  await save(page, "Provider");
  await page.waitForURL("/admin/social/example");
  await expectAccessible(page);

  const card = settingsCard(page, "Connection");
  await card.getByLabel("On", { exact: true }).check();
  await save(page);
  await saved(page);
  const person = social.person();
  const visitor = await newBrowser();
  await visitor.goto("/sign-in");
  // Its word for an address counts only when an admin says so: the address is proved here.
  await continueWith(visitor, person, "Example ID");
  await visitor.waitForURL("/sign-up/verify");
  await page.reload();
  await card.getByLabel("Believe its addresses").check();
  await save(page);
  await saved(page);
  await visitor.goto("/sign-in");
  await continueWith(visitor, person, "Example ID");
  await visitor.waitForURL("/dashboard");
  expect(await ownerOf(db, person, "example")).toBeDefined();

  await page.reload();
  await expect(page.getByText("1 person connected an account.")).toBeVisible();
  await expect(page.getByRole("button", { name: "Remove Example ID" })).toHaveCount(0);
  await card.getByLabel("Issuer").fill("https://example.com");
  await save(page);
  await expect(card.getByText(/no OpenID|another issuer|Nothing answers|did not answer/)).toBeVisible();
  await page.reload();
  await card.getByLabel("On", { exact: true }).uncheck();
  await save(page);
  await saved(page);
  await signOut(visitor);
  await visitor.goto("/sign-in");
  await expect(visitor.getByRole("button", { name: "Continue with Example ID" })).toHaveCount(0);
  await page.reload();
  await expect(page.getByText("Disconnects 1 connected account. The people stay.")).toBeVisible();
  await page.getByRole("button", { name: "Remove Example ID" }).click();
  await page.waitForURL("/admin/social");
  await expect(page.getByText("Example ID")).toHaveCount(0);
  expect(await ownerOf(db, person, "example")).toBeUndefined();
  expect(await db`SELECT 1 FROM identifiers WHERE value = ${person.email}`).toHaveLength(1);
});

test("[P28 P32] before it is switched off the page says whom that shuts out, and an admin can't shut themselves out", async ({
  page,
  db,
  createUser,
  signIn,
  social,
}) => {
  // Counted is whoever there is, from tests before this one as well.
  await db`DELETE FROM accounts`;
  await social.connect();
  const admin = await createUser({ role: "admin", password: null });
  const [boss, person] = [social.person(), social.person()];
  await link(db, admin, boss);
  const somebody = await createUser({ password: null });
  await link(db, somebody, person);
  await signIn(page, admin);
  await page.goto("/admin/social/local");
  await expect(page.getByText("2 people connected an account.")).toBeVisible();
  await expect(page.getByText("no other way to sign in")).toHaveCount(0);
  await db`DELETE FROM identifiers WHERE user_id IN ${db([admin.id, somebody.id])}`;
  await page.reload();
  await expect(page.getByText("2 people have no other way to sign in.")).toBeVisible();
  await expectAccessible(page);
  const card = settingsCard(page, "Connection");
  await card.getByLabel("On", { exact: true }).uncheck();
  await save(page);
  await expect(page.getByText("Nothing was saved: you could not sign in yourself any more.")).toBeVisible();
  await page.reload();
  await card.getByLabel("What for").selectOption("Link only");
  await save(page);
  await expect(page.getByText("Nothing was saved: you could not sign in yourself any more.")).toBeVisible();
  await page.reload();
  await expect(card.getByLabel("On", { exact: true })).toBeChecked();
});

test("[P28] keys of the environment switch a provider on without typing any, and are shown by their names", async ({
  createUser,
  signIn,
  newBrowser,
  startInstance,
}) => {
  const instance = await startInstance({ AUTH_SLACK_ID: "slack-id", AUTH_SLACK_SECRET: SECRET });
  const page = await newBrowser();
  const heard = listen(page);
  await signIn(page, await createUser({ role: "admin" }));
  await page.goto(`${instance.url}/admin/social/slack`);
  await expect(page.getByText("Empty: AUTH_SLACK_ID counts.")).toBeVisible();
  await expect(page.getByText("Empty: AUTH_SLACK_SECRET counts.")).toBeVisible();
  await settingsCard(page, "Connection").getByLabel("On", { exact: true }).check();
  await save(page);
  await saved(page);
  await page.goto(`${instance.url}/admin/social`);
  const row = page.getByRole("listitem").filter({ hasText: "Slack" });
  await expect(row.getByText("On", { exact: true })).toBeVisible();
  await expect(row.getByText("Environment")).toBeVisible();
  expect(heard.join("\n")).not.toContain(SECRET);
  // Where they are not set, it is on and has no effect; another instance hears of it within 5 seconds (AZ-07).
  await expect(async () => {
    await page.goto("/admin/social");
    await expect(row.getByText("Keys missing")).toBeVisible({ timeout: 500 });
  }).toPass({ timeout: 10_000 });
});

test("[P28 WF-08 AZ-03] what is posted for a connection is checked, echoes no secret, and changes nothing when refused", async ({
  page,
  db,
  server,
  clientAddress,
  createUser,
  signIn,
  social,
}) => {
  await social.connect();
  const before = await db`SELECT value FROM settings WHERE section = 'social'`;
  const admin = clientWith(await signIn(page, await createUser({ role: "admin" })), server.url, clientAddress);
  const form = await admin.form("/admin/social/local", "clientSecret");
  for (const [values, status] of [
    [{ clientId: "two words" }, 422],
    [{ clientId: "line\nbreak" }, 422],
    [{ clientId: "x".repeat(501) }, 422],
    [{ use: "everything" }, 422],
    [{ enabled: "yes" }, 422],
    [{ trustsEmail: "1" }, 422],
    [{ name: "" }, 422],
    [{ issuer: "javascript:alert(1)" }, 422],
    [{ key: "nobody" }, 404],
    [{ key: "constructor" }, 404],
    [{ key: "__proto__" }, 422],
    [{ key: ["local", "google"] }, 422],
    [{ key: undefined }, 422],
  ] as const) {
    const ticked = { enabled: "on", trustsEmail: "on", secretRemoved: undefined };
    const sent = { ...ticked, ...values, clientSecret: SECRET } as Record<string, string | string[] | undefined>;
    const answer = await admin.submit(form, sent);
    expect([values, answer.status]).toEqual([values, status]);
    expect(await answer.text()).not.toContain(SECRET);
  }
  expect(await db`SELECT value FROM settings WHERE section = 'social'`).toEqual(before);
  for (const id of ["nobody", "%00", "constructor", "..%2f..", "x".repeat(3000)])
    expect([id, (await admin.send(`/admin/social/${id}`)).status]).toEqual([id, 404]);
});
