import { codeIn, expect, newPassword, test } from "./fixtures";
import { startLyingProvider } from "./peers/lying-provider";
import { createPasskey, PASSKEYS, passkeyButton } from "./support/passkey-steps";
import { connectionTo, continueWith, ownerOf, PROVIDER } from "./support/social";
import { enterCode, enterPassword, expectSignedOut, signOut, startSignIn } from "./support/steps";
import { addVirtualAuthenticator } from "./support/virtual-authenticator";

/* Addresses that one side has not proved, or that somebody else has: nobody's word for them is taken. */

test("[P32 LK-05 EN-01] an address without an account looks the same until it is proved", async ({
  page,
  db,
  inbox,
  social,
}) => {
  await social.connect();
  const person = social.person({ emailVerified: false });
  await page.goto("/sign-in");
  await continueWith(page, person);
  await page.waitForURL("/sign-up/verify");
  expect(await ownerOf(db, person)).toBeUndefined();
  await enterCode(page, codeIn(await inbox.waitForMail(person.email)));
  await page.waitForURL("/dashboard");
  const userId = await ownerOf(db, person);
  expect(await db`SELECT email FROM users WHERE id = ${userId ?? null} AND email_verified_at IS NOT NULL`).toEqual([
    { email: person.email },
  ]);
});

test("[P32 LK-01 LK-02 LK-03] who owns the address proves it first; then a stranger's password, session and passkey are dead", async ({
  page,
  newBrowser,
  db,
  inbox,
  social,
  changeSettings,
}) => {
  await social.connect();
  await changeSettings({ ...PASSKEYS, email: { verifyAtSignUp: false } });
  const person = social.person();
  const password = newPassword();
  const stranger = await newBrowser();
  await addVirtualAuthenticator(stranger);
  await stranger.goto("/sign-up");
  await stranger.getByLabel("Email address").fill(person.email);
  await stranger.getByRole("button", { name: "Continue", exact: true }).click();
  await stranger.getByLabel("Password", { exact: true }).fill(password);
  await stranger.getByRole("button", { name: "Create account" }).click();
  await stranger.waitForURL("/dashboard");
  await createPasskey(stranger);
  const before = await db`SELECT id FROM users WHERE email = ${person.email}`;
  expect(before).toHaveLength(1);

  await page.goto("/sign-in");
  await continueWith(page, person);
  await page.waitForURL("/sign-in/verify");
  expect(await ownerOf(db, person)).toBeUndefined();
  await stranger.goto("/dashboard");
  await expect(stranger).toHaveURL("/dashboard");
  await enterCode(page, codeIn(await inbox.waitForMail(person.email, { about: /^\d{6} / })));
  await page.waitForURL("/dashboard");
  expect(await ownerOf(db, person)).toBe(before[0]?.id);

  await expectSignedOut(stranger);
  await stranger.goto("/sign-in");
  await passkeyButton(stranger).click();
  await expect(stranger.getByText("This site doesn't know that passkey any more.")).toBeVisible();
  await expect(stranger).toHaveURL("/sign-in");
  await startSignIn(stranger, person.email);
  await enterPassword(stranger, password);
  await expect(stranger.getByText("The password doesn't match this account.")).toBeVisible();
  await expectSignedOut(stranger);
  expect(await db`SELECT 1 FROM sessions WHERE user_id = ${before[0]?.id}`).toHaveLength(1);
  await page.reload();
  await expect(page).toHaveURL("/dashboard");
});

test("[P32 LK-05] the word of a custom issuer counts only where an admin trusts it, and only as a boolean", async ({
  page,
  db,
  server,
  inbox,
  createUser,
  changeSettings,
}) => {
  const provider = await startLyingProvider();
  const { issuer, client } = provider;
  const said: [what: string, trustsEmail: boolean, claims: Record<string, unknown>][] = [
    ["true, of an issuer nobody trusts", false, { email_verified: true }],
    ["true as text", true, { email_verified: "true" }],
    ["one", true, { email_verified: 1 }],
    ["nothing", true, {}],
  ];
  for (const [what, trustsEmail, claims] of said) {
    await test.step(what, async () => {
      const local = connectionTo(server.secret, "local", { issuer, ...client }, { trustsEmail });
      await changeSettings({ social: { connections: { local } } });
      const owner = await createUser();
      provider.person = { sub: owner.id, email: owner.email, ...claims };
      await page.goto("/sign-in");
      await page.getByRole("button", { name: `Continue with ${PROVIDER}` }).click();
      await page.waitForURL("/sign-up/verify");
      await inbox.waitForMail(owner.email);
      expect(await ownerOf(db, owner)).toBeUndefined();
      expect(await db`SELECT 1 FROM sessions WHERE user_id = ${owner.id}`).toHaveLength(0);
    });
  }

  // The same provider, trusted and saying so as the standard has it: so that it is the claim that was refused.
  const owner = await createUser();
  provider.person = { sub: owner.id, email: owner.email, email_verified: true };
  await page.goto("/sign-in");
  await page.getByRole("button", { name: `Continue with ${PROVIDER}` }).click();
  await page.waitForURL("/dashboard");
  expect(await ownerOf(db, owner)).toBe(owner.id);
  await provider.stop();
});

test("[P32 OA-05] another address is another account, and stays one when the provider changes the address", async ({
  page,
  db,
  social,
  createUser,
}) => {
  await social.connect();
  const other = await createUser({ firstName: "Ida" });
  const person = social.person();
  await page.goto("/sign-in");
  await continueWith(page, person);
  await page.waitForURL("/dashboard");
  const userId = await ownerOf(db, person);
  expect(userId).not.toBe(other.id);
  await signOut(page);

  // From now on the provider says that they hold the other one's address. The identity is the subject.
  person.email = other.email;
  await page.goto("/sign-in");
  await continueWith(page, person);
  await page.waitForURL("/dashboard");
  expect(await ownerOf(db, person)).toBe(userId);
  expect(await db`SELECT 1 FROM sessions WHERE user_id = ${other.id}`).toHaveLength(0);
  expect(await db`SELECT 1 FROM sessions WHERE user_id = ${userId ?? null}`).toHaveLength(1);
});
