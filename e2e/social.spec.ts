import { expect, expectAccessible, newAddress, newNumber, test } from "./fixtures";
import { appCode } from "./support/authenticator";
import { codeIn } from "./support/inbox";
import { seal } from "./support/seal";
import { continueWith, link, ownerOf, PROVIDER, pick } from "./support/social";
import { createEnterprise } from "./support/social-enterprise";
import { enterCode, expectSignedOut, signOut } from "./support/steps";

/* Signing in and up by an account elsewhere, at an OpenID provider of this machine. */

const button = { name: `Continue with ${PROVIDER}` };

test("[P28 OA-01 OA-05] somebody unknown gets an account, and comes back by the button used last", async ({
  page,
  db,
  social,
}) => {
  await social.connect();
  const person = social.person();
  await page.goto("/sign-in?redirect_url=/profile");
  await expectAccessible(page);
  await expect(page.getByText("Last used")).toHaveCount(0);
  await continueWith(page, person);
  await page.waitForURL("/profile");
  const userId = await ownerOf(db, person);
  expect(
    await db`SELECT kind, value, verified_at IS NOT NULL AS verified FROM identifiers WHERE user_id = ${userId ?? ""}`,
  ).toEqual([{ kind: "email", value: person.email, verified: true }]);

  await signOut(page);
  await page.goto("/sign-in");
  await expect(page.getByRole("button", button)).toContainText("Last used");
  await expectAccessible(page);
  await continueWith(page, person);
  await page.waitForURL("/dashboard");
  expect(await ownerOf(db, person)).toBe(userId);
  expect(await db`SELECT amr FROM sessions WHERE user_id = ${userId ?? ""}`).toEqual([{ amr: ["oauth"] }]);
});

test("[P28] what the provider doesn't tell is asked for; its names are taken over, no password is wanted", async ({
  page,
  db,
  social,
  changeSettings,
}) => {
  await changeSettings({
    phone: { signUp: "required", verifyAtSignUp: false },
    username: { signUp: "required" },
    names: { firstName: "required", lastName: "off" },
  });
  await social.connect();
  const person = social.person();
  await page.goto("/sign-up");
  await expectAccessible(page);
  await continueWith(page, person);
  await page.waitForURL("/sign-up/continue");
  await expect(page.getByText(`${person.email} is verified.`)).toBeVisible();
  await expect(page.getByLabel("Password", { exact: true })).toHaveCount(0);
  await expectAccessible(page);
  // Nothing exists before everything is there.
  expect(await ownerOf(db, person)).toBeUndefined();
  expect(await db`SELECT 1 FROM identifiers WHERE value = ${person.email}`).toHaveLength(0);

  await page.getByRole("button", { name: "Create account" }).click();
  await expect(page.getByText("This is needed to go on.").first()).toBeVisible();
  await page.getByLabel("Phone number").fill(newNumber());
  await page.getByLabel("Username").fill(`user${person.id}`);
  await page.getByRole("button", { name: "Create account" }).click();
  await page.waitForURL("/dashboard");
  expect(
    await db`SELECT first_name, last_name, u.username FROM users
    JOIN LATERAL (SELECT value AS username FROM identifiers WHERE user_id = users.id AND kind = 'username') u ON true
    WHERE id = ${(await ownerOf(db, person)) ?? ""}`,
  ).toEqual([{ first_name: "Ida", last_name: null, username: `user${person.id}` }]);
});

test("[P28 LK-05] an address the provider doesn't vouch for is proved here first", async ({
  page,
  db,
  inbox,
  social,
}) => {
  await social.connect({ trustsEmail: false });
  const person = social.person();
  await page.goto("/sign-in");
  await continueWith(page, person);
  await page.waitForURL("/sign-up/verify");
  expect(await ownerOf(db, person)).toBeUndefined();
  await enterCode(page, codeIn(await inbox.waitForMail(person.email)));
  await page.waitForURL("/dashboard");
  expect(await ownerOf(db, person)).toBeDefined();
});

test("[P28 P32] whoever cancels is told so, can try again, and lands where they wanted to", async ({
  page,
  social,
}) => {
  await social.connect();
  const person = social.person();
  await page.goto("/sign-in?redirect_url=/profile");
  await page.getByRole("button", button).click();
  await page.getByRole("button", { name: "Cancel" }).click();
  await expect(page.getByRole("heading", { name: "That was cancelled" })).toBeVisible();
  await expect(page.getByText(`You did not let ${PROVIDER} tell who you are`)).toBeVisible();
  await expectAccessible(page);
  await page.getByRole("button", { name: `Try again with ${PROVIDER}` }).click();
  await pick(page, person);
  await page.waitForURL("/profile");
});

