import type { Page } from "@playwright/test";
import { codeIn, expect, expectAccessible, newAddress, newNumber, newPassword, test } from "./fixtures";
import type { RawForm } from "./support/raw-forms";
import { clientWith } from "./support/settings-forms";
import { enterCode } from "./support/steps";

const newName = () => `pat-${newPassword().slice(0, 8).replace(/\W/g, "x").toLowerCase()}`;

/** Asserts that nothing sticks out at the side of a phone. */
async function expectToFitAPhone(page: Page): Promise<void> {
  await page.setViewportSize({ width: 390, height: 844 });
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(390);
}

test("[P54] addresses: one, then many and long ones; the last way in stays, and each old one is told", async ({
  page,
  inbox,
  createUser,
  signIn,
  changeSettings,
}) => {
  await changeSettings({ email: { signUp: "optional" }, username: { signUp: "optional" } });
  const person = await createUser();
  await signIn(page, person);
  await page.goto("/profile");
  const card = page.getByRole("region", { name: "Email addresses" });
  await card.getByRole("button", { name: `Remove ${person.email}` }).click();
  await expect(card.getByText("This is your last way to sign in. Add another one first.")).toBeVisible();

  const long = `${"x".repeat(60)}@${newAddress().replace("@", ".")}`;
  const add = async (email: string) => {
    await card.getByLabel("Add an address").fill(email);
    await card.getByRole("button", { name: "Send code" }).click();
    await enterCode(page, codeIn(await inbox.waitForMail(email)));
    await page.waitForURL("/profile");
    await expect(card.getByText(email, { exact: true })).toBeVisible();
    await inbox.waitForMail(person.email, { about: /address/ });
  };
  await add(long);
  await add(newAddress());
  await expect(card.getByRole("listitem")).toHaveCount(3);
  await expectAccessible(page);
  await expectToFitAPhone(page);

  await card.getByRole("button", { name: `Make primary: ${long}` }).click();
  await expect(card.getByRole("button", { name: `Remove ${person.email}` })).toBeVisible();
  await inbox.waitForMail(person.email, { about: /address was changed/ });
  await card.getByRole("button", { name: `Remove ${person.email}` }).click();
  await expect(card.getByText(person.email, { exact: true })).toBeHidden();
  await inbox.waitForMail(person.email, { about: /address was changed/ });
});

test("[P54] the last address may go where a number or a username still lets its owner in", async ({
  page,
  db,
  createUser,
  signIn,
  changeSettings,
}) => {
  await changeSettings({ email: { signUp: "optional" }, username: { signUp: "optional", signIn: true } });
  const person = await createUser({ username: newName() });
  await signIn(page, person);
  await page.goto("/profile");
  const card = page.getByRole("region", { name: "Email addresses" });
  await card.getByRole("button", { name: `Remove ${person.email}` }).click();
  await expect(card.getByText("You have no address yet.")).toBeVisible();
  await expectAccessible(page);
  expect(await db`SELECT kind FROM identifiers WHERE user_id = ${person.id}`).toEqual([{ kind: "username" }]);
});

test("[P16 P26 P54] “Restrict changes” freezes each identifier: the page says so, and a posted form changes nothing", async ({
  page,
  db,
  inbox,
  server,
  createUser,
  signIn,
  changeSettings,
}) => {
  const on = { signUp: "optional", signIn: true } as const;
  await changeSettings({ email: on, phone: on, username: on });
  const person = await createUser({ username: newName().padEnd(64, "x"), phone: newNumber() });
  const session = await signIn(page, person);
  const second = newAddress();
  await db`
    INSERT INTO identifiers (user_id, kind, value, verified_at, is_primary, created_at)
    VALUES (${person.id}, 'email', ${second}, now(), false, now())`;
  const client = clientWith(session, server.url, "10.0.0.8");
  const forms = await client.forms("/profile");
  const frozen = { ...on, restrictChanges: true };
  await changeSettings({ email: frozen, phone: frozen, username: frozen });

  await page.goto("/profile");
  for (const kind of ["Email addresses", "Phone numbers"]) {
    const card = page.getByRole("region", { name: kind });
    await expect(card.getByText("They can't be changed here; ask an administrator.")).toBeVisible();
    await expect(card.getByRole("button")).toHaveCount(0);
    await expect(card.getByRole("textbox")).toHaveCount(0);
  }
  await expect(page.getByText(`Yours is ${person.username}. It can't be changed here`)).toBeVisible();
  await expect(page.getByLabel("Username", { exact: true })).toBeHidden();
  await expectAccessible(page);
  await expectToFitAPhone(page);

  const identifiers = () =>
    db`SELECT id, kind, value, is_primary FROM identifiers WHERE user_id = ${person.id} ORDER BY id`;
  const before = await identifiers();
  const having = (field: string) => forms.filter(({ fields }) => fields.has(field));
  const posts: [RawForm, Record<string, string>][] = [
    ...having("username").map((form): [RawForm, Record<string, string>] => [form, { username: newName() }]),
    ...having("email").map((form): [RawForm, Record<string, string>] => [form, { email: newAddress() }]),
    ...having("phone").map((form): [RawForm, Record<string, string>] => [form, { phone: newNumber() }]),
    // Make primary, remove: of the second address, and of the number.
    ...having("id").map((form): [RawForm, Record<string, string>] => [form, {}]),
  ];
  expect(posts.length).toBeGreaterThanOrEqual(6);
  for (const [form, values] of posts) {
    const answer = await client.submit(form, values);
    expect(answer.status).toBe(403);
    expect(await answer.text()).toContain("be changed here. Ask an administrator.");
  }
  expect(await identifiers()).toEqual(before);
  expect(await inbox.mails(person.email)).toEqual([]);
});
