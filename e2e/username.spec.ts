import { codeIn, expect, expectAccessible, newAddress, newNumber, newPassword, test } from "./fixtures";
import { clientOf, post, proveByCode, tally } from "./support/instances-steps";
import { settingsCard } from "./support/settings-forms";
import { enterCode, enterPassword, signOut } from "./support/steps";

const newName = () => `Pat-${newPassword().slice(0, 8).replace(/\W/g, "x")}`;
const CHARACTERS = "Use Latin letters, digits, _ and - only.";
const RESERVED = "This name is reserved. Choose another one.";

test("[P14 P15 WF-10] what can't be a username, in words, and one that can", async ({
  page,
  inbox,
  server,
  createUser,
  changeSettings,
}) => {
  await changeSettings({ username: { signUp: "required", signIn: true } });
  const [email, password, name] = [newAddress(), newPassword(), newName()];
  await createUser({ username: `taken-${name.toLowerCase()}` });
  await page.goto("/sign-up");
  await expect(
    page.getByText("4 to 64 characters: Latin letters, digits, _ and -, with at least one letter."),
  ).toBeVisible();
  await expectAccessible(page);

  const username = page.getByLabel("Username");
  for (const [typed, words] of [
    ["pat", "Use 4 to 64 characters."],
    ["p".repeat(65), "Use 4 to 64 characters."],
    ["20250714", "Use at least one letter."],
    ["415-555-0132", "Use at least one letter."],
    ["Admin", RESERVED],
    ["a-d-m-i-n", RESERVED],
    ["pat.smith", CHARACTERS],
    ["p\u0430tricia", "Use Latin letters only, like a to z and é."],
    ["pat\u200bricia", CHARACTERS],
    ["\u202epatricia", CHARACTERS],
    [`TAKEN-${name}`, "That username is taken. Choose another one."],
  ] as [string, string][]) {
    await page.getByLabel("Email address").fill(email);
    await username.fill(typed);
    await page.getByRole("button", { name: "Continue" }).click();
    await expect(page.getByText(words)).toBeVisible();
    await expect(username).toBeFocused();
    await expect(username).toHaveValue(typed);
    await expect(page.getByLabel("Email address")).toHaveValue(email);
  }
  await expectAccessible(page);

  const client = clientOf(server.url);
  const form = await client.form("/sign-up", "username");
  for (const special of "^$!.`#+~") {
    const answer = await client.submit(form, { email, username: `pat${special}smith` });
    expect([special, answer.status, (await answer.text()).includes(CHARACTERS)]).toEqual([special, 422, true]);
  }

  await username.fill(name);
  await page.getByRole("button", { name: "Continue" }).click();
  await enterCode(page, codeIn(await inbox.waitForMail(email)));
  await page.getByLabel("Password", { exact: true }).fill(password);
  await page.getByRole("button", { name: "Create account" }).click();
  await page.waitForURL("/dashboard");

  await signOut(page);
  await page.goto("/sign-in");
  await expect(page.getByText("Enter your email address or username to go on.")).toBeVisible();
  await page.getByLabel("Email address or username").fill(name.toUpperCase());
  await page.getByRole("button", { name: "Continue" }).click();
  await expect(page.getByText(`For ${name.toLowerCase()}.`)).toBeVisible();
  await enterPassword(page, password);
  await expect(page).toHaveURL("/dashboard");
});

test("[P15 P52] the sentence below the field follows the settings an admin saves, and so does the rule", async ({
  page,
  createUser,
  signIn,
  newBrowser,
}) => {
  await signIn(page, await createUser({ role: "admin" }));
  await page.goto("/admin/authentication");
  const card = settingsCard(page, "Username");
  await card.getByLabel("Ask for one at sign-up").selectOption("Optional");
  await card.getByLabel("Fewest characters").fill("6");
  await card.getByLabel("Most characters").fill("20");
  await card.getByLabel("More characters").check();
  await card.getByRole("button", { name: "Save" }).click();
  await expect(card.getByText("Saved.")).toBeVisible();
  await expect(card.getByLabel("Ask for one at sign-up")).toHaveValue("optional");
  await expect(card.getByLabel("More characters")).toBeChecked();

  const visitor = await newBrowser();
  await visitor.goto("/sign-up");
  await expect(
    visitor.getByText("6 to 20 characters: Latin letters, digits and _ - ^ $ ! . ` # + ~, with at least one letter."),
  ).toBeVisible();
  await visitor.getByLabel("Email address").fill(newAddress());
  await visitor.getByLabel("Username (optional)").fill("pat.s");
  await visitor.getByRole("button", { name: "Continue" }).click();
  await expect(visitor.getByText("Use 6 to 20 characters.")).toBeVisible();
  await visitor.getByLabel("Username (optional)").fill("pat.smith+news!");
  await visitor.getByRole("button", { name: "Continue" }).click();
  await expect(visitor).toHaveURL("/sign-up/verify");
});

