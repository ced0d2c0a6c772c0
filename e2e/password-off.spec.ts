import { codeIn, expect, expectAccessible, newAddress, newPassword, test } from "./fixtures";
import { clientOf, post, proveByCode, signInByPassword, startReset, startSignUp } from "./support/instances-steps";
import { clientWith, saveSection, settingsCard } from "./support/settings-forms";
import { enterCode, enterPassword, signOut, startSignIn } from "./support/steps";

test("[P17 P54] a password is removed in the profile, told by mail, and a code signs in from then on", async ({
  page,
  inbox,
  createUser,
  signIn,
  newBrowser,
  changeSettings,
}) => {
  await changeSettings({ password: { requiredAtSignUp: false } });
  const person = await createUser();
  const elsewhere = await newBrowser();
  await signIn(elsewhere, person);
  await signIn(page, person);
  await page.goto("/profile/security");
  await page.getByRole("button", { name: "Remove password" }).click();
  await expect(page.getByText("You have none: you sign in another way.")).toBeVisible();
  await expect(page.getByRole("button", { name: "Remove password" })).toBeHidden();
  await expectAccessible(page);
  await inbox.waitForMail(person.email, { about: /password was removed/ });
  await elsewhere.goto("/dashboard");
  await expect(elsewhere).toHaveURL(/\/sign-in/);

  await signOut(page);
  await startSignIn(page, person.email);
  await enterPassword(page, person.password ?? "");
  await expect(page.getByText("The password doesn't match")).toBeVisible();
  await page.getByRole("button", { name: "Email me a code" }).click();
  await enterCode(page, codeIn(await inbox.waitForMail(person.email)));
  await expect(page).toHaveURL("/dashboard");
});

test("[P17 P54] a password stays where everybody needs one, and where it is the last way in", async ({
  page,
  db,
  server,
  createUser,
  signIn,
  changeSettings,
}) => {
  const admin = clientWith(await signIn(page, await createUser({ role: "admin" })), server.url, "10.0.0.9");
  await changeSettings({ username: { signUp: "optional", signIn: true }, password: { requiredAtSignUp: false } });
  const person = await createUser({ username: `alone-${newPassword().slice(0, 6).replace(/\W/g, "x").toLowerCase()}` });
  await db`DELETE FROM identifiers WHERE user_id = ${person.id} AND kind = 'email'`;
  const session = await signIn(page, person);
  await page.goto("/profile/security");
  await page.getByRole("button", { name: "Remove password" }).click();
  await expect(page.getByText("This is your last way to sign in. Add another one first.")).toBeVisible();

  // The form was taken before passwords were asked of everybody.
  const client = clientWith(session, server.url, "10.0.0.8");
  const form = (await client.forms("/profile/security")).find(
    ({ fields }) => fields.has("signOutOthers") && !fields.has("password"),
  );
  if (!form) throw new Error("there is no form to remove the password");
  await saveSection(admin, "password");
  const answer = await client.submit(form, { signOutOthers: undefined });
  expect([answer.status, (await answer.text()).includes("A password is required here")]).toEqual([409, true]);
  await page.reload();
  await expect(page.getByRole("button", { name: "Remove password" })).toBeHidden();
  expect(await db`SELECT 1 FROM passwords WHERE user_id = ${person.id}`).toHaveLength(1);
});

test("[P18 P52 PW-12] Password off: nobody new gets one, who has one keeps it, and on again nothing is lost", async ({
  page,
  db,
  server,
  inbox,
  createUser,
  signIn,
  newBrowser,
}) => {
  const person = await createUser();
  await signIn(page, await createUser({ role: "admin" }));
  const card = settingsCard(page, "Password");
  const save = async () => {
    await card.getByRole("button", { name: "Save" }).click();
    await expect(card.getByText("Saved.")).toBeVisible();
  };
  const newcomer = clientOf(server.url);
  const email = newAddress();
  await proveByCode(newcomer, "/sign-up", await startSignUp(newcomer, inbox, email));
  const asked = await newcomer.form("/sign-up/continue", "password");
  await page.goto("/admin/authentication");
  await card.getByLabel("Passwords", { exact: true }).uncheck();
  await save();

  await test.step("new people are asked for none, and get none by a form they still have open", async () => {
    expect((await newcomer.submit(asked, { password: newPassword() })).status).toBe(303);
    await newcomer
      .send("/profile/security")
      .then(async (answer) => expect(await answer.text()).not.toContain("Password"));
    const [other, address] = [clientOf(server.url), newAddress()];
    const code = await startSignUp(other, inbox, address);
    const answer = await post(other, "/sign-up/verify", "code", code);
    expect([answer.status, answer.headers.get("location")]).toEqual([303, "/dashboard"]);
    const held =
      await db`SELECT 1 FROM passwords p JOIN identifiers i USING (user_id) WHERE i.value IN ${db([email, address])}`;
    expect(held).toHaveLength(0);
  });

  await test.step("nor by a reset", async () => {
    const resetting = clientOf(server.url);
    await db`DELETE FROM rate_limits`;
    await proveByCode(resetting, "/reset-password", await startReset(resetting, inbox, email));
    expect(await (await resetting.send("/reset-password/new")).text()).toContain("You have no password");
    // The form of somebody who has one, posted by somebody who has none.
    const other = clientOf(server.url);
    await proveByCode(other, "/reset-password", await startReset(other, inbox, person.email));
    const form = await other.form("/reset-password/new", "password");
    const answer = await resetting.submit(form, { password: newPassword(), signOutOthers: undefined });
    expect(answer.status).toBe(409);
    expect(
      await db`SELECT 1 FROM passwords p JOIN identifiers i USING (user_id) WHERE i.value = ${email}`,
    ).toHaveLength(0);
  });

  const password = newPassword();
  await test.step("who has one signs in with it, and changes it", async () => {
    const theirs = await newBrowser();
    await startSignIn(theirs, person.email);
    await enterPassword(theirs, person.password ?? "");
    await theirs.waitForURL("/dashboard");
    await theirs.goto("/profile/security");
    await theirs.getByLabel("New password", { exact: true }).fill(password);
    await theirs.getByRole("button", { name: "Change password" }).click();
    await expect(theirs.getByText("Your password is saved")).toBeVisible();
  });

  await card.getByLabel("Passwords", { exact: true }).check();
  await save();
  await signInByPassword(clientOf(server.url), { ...person, password });
});