test("[P28] with sign-up closed, who has an account comes in, and nobody else", async ({
  page,
  newBrowser,
  db,
  social,
  createUser,
  changeSettings,
}) => {
  await changeSettings({ signUp: { open: false } });
  await social.connect();
  const [known, stranger] = [social.person(), social.person()];
  await link(db, await createUser(), known);
  await page.goto("/sign-up");
  await expect(page.getByRole("heading", { name: "Sign-up is closed" })).toBeVisible();
  await expect(page.getByRole("button", button)).toHaveCount(0);

  await page.goto("/sign-in");
  await continueWith(page, stranger);
  await expect(page.getByRole("heading", { name: "You have no account here" })).toBeVisible();
  await expectAccessible(page);
  expect(await db`SELECT 1 FROM identifiers WHERE value = ${stranger.email}`).toHaveLength(0);
  await page.getByRole("link", { name: "Back to sign in" }).click();
  await page.waitForURL("/sign-in");
  await expectSignedOut(page);

  const other = await newBrowser();
  await other.goto("/sign-in");
  await continueWith(other, known);
  await other.waitForURL("/dashboard");
});

test("[P28 OA-11] a connection for the profile only, or off, signs nobody in", async ({
  page,
  db,
  social,
  createUser,
}) => {
  await social.connect();
  const person = social.person();
  await link(db, await createUser(), person);
  // Opened while it was for signing in.
  await page.goto("/sign-in");
  await expect(page.getByRole("button", button)).toBeVisible();
  const there = await page.context().newPage();
  await there.goto("/sign-in");
  await there.getByRole("button", button).click();
  await expect(there.getByRole("heading", { name: "Local identity provider" })).toBeVisible();

  await social.connect({ use: "connect" });
  await page.getByRole("button", button).click();
  await expect(page.getByText("This way of signing in is not available.")).toBeVisible();
  await pick(there, person);
  await expect(there.getByRole("heading", { name: "That way is switched off" })).toBeVisible();
  for (const path of ["/sign-in", "/sign-up"]) {
    await page.goto(path);
    await expect(page.getByLabel("Email address")).toBeVisible();
    await expect(page.getByRole("button", button)).toHaveCount(0);
  }
  await social.connect({ enabled: false });
  await page.goto(`/api/auth/callback/local?code=x&state=y`);
  await expect(page.getByRole("heading", { name: "That way is switched off" })).toBeVisible();
  await expectSignedOut(page);
});

test("[P28 P42 SE-04] the second step is asked for after it", async ({
  page,
  db,
  social,
  createUser,
  secondFactors,
}) => {
  await social.connect();
  const person = social.person();
  const user = await createUser();
  await link(db, user, person);
  const seed = await secondFactors.app(user);
  await page.goto("/sign-in?redirect_url=/profile");
  await continueWith(page, person);
  await page.waitForURL("/second-factor/sign-in");
  expect(await db`SELECT 1 FROM sessions WHERE user_id = ${user.id}`).toHaveLength(0);
  await enterCode(page, appCode(seed));
  await page.waitForURL("/profile");
  expect(await db`SELECT amr FROM sessions WHERE user_id = ${user.id}`).toEqual([{ amr: ["oauth", "totp"] }]);
});

test("[P32 LK-06] an account whose address is not vouched for: the page names it, to this browser only, and leads in", async ({
  page,
  newBrowser,
  db,
  social,
  createUser,
  changeSettings,
}) => {
  await changeSettings({ protection: { enumeration: "bulk" } });
  await social.connect({ trustsEmail: false });
  const user = await createUser();
  const person = social.person({ email: user.email });
  await page.goto("/sign-in");
  await continueWith(page, person);
  await expect(page.getByRole("heading", { name: "You have an account already" })).toBeVisible();
  await expect(page.getByText(user.email)).toBeVisible();
  await expect(page.getByRole("link", { name: "Reset your password" })).toBeVisible();
  await expectAccessible(page);
  expect(page.url()).not.toContain(encodeURIComponent(user.email));
  expect(await ownerOf(db, person)).toBeUndefined();
  const stranger = await newBrowser();
  await stranger.goto(page.url());
  await expect(stranger.getByText("There is an account with this address already")).toBeVisible();
  await expect(stranger.getByText(user.email)).toHaveCount(0);

  await page.getByRole("button", { name: "Sign in to it" }).click();
  await page.waitForURL("/sign-in/verify");
  await page.getByLabel("Password", { exact: true }).fill(user.password ?? "");
  await page.getByRole("button", { name: "Sign in", exact: true }).click();
  await page.waitForURL("/profile/security");
  await expect(page.getByRole("button", { name: `Connect ${PROVIDER}` })).toBeVisible();
});

