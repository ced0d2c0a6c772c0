import type { Page } from "@playwright/test";
import { expect, expectAccessible, newPassword, test } from "./fixtures";
import { appCode } from "./support/authenticator";
import { changeConnection, connectSaml } from "./support/enterprise";
import { goodDocument } from "./support/saml-documents";
import { ownerOf, pick } from "./support/social";
import { enterCode, signOut } from "./support/steps";

/* People of an organisation, and its SAML identity provider, in a browser. */

/** Enters an address where a page asks for it, up to the organisation's provider. */
async function enterAddress(page: Page, path: string, email: string): Promise<void> {
  await page.goto(path);
  await page.getByLabel("Email address").fill(email);
  await page
    .getByRole("button", { name: /^(Continue|Send|Reset)/ })
    .last()
    .click();
  await expect(page.getByRole("heading", { name: "Local identity provider" })).toBeVisible();
}

test("[P29 P30 P31] somebody new signs up on the way through; names follow the provider; the second step is asked", async ({
  page,
  db,
  social,
  changeSettings,
  secondFactors,
}) => {
  await changeSettings({ mfa: { totp: true } });
  const acme = await connectSaml(db, social.provider);
  const ada = social.person({ email: `ada@${acme.domain}`, firstName: "Ada", lastName: "Byron" });
  await enterAddress(page, "/sign-in", ada.email);
  await pick(page, ada);
  await page.waitForURL("/dashboard");
  const id = (await ownerOf(db, ada, acme.id)) ?? "";
  expect(
    await db`SELECT email, first_name, last_name, email_verified_at IS NOT NULL AS proved FROM users WHERE id = ${id}`,
  ).toEqual([{ email: ada.email, first_name: "Ada", last_name: "Byron", proved: true }]);
  const member =
    await db`SELECT o.name FROM memberships m JOIN organisations o ON o.id = m.organisation_id WHERE user_id = ${id}`;
  expect(member).toEqual([{ name: acme.organisation }]);
  await page.goto("/profile/security");
  await expect(page.getByRole("list", { name: "Connected" })).toContainText(acme.organisation);
  await expect(page.getByLabel(`Disconnect ${acme.organisation}`)).toHaveCount(0);
  await signOut(page);

  ada.lastName = "Lovelace";
  const seed = await secondFactors.app({ id });
  await enterAddress(page, "/sign-in", ada.email);
  await pick(page, ada);
  await page.waitForURL("/second-factor/sign-in");
  await enterCode(page, appCode(seed));
  await page.waitForURL("/dashboard");
  expect(await db`SELECT last_name FROM users WHERE id = ${id}`).toEqual([{ last_name: "Lovelace" }]);
  expect(await db`SELECT 1 FROM identifiers WHERE value = ${ada.email}`).toHaveLength(1);
  await signOut(page);

  await changeConnection(db, acme, { asks_second_factor: false });
  await enterAddress(page, "/sign-in", ada.email);
  await pick(page, ada);
  await page.waitForURL("/dashboard");
});

test("[P31] an address of the domain goes to the provider from signing in, signing up and resetting, password or not", async ({
  page,
  db,
  inbox,
  social,
  createUser,
}) => {
  const acme = await connectSaml(db, social.provider);
  const known = social.person({ email: `known@${acme.domain}` });
  await createUser({ email: known.email, password: newPassword() });
  for (const email of [known.email, `unknown@${acme.domain}`]) {
    for (const path of ["/sign-in", "/sign-up", "/reset-password"]) await enterAddress(page, path, email);
    expect(await inbox.mails(email)).toEqual([]);
  }
  await enterAddress(page, "/sign-up", known.email);
  await pick(page, known);
  await page.waitForURL("/dashboard");
  await signOut(page);

  // Where the connection does not insist, people keep their other ways in.
  await changeConnection(db, acme, { enforced: false });
  await page.goto("/sign-in");
  await page.getByLabel("Email address").fill(known.email);
  await page.getByRole("button", { name: "Continue", exact: true }).click();
  await page.waitForURL("/sign-in/verify");
});

test("[P30 OA-11] cancelled, switched off on the way, or nobody's account: a page that names the organisation", async ({
  page,
  db,
  social,
}) => {
  const acme = await connectSaml(db, social.provider, { creates_people: false });
  const ada = social.person({ email: `ada@${acme.domain}` });
  const goes = async (choose: () => Promise<void>, heading: string) => {
    await enterAddress(page, "/sign-in", ada.email);
    await choose();
    await expect(page.getByRole("heading", { name: heading })).toBeVisible();
    expect(await ownerOf(db, ada, acme.id)).toBeUndefined();
  };
  await goes(() => page.getByRole("button", { name: "Cancel" }).click(), "That was cancelled");
  await expect(page.getByText(`You did not let ${acme.organisation} tell who you are`)).toBeVisible();
  await expectAccessible(page);
  await goes(() => pick(page, ada), "You have no account here");
  await expect(page.getByText(`${acme.organisation} does not create one`)).toBeVisible();
  await goes(async () => {
    await changeConnection(db, acme, { active: false });
    await pick(page, ada);
  }, "That way is switched off");
  expect(await db`SELECT 1 FROM identifiers WHERE value = ${ada.email}`).toHaveLength(0);
});

test("[P30 SA-05] a sign-in that begins at the provider works only where an admin switched it on", async ({
  page,
  db,
  server,
  social,
}) => {
  const { saml } = social.provider;
  const acme = await connectSaml(db, social.provider);
  const ada = social.person({ email: `ada@${acme.domain}` });
  const own = `${server.url}/api/auth/saml/${acme.id}`;
  /** A page of the organisation, on which one presses "Open the app". */
  const openFromProvider = async () => {
    const to = { issuer: `${own}/metadata`, acsUrl: `${own}/acs`, id: null };
    const document = Buffer.from(goodDocument(saml.answer(to, ada), saml.key)).toString("base64");
    await page.goto("about:blank");
    await page.setContent(
      `<form method="post" action="${own}/acs"><input type="hidden" name="SAMLResponse" value="${document}"><button>Open the app</button></form>`,
    );
    await page.getByRole("button", { name: "Open the app" }).click();
  };
  await openFromProvider();
  await expect(page.getByRole("heading", { name: "That answer could not be trusted" })).toBeVisible();
  expect(await ownerOf(db, ada, acme.id)).toBeUndefined();

  await changeConnection(db, acme, { idp_initiated: true });
  await openFromProvider();
  await page.waitForURL("/dashboard");
  expect(await ownerOf(db, ada, acme.id)).toEqual(expect.any(String));
});
