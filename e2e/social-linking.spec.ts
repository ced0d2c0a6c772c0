import { codeIn, expect, expectAccessible, newAddress, test } from "./fixtures";
import { appCode } from "./support/authenticator";
import { continueWith, ownerOf, PROVIDER, pick } from "./support/social";
import { enterCode, enterPassword, expectSignedOut, signOut, startSignIn } from "./support/steps";

/* What makes an account elsewhere somebody's: a proof of the address on both sides, or their own act. */

test("[P32 LK-06] an address proved on both sides connects the two, and a mail tells the owner", async ({
  page,
  db,
  inbox,
  social,
  createUser,
}) => {
  await social.connect();
  const owner = await createUser();
  const person = social.person({ email: owner.email });
  await page.goto("/sign-in");
  await continueWith(page, person);
  await page.waitForURL("/dashboard");
  expect(await ownerOf(db, person)).toBe(owner.id);
  const mail = await inbox.waitForMail(owner.email, { about: /was connected to your account/ });
  expect(mail.subject).toContain(PROVIDER);
  await page.goto("/profile/security");
  const row = page.getByRole("region", { name: "Connected accounts" }).getByRole("list", { name: "Connected" });
  await expect(row).toContainText(PROVIDER);
  await expect(row).toContainText(person.email);
  await signOut(page);

  // The password stays: both belong to the same person. The second time nothing is new, so nobody is told.
  await startSignIn(page, owner.email);
  await enterPassword(page, owner.password ?? "");
  await page.waitForURL("/dashboard");
  await signOut(page);
  await page.goto("/sign-in");
  await continueWith(page, person);
  await page.waitForURL("/dashboard");
  const told = (await inbox.mails(owner.email)).filter(({ subject }) => subject.includes("was connected"));
  expect(told).toHaveLength(1);
});

test("[P32 P44 MF-05] the second step is asked before anything is connected", async ({
  page,
  db,
  social,
  createUser,
  changeSettings,
  secondFactors,
}) => {
  await social.connect();
  await changeSettings({ mfa: { totp: true } });
  const owner = await createUser();
  const seed = await secondFactors.app(owner);
  const person = social.person({ email: owner.email });
  await page.goto("/sign-in");
  await continueWith(page, person);
  await page.waitForURL("/second-factor/sign-in");
  expect(await ownerOf(db, person)).toBeUndefined();
  await expectSignedOut(page);
  expect(await ownerOf(db, person)).toBeUndefined();

  await page.goto("/second-factor/sign-in");
  await enterCode(page, appCode(seed));
  await page.waitForURL("/dashboard");
  expect(await ownerOf(db, person)).toBe(owner.id);
});

test("[P32 LK-05] where the provider does not vouch for the address, it is proved here, and the page says which account exists and how to connect", async ({
  page,
  db,
  inbox,
  social,
  createUser,
}) => {
  await social.connect();
  const owner = await createUser();
  const person = social.person({ email: owner.email, emailVerified: false });
  await page.goto("/sign-in");
  await continueWith(page, person);
  await page.waitForURL("/sign-up/verify");
  await enterCode(page, codeIn(await inbox.waitForMail(owner.email)));

  await expect(page.getByRole("heading", { name: "You have an account already" })).toBeVisible();
  await expect(page.getByText(`There is an account with ${owner.email} already`)).toBeVisible();
  await expect(page.getByText(`connect ${PROVIDER} under Security`)).toBeVisible();
  await expectAccessible(page);
  // It is told to nobody but who came here: not in the address, and not to another browser.
  expect(page.url()).not.toContain(encodeURIComponent(owner.email));
  expect(await ownerOf(db, person)).toBeUndefined();
  expect(await db`SELECT 1 FROM sessions WHERE user_id = ${owner.id}`).toHaveLength(0);

  await page.getByRole("button", { name: "Sign in to it" }).click();
  await page.waitForURL("/sign-in/verify");
  await enterPassword(page, owner.password ?? "");
  await page.waitForURL("/profile/security");
  expect(await ownerOf(db, person)).toBeUndefined();
  await page.getByRole("button", { name: `Connect ${PROVIDER}` }).click();
  await pick(page, person);
  await page.waitForURL("/profile/security");
  await expect(page.getByRole("list", { name: "Connected" })).toContainText(person.email);
  expect(await ownerOf(db, person)).toBe(owner.id);
});

test("[P32 LK-06] disconnected, it opens the account no more; the owner is told, and the last way in stays", async ({
  page,
  db,
  inbox,
  social,
  changeSettings,
}) => {
  await social.connect();
  await changeSettings({ password: { enabled: false } });
  const person = social.person();
  await page.goto("/sign-in");
  await continueWith(page, person);
  await page.waitForURL("/dashboard");
  const userId = await ownerOf(db, person);
  const disconnect = async () => {
    await page.goto("/profile/security");
    await page.getByLabel(`Disconnect ${PROVIDER}`).click();
    await page.getByRole("button", { name: "Yes, disconnect" }).click();
  };

  await changeSettings({ email: { codeSignIn: false } });
  await disconnect();
  await expect(page.getByText("This is your last way to sign in. Add another one first.")).toBeVisible();
  expect(await ownerOf(db, person)).toBe(userId);

  await changeSettings({ email: { codeSignIn: true } });
  await disconnect();
  await expect(page.getByText("You have connected none yet.")).toBeVisible();
  expect(await ownerOf(db, person)).toBeUndefined();
  await inbox.waitForMail(person.email, { about: /was disconnected from your account/ });
  // Whoever they say they are there is not enough any more: at another address they are somebody else.
  await signOut(page);
  person.email = newAddress();
  await page.goto("/sign-in");
  await continueWith(page, person);
  await page.waitForURL("/dashboard");
  expect(await ownerOf(db, person)).not.toBe(userId);
});