for (const [what, query] of [
  ["an unknown problem", "?problem=__proto__&connection=local"],
  ["a word of Auth.js", "?error=Configuration"],
  ["nothing", ""],
  ["lists", "?problem=a&problem=b&connection=c&connection=d"],
  ["markup", "?problem=sso_cancelled&connection=%3Cscript%3Ealert(1)%3C%2Fscript%3E"],
] as const) {
  test(`[WF-08 P32] the page about a stopped sign-in, asked with ${what}`, async ({ page }) => {
    const answer = await page.goto(`/sso${query}`);
    expect(answer?.status()).toBe(200);
    await expect(page.getByRole("heading", { level: 1 })).toHaveText(/That did not work|That was cancelled/);
    await expect(page.getByRole("link", { name: "Back to sign in" })).toBeVisible();
    await expectAccessible(page);
  });
}

test("[P28] many are shown as logos with names, the one used last above them in words", async ({
  page,
  context,
  server,
  changeSettings,
}) => {
  const on = (id: string) => ({
    [id]: { enabled: true, clientId: "client", clientSecret: seal(server.secret, "secret", `social:${id}`) },
  });
  await changeSettings({
    social: { connections: { ...on("google"), ...on("github"), ...on("apple"), ...on("slack") } } as never,
  });
  await page.goto("/sign-in");
  for (const name of ["Google", "GitHub", "Apple", "Slack"]) {
    await expect(page.getByRole("button", { name: `Continue with ${name}`, exact: true })).toHaveText("");
  }
  await expectAccessible(page);
  await context.addCookies([{ name: "last-connection", value: "github", url: server.url }]);
  await page.goto("/sign-in");
  const first = page.getByRole("button", { name: /^Continue with/ }).first();
  await expect(first).toHaveText("Continue with GitHub Last used");
  await expect(page.getByRole("button", { name: "Continue with Slack" })).toHaveText("");
  await expectAccessible(page);
});

test("[P28] where it is the only way in, nothing else is shown, and it is enough", async ({
  page,
  db,
  social,
  changeSettings,
}) => {
  await changeSettings({ email: { signIn: false, codeSignIn: false }, password: { enabled: false } });
  await social.connect();
  const person = social.person();
  await page.goto("/sign-up");
  await expect(page.getByRole("button", button)).toBeVisible();
  await expect(page.getByRole("textbox")).toHaveCount(0);
  await expectAccessible(page);
  await page.goto("/sign-in");
  await expect(page.getByRole("textbox")).toHaveCount(0);
  await expectAccessible(page);
  await continueWith(page, person);
  await page.waitForURL("/dashboard");
  expect(await ownerOf(db, person)).toBeDefined();
});

test("[P30] an organisation that doesn't insist is one method among the others", async ({
  page,
  db,
  server,
  social,
}) => {
  const domain = `${newAddress().split("@")[0]}.test`;
  const person = social.person({ email: `ida@${domain}` });
  await createEnterprise(db, server.secret, { domain, issuer: `${social.provider.origin}/oidc` });
  await page.goto("/sign-in?redirect_url=/profile");
  await page.getByLabel("Email address").fill(person.email);
  await page.getByRole("button", { name: "Continue" }).click();
  await page.waitForURL("/sign-in/verify");
  await expectAccessible(page);
  await page.getByRole("button", { name: /Use your organisation’s sign-in/ }).click();
  await pick(page, person);
  await page.waitForURL("/profile");
});

test.describe("without JavaScript", () => {
  test.use({ javaScriptEnabled: false });

  test("[P28] the buttons work as well, by way of a page", async ({ page, db, social }) => {
    await social.connect();
    const person = social.person();
    await page.goto("/sign-in?redirect_url=/profile");
    await continueWith(page, person);
    await page.waitForURL("/profile");
    expect(await ownerOf(db, person)).toBeDefined();
  });
});
