import { codeIn, expect, expectAccessible, LEAKED_PASSWORDS, newAddress, newPassword, test } from "./fixtures";
import { clientOf, post, proveByCode, signInByPassword, startSignUp } from "./support/instances-steps";
import { enterCode, enterPassword, signOut, startSignIn } from "./support/steps";

const [LEAKED] = LEAKED_PASSWORDS;

test("[P17 P19] a right password that leaked signs nobody in until it is reset", async ({
  page,
  inbox,
  createUser,
  changeSettings,
  db,
}) => {
  await changeSettings({ password: { breachedAtSignIn: true } });
  const person = await createUser({ password: LEAKED });
  await startSignIn(page, person.email);
  await enterPassword(page, `${LEAKED}!`);
  await expect(page.getByText("The password doesn't match")).toBeVisible();
  await enterPassword(page, LEAKED);
  await expect(page.getByText("Your password appeared in a data leak elsewhere")).toBeVisible();
  await expectAccessible(page);
  expect(await db`SELECT 1 FROM sessions WHERE user_id = ${person.id}`).toHaveLength(0);

  await page.getByRole("link", { name: "Forgotten your password?" }).click();
  await page.getByLabel("Email address").fill(person.email);
  await page.getByRole("button", { name: "Send code" }).click();
  await enterCode(page, codeIn(await inbox.waitForMail(person.email)));
  const field = page.getByLabel("New password", { exact: true });
  await field.fill(LEAKED);
  await page.getByRole("button", { name: "Set new password" }).click();
  await expect(page.getByText("This password appeared in a data leak elsewhere.")).toBeVisible();
  await expect(field).toBeFocused();
  const password = newPassword();
  await field.fill(password);
  await page.getByRole("button", { name: "Set new password" }).click();
  await page.waitForURL("/dashboard");
  await signOut(page);
  await startSignIn(page, person.email);
  await enterPassword(page, password);
  await expect(page).toHaveURL("/dashboard");
});

test("[P19 PW-09] a reset without signing out the rest, but not to the password there was", async ({
  page,
  inbox,
  createUser,
  signIn,
  newBrowser,
}) => {
  const person = await createUser();
  const elsewhere = await newBrowser();
  await signIn(elsewhere, person);
  await page.goto("/reset-password");
  await page.getByLabel("Email address").fill(person.email);
  await page.getByRole("button", { name: "Send code" }).click();
  await enterCode(page, codeIn(await inbox.waitForMail(person.email)));
  await page.getByLabel("Sign out everywhere else").uncheck();
  await page.getByLabel("New password", { exact: true }).fill(person.password ?? "");
  await page.getByRole("button", { name: "Set new password" }).click();
  await expect(page.getByText("This is your current password. Choose a new one.")).toBeVisible();
  await expect(page.getByLabel("Sign out everywhere else")).not.toBeChecked();
  await page.getByLabel("New password", { exact: true }).fill(newPassword());
  await page.getByRole("button", { name: "Set new password" }).click();
  await page.waitForURL("/dashboard");
  await elsewhere.goto("/dashboard");
  await expect(elsewhere.getByText("You are signed in")).toBeVisible();
});

test("[P17] the list of leaked passwords is away: people sign up and in all the same, and it is written down", async ({
  inbox,
  db,
  startInstance,
  changeSettings,
}) => {
  await changeSettings({ password: { breachedAtSignIn: true } });
  const { url } = await startInstance({ BREACHED_PASSWORDS_URL: "http://127.0.0.1:9" });
  const [client, email] = [clientOf(url), newAddress()];
  await proveByCode(client, "/sign-up", await startSignUp(client, inbox, email));
  expect((await post(client, "/sign-up/continue", "password", LEAKED)).status).toBe(303);
  const again = clientOf(url);
  await signInByPassword(again, { id: "", email, password: LEAKED });
  const addresses = [client.clientAddress, again.clientAddress];
  const events = await db`
    SELECT ip, result FROM audit_events WHERE type = 'password.check-failed' AND ip IN ${db(addresses)} ORDER BY id`;
  expect(events).toEqual(addresses.map((ip) => ({ ip, result: "failure" })));
});
