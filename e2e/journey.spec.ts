import { ADMIN_EMAIL, codeIn, expect, expectAccessible, newAddress, newPassword, test } from "./fixtures";
import { enterCode, enterPassword, expectSignedOut, signOut, signUp, startSignIn } from "./support/steps";

test("[P01 P17 B14] a newcomer signs up, then comes back by password and by code", async ({ page, inbox }) => {
  const [email, password] = [newAddress(), newPassword()];

  await test.step("sign-up: address, code, password", async () => {
    await page.goto("/sign-up");
    await expectAccessible(page);
    await page.getByLabel("Email address").fill(email);
    await page.getByRole("button", { name: "Continue" }).click();
    await expect(page.getByText(email)).toBeVisible();
    await expectAccessible(page);
    await enterCode(page, codeIn(await inbox.waitForMail(email)));
    await page.getByLabel("Password", { exact: true }).fill(password);
    await expectAccessible(page);
    await page.getByRole("button", { name: "Create account" }).click();
    await expect(page.getByText("You are signed in")).toBeVisible();
    await expectAccessible(page);
  });

  await test.step("sign-in by password", async () => {
    await signOut(page);
    await expectSignedOut(page);
    await expectAccessible(page);
    await startSignIn(page, email);
    await expectAccessible(page);
    await enterPassword(page, password);
    await expect(page).toHaveURL("/dashboard");
  });

  await test.step("sign-in by code, chosen from the other methods", async () => {
    await signOut(page);
    await startSignIn(page, email);
    await page.getByRole("button", { name: "Email me a code" }).click();
    await enterCode(page, codeIn(await inbox.waitForMail(email)));
    await expect(page).toHaveURL("/dashboard");
  });
});

test("[P19 PW-09 SE-06] a forgotten password is replaced, and other browsers are signed out", async ({
  page,
  inbox,
  createUser,
  signIn,
  newBrowser,
}) => {
  const person = await createUser();
  const elsewhere = await newBrowser();
  await signIn(elsewhere, person);
  await elsewhere.goto("/dashboard");
  await expect(elsewhere.getByText("You are signed in")).toBeVisible();

  await startSignIn(page, person.email);
  await page.getByRole("link", { name: "Forgotten your password?" }).click();
  await expect(page.getByRole("heading", { name: "Reset your password" })).toBeVisible();
  await expectAccessible(page);
  await page.getByLabel("Email address").fill(person.email);
  await page.getByRole("button", { name: "Send code" }).click();
  await enterCode(page, codeIn(await inbox.waitForMail(person.email)));
  const password = newPassword();
  await page.getByLabel("New password", { exact: true }).fill(password);
  await expect(page.getByLabel("Sign out everywhere else")).toBeChecked();
  await expectAccessible(page);
  await page.getByRole("button", { name: "Set new password" }).click();
  await expect(page).toHaveURL("/dashboard");

  await expectSignedOut(elsewhere);
  const notice = await inbox.waitForMail(person.email, { about: /password/i });
  expect(notice.text).not.toContain(password);
  await signOut(page);
  await startSignIn(page, person.email);
  await enterPassword(page, person.password ?? "");
  await expect(page.getByText("The password doesn't match")).toBeVisible();
  await enterPassword(page, password);
  await expect(page).toHaveURL("/dashboard");
});

test("[B09 SE-09] the profile lists the browsers one is signed in on, and ends them", async ({
  page,
  createUser,
  signIn,
  newBrowser,
}) => {
  const person = await createUser();
  const elsewhere = await newBrowser();
  await signIn(elsewhere, person);
  await startSignIn(page, person.email);
  await enterPassword(page, person.password ?? "");
  await page.waitForURL("/dashboard");

  await page.getByRole("link", { name: "Password and devices" }).click();
  const devices = page.getByRole("list", { name: "Devices" }).getByRole("listitem");
  await expect(devices).toHaveCount(2);
  await expect(devices.filter({ hasText: "Chrome" })).toHaveCount(1);
  await expectAccessible(page);
  await page.getByRole("button", { name: "Sign out all other devices" }).click();
  await expect(devices).toHaveCount(1);
  await expectSignedOut(elsewhere);
});

test("[P52 AZ-01 AZ-07] the first admin changes a setting, and another browser sees it at once", async ({
  page,
  inbox,
  db,
  newBrowser,
}) => {
  // Only while there is no admin does the address count.
  await db`DELETE FROM users WHERE role = 'admin' OR email = ${ADMIN_EMAIL}`;
  const visitor = await newBrowser();
  await visitor.goto("/sign-up");
  await expect(visitor.getByLabel("Email address")).toBeVisible();

  await signUp(page, inbox, { email: ADMIN_EMAIL, password: newPassword() });
  await page.goto("/admin");
  await expectAccessible(page);
  await page.getByRole("link", { name: "Open settings" }).click();
  const open = page.getByLabel("Open", { exact: true });
  await expect(open).toBeChecked();
  await expectAccessible(page);
  await open.click();
  await page.getByRole("button", { name: "Save sign-up settings" }).click();
  await expect(page.getByText("Saved.")).toBeVisible();

  await visitor.reload();
  await expect(visitor.getByRole("heading", { name: "Sign-up is closed" })).toBeVisible();
  const [event] = await db`SELECT data FROM audit_events WHERE type = 'settings.changed' ORDER BY id DESC LIMIT 1`;
  expect(event?.data).toEqual({ section: "signUp", changes: { open: { from: true, to: false } } });
});
