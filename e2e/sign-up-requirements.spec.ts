import type { Section, Settings } from "../lib/settings/schema";
import { codeIn, expect, expectAccessible, newAddress, newNumber, newPassword, test, textCode } from "./fixtures";
import { clientWith, saveSection } from "./support/settings-forms";
import { enterCode, signOut } from "./support/steps";

type Asked = "off" | "optional" | "required";
const KINDS = ["email", "phone", "username"] as const;

/** What is asked for each of names, email, phone, username; and the labels of the fields, from the top. */
const table: [[names: Asked, email: Asked, phone: Asked, username: Asked], string[]][] = [
  [["off", "required", "off", "off"], ["Email address"]],
  [
    ["optional", "required", "off", "off"],
    ["First name (optional)", "Last name (optional)", "Email address"],
  ],
  [
    ["required", "optional", "optional", "required"],
    ["First name", "Last name", "Email address (optional)", "Phone number (optional)", "Username"],
  ],
  [
    ["off", "off", "required", "optional"],
    ["Phone number", "Username (optional)"],
  ],
  [
    ["required", "required", "required", "required"],
    ["First name", "Last name", "Email address", "Phone number", "Username"],
  ],
];

test("[P06 P26 P52] sign-up asks for what the settings say, in one order, and names what is missing", async ({
  page,
  server,
  createUser,
  signIn,
  newBrowser,
}) => {
  const admin = clientWith(await signIn(page, await createUser({ role: "admin" })), server.url, "10.0.0.9");
  const save = <S extends Section>(section: S, change: Partial<Settings[S]>) => saveSection(admin, section, change);
  const visitor = await newBrowser();
  const labels = visitor.locator("main form label");

  for (const [[names, ...asked], shown] of table) {
    // On all at first: one after the other would contradict what stands.
    for (const kind of KINDS) await save(kind, { signUp: "optional", signIn: true });
    for (const [index, kind] of KINDS.entries()) await save(kind, { signUp: asked[index], signIn: true });
    await save("names", { firstName: names, lastName: names });
    await visitor.goto("/sign-up");
    await expect(labels).toHaveText(shown);
    await visitor.getByRole("button", { name: "Continue" }).click();
    const missing = shown.filter((label) => !label.endsWith("(optional)"));
    for (const label of missing) await expect(visitor.getByText(`Enter your ${label.toLowerCase()}.`)).toBeVisible();
    await expect(visitor.getByLabel(missing[0] ?? "", { exact: true })).toBeFocused();
  }
  await expectAccessible(visitor);

  await test.step("where nothing is required, one of them is demanded, and one is enough", async () => {
    await save("names", { firstName: "off", lastName: "off" });
    for (const kind of KINDS) await save(kind, { signUp: "optional", signIn: true });
    await save("username", {});
    await visitor.goto("/sign-up");
    await expect(labels).toHaveText(["Email address (optional)", "Phone number (optional)"]);
    await visitor.getByRole("button", { name: "Continue" }).click();
    await expect(
      visitor.getByText("Enter your email address or phone number, so that you can sign in again."),
    ).toBeVisible();
    await expect(visitor.getByLabel("Email address")).toBeFocused();
    await visitor.getByLabel("Phone number").fill(newNumber());
    await visitor.getByRole("button", { name: "Continue" }).click();
    await expect(visitor.getByRole("heading", { name: "Verify your number" })).toBeVisible();
  });
});

test("[P06 P26] a sign-up with all there is: each proved in turn, names kept and changed in the profile", async ({
  page,
  inbox,
  phone,
  db,
  changeSettings,
}) => {
  await changeSettings({
    names: { firstName: "required", lastName: "optional" },
    phone: { signUp: "required", signIn: true },
    username: { signUp: "optional", signIn: true },
  });
  const [email, number] = [newAddress(), newNumber()];
  await page.goto("/sign-up");
  await page.getByLabel("First name").fill("Grace");
  await page.getByLabel("Email address").fill(email);
  await page.getByLabel("Phone number").fill(number);
  await page.getByRole("button", { name: "Continue" }).click();
  await enterCode(page, codeIn(await inbox.waitForMail(email)));
  await expect(page.getByRole("heading", { name: "Verify your number" })).toBeVisible();
  await enterCode(page, textCode(await phone.waitForText(number)));
  await page.getByLabel("Password", { exact: true }).fill(newPassword());
  await page.getByRole("button", { name: "Create account" }).click();
  await expect(page.getByRole("heading", { name: "Hello, Grace" })).toBeVisible();
  const held = await db`
    SELECT kind, verified_at IS NOT NULL AS verified FROM identifiers
    WHERE user_id = (SELECT user_id FROM identifiers WHERE value = ${email}) ORDER BY kind`;
  expect(held).toEqual([
    { kind: "email", verified: true },
    { kind: "phone", verified: true },
  ]);
  await page.goto("/profile");
  await page.getByLabel("Last name (optional)").fill("Hopper");
  await page.getByRole("button", { name: "Save name" }).click();
  await expect(page.getByText("Your name is saved.")).toBeVisible();
  await expect(page.getByLabel("Last name (optional)")).toHaveValue("Hopper");
});

test("[P06] with “verify at sign-up” off an account comes first, and its address is proved later", async ({
  page,
  inbox,
  changeSettings,
}) => {
  await changeSettings({ email: { verifyAtSignUp: false } });
  const email = newAddress();
  await page.goto("/sign-up");
  await page.getByLabel("Email address").fill(email);
  await page.getByRole("button", { name: "Continue" }).click();
  await page.getByLabel("Password", { exact: true }).fill(newPassword());
  await page.getByRole("button", { name: "Create account" }).click();
  await page.waitForURL("/dashboard");
  expect(await inbox.mails(email)).toEqual([]);

  await page.goto("/profile");
  await expect(page.getByText("Unverified")).toBeVisible();
  await page.getByRole("button", { name: `Verify ${email}` }).click();
  await enterCode(page, codeIn(await inbox.waitForMail(email)));
  await page.waitForURL("/profile");
  await expect(page.getByText("Unverified")).toBeHidden();
  await signOut(page);
});