test("[P14 P16 P54] a username is set and changed in the profile, told by mail, and the old one signs nobody in", async ({
  page,
  inbox,
  createUser,
  signIn,
  changeSettings,
}) => {
  await changeSettings({
    phone: { signUp: "optional", signIn: true },
    username: { signUp: "optional", signIn: true },
  });
  const [old, name] = [newName().toLowerCase(), newName()];
  const other = await createUser({ username: `other-${old}` });
  const person = await createUser({ phone: newNumber() });
  await signIn(page, person);
  await page.goto("/profile");
  const username = page.getByLabel("Username", { exact: true });
  await username.fill(old);
  await page.getByRole("button", { name: "Set username" }).click();
  await expect(page.getByText(`Your username is ${old}.`)).toBeVisible();
  expect((await inbox.waitForMail(person.email, { about: /username/ })).text).toContain(old);

  await username.fill(other.username?.toUpperCase() ?? "");
  await page.getByRole("button", { name: "Change username" }).click();
  await expect(page.getByText("That username is taken.")).toBeVisible();
  await expect(username).toHaveValue(other.username?.toUpperCase() ?? "");
  await username.fill(name);
  await page.getByRole("button", { name: "Change username" }).click();
  await expect(page.getByText(`Your username is ${name.toLowerCase()}.`)).toBeVisible();
  await expect(username).toHaveValue(name.toLowerCase());
  expect((await inbox.waitForMail(person.email, { about: /username/ })).text).toContain(name.toLowerCase());
  await expectAccessible(page);

  await signOut(page);
  await page.goto("/sign-in");
  await expect(page.getByText("Enter your email address, phone number or username to go on.")).toBeVisible();
  const asked = page.getByLabel("Email address, phone number or username");
  await asked.fill(old);
  await page.getByRole("button", { name: "Continue" }).click();
  await enterPassword(page, person.password ?? "");
  await expect(page.getByText("The password doesn't match")).toBeVisible();
  for (const identifier of [name, person.phone ?? "", person.email]) {
    await page.goto("/sign-in");
    await asked.fill(identifier);
    await page.getByRole("button", { name: "Continue" }).click();
    await page.waitForURL("/sign-in/verify");
    const byPassword = page.getByRole("button", { name: "Use your password" });
    if (await byPassword.isVisible()) await byPassword.click();
    await enterPassword(page, person.password ?? "");
    await page.waitForURL("/dashboard");
    await signOut(page);
  }
});

test("[P14 RC-04] of 20 sign-ups with one username that end at once one gets it", async ({
  server,
  inbox,
  db,
  changeSettings,
}) => {
  await changeSettings({ username: { signUp: "required", signIn: true } });
  const name = newName();
  const journeys = await Promise.all(
    Array.from({ length: 20 }, async (_, index) => {
      const [client, email] = [clientOf(server.url), newAddress()];
      // In half of them with other letters for the same name.
      const username = index % 2 ? name.toUpperCase() : name;
      await client.submit(await client.form("/sign-up", "username"), { email, username });
      await proveByCode(client, "/sign-up", codeIn(await inbox.waitForMail(email)));
      return client;
    }),
  );
  const answers = await Promise.all(
    journeys.map((client) => post(client, "/sign-up/continue", "password", newPassword())),
  );
  expect(tally(answers)).toEqual({ 303: 1, 409: 19 });
  expect(await answers.find(({ status }) => status === 409)?.text()).toContain("That username is taken");
  expect(await db`SELECT 1 FROM identifiers WHERE value = ${name.toLowerCase()}`).toHaveLength(1);
});
