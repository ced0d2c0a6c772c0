import { expect, test } from "./fixtures";
import { connectOidc } from "./support/enterprise";
import { ownerOf, pick } from "./support/social";
import { signOut } from "./support/steps";

/* People of an organisation whose provider speaks OpenID Connect. */

test("[P29 P31 SA-09] an address of the domain goes to the provider and comes back as an account, which speaks for its domain only", async ({
  page,
  db,
  server,
  social,
  createUser,
}) => {
  const acme = await connectOidc(db, server.secret, social.provider);
  const ada = social.person({ email: `ada@${acme.domain}`, firstName: "Ada" });
  const leave = async () => {
    await page.goto("/sign-in");
    await page.getByLabel("Email address").fill(`ada@${acme.domain}`);
    await page.getByRole("button", { name: "Continue", exact: true }).click();
  };
  await leave();
  await pick(page, ada);
  await page.waitForURL("/dashboard");
  const id = await ownerOf(db, ada, acme.id);
  expect(await db`SELECT email, first_name FROM users WHERE id = ${id ?? null}`).toEqual([
    { email: ada.email, first_name: "Ada" },
  ]);
  expect(await db`SELECT 1 FROM memberships WHERE user_id = ${id ?? null}`).toHaveLength(1);
  await signOut(page);

  ada.firstName = "Augusta";
  await leave();
  await pick(page, ada);
  await page.waitForURL("/dashboard");
  expect(await ownerOf(db, ada, acme.id)).toBe(id);
  expect(await db`SELECT first_name FROM users WHERE id = ${id ?? null}`).toEqual([{ first_name: "Augusta" }]);
  await signOut(page);

  const victim = await createUser({ role: "admin" });
  const impostor = social.person({ email: victim.email });
  const doubted = social.person({ email: `eve@${acme.domain}`, emailVerified: false });
  for (const [person, heading] of [
    [impostor, "That is another domain’s address"],
    [doubted, "Your address is missing"],
  ] as const) {
    await leave();
    await pick(page, person);
    await expect(page.getByRole("heading", { name: heading })).toBeVisible();
    expect(await ownerOf(db, person, acme.id)).toBeUndefined();
  }
  expect(await db`SELECT 1 FROM sessions WHERE user_id = ${victim.id}`).toHaveLength(0);

  await leave();
  await page.getByRole("button", { name: "Cancel" }).click();
  await expect(page.getByRole("heading", { name: "That was cancelled" })).toBeVisible();
});
