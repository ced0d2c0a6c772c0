import type { Locator } from "@playwright/test";
import { expect, expectAccessible, test } from "./fixtures";
import { clientWith, postSection, saveSection, settingsCard } from "./support/settings-forms";

const NOTHING_SAVED = "Nothing was saved: these settings contradict each other. See the marked fields.";
const NOBODY = "With this, nobody could sign in";
const NO_RESET = "A forgotten password could not be reset: let sign-up ask for an address or a number.";
const NO_WAY_BACK = "With this, new people could not sign in again with what sign-up asks them for.";

/** Presses Save and asserts that it is refused with these words beside the field. */
async function expectRefused(card: Locator, field: Locator, words: string): Promise<void> {
  await card.getByRole("button", { name: "Save" }).click();
  await expect(card.getByText(NOTHING_SAVED)).toBeVisible();
  await expect(field).toHaveAttribute("aria-invalid", "true");
  await expect(card.locator(`[id="${await field.getAttribute("aria-describedby")}"]`)).toContainText(words);
}

test("[P06 P52 AZ-07] settings that contradict each other are refused beside the field, and stay as typed", async ({
  page,
  db,
  server,
  createUser,
  signIn,
}) => {
  const session = await signIn(page, await createUser({ role: "admin" }));
  const admin = clientWith(session, server.url, "10.0.0.9");
  const stored = () => db`SELECT section, value FROM settings ORDER BY section`;
  const [email, username, password] = ["Email", "Username", "Password"].map((title) => settingsCard(page, title));
  if (!email || !username || !password) throw new Error("unreachable");
  await page.goto("/admin/authentication");

  await test.step("nobody could say who they are", async () => {
    const field = email.getByLabel("Sign in with an address");
    await email.getByLabel("Verify by").selectOption("Link");
    await email.getByLabel("Require the same device").uncheck();
    await field.uncheck();
    await expectRefused(email, field, NOBODY);
    await expect(field).not.toBeChecked();
    await expect(field).toBeFocused();
    await expect(email.getByLabel("Verify by")).toHaveValue("link");
    await expect(email.getByLabel("Sign in with a code")).toBeChecked();
    await expect(email.getByLabel("Sign in with a link")).not.toBeChecked();
    await expect(email.getByLabel("Require the same device")).not.toBeChecked();
    await expectAccessible(page);
    // The rest of what was typed is fine: mended, it is saved as it stands.
    await field.check();
    await expect(email.getByText("Not saved yet")).toBeVisible();
    expect(await stored()).toEqual([]);
  });

  await test.step("sign-up asks for nothing", async () => {
    const field = email.getByLabel("Ask for one at sign-up");
    await field.selectOption("Off");
    await expectRefused(email, field, "Sign-up has to ask for an address, a number or a username.");
    await expect(field).toHaveValue("off");
  });

  await test.step("bounds the wrong way round", async () => {
    const shortest = username.getByLabel("Fewest characters");
    await shortest.fill("9");
    await username.getByLabel("Most characters").fill("8");
    await expectRefused(username, shortest, "This can't be more than the longest.");
    await expect(shortest).toHaveValue("9");
    await expect(username.getByLabel("Most characters")).toHaveValue("8");
    const sessions = settingsCard(page, "Sessions");
    const idle = sessions.getByLabel("Without a visit");
    await idle.fill("31");
    await expectRefused(sessions, idle, "This can't be longer than the longest session.");
    await expect(idle).toHaveValue("31");
  });
  expect(await stored()).toEqual([]);

  await test.step("without codes: passwords off, none asked for, a code first", async () => {
    await saveSection(admin, "email", { codeSignIn: false });
    const before = await stored();
    await page.reload();
    const ask = password.getByLabel("Ask for one at sign-up");
    await ask.uncheck();
    await expectRefused(password, ask, NO_WAY_BACK);
    const enabled = password.getByLabel("Passwords", { exact: true });
    await enabled.uncheck();
    await expectRefused(password, enabled, NOBODY);
    await expect(enabled).not.toBeChecked();
    await expect(ask).not.toBeChecked();
    const signInCard = settingsCard(page, "Sign-in");
    const first = signInCard.getByLabel("First method");
    await first.selectOption("Code or link");
    await expectRefused(signInCard, first, "A code or link is what people are asked first");
    expect(await stored()).toEqual(before);
  });

  await test.step("a password that could never be reset", async () => {
    await saveSection(admin, "email");
    await saveSection(admin, "username", { signUp: "required", signIn: true });
    const before = await stored();
    await page.reload();
    const field = email.getByLabel("Ask for one at sign-up");
    await field.selectOption("Off");
    await expectRefused(email, field, NO_RESET);
    expect(await stored()).toEqual(before);
  });
});

test("[P52 AZ-07] an admin can't save what would shut them out themselves", async ({
  page,
  db,
  createUser,
  signIn,
}) => {
  await signIn(page, await createUser({ role: "admin", password: null }));
  await page.goto("/admin/authentication");
  const card = settingsCard(page, "Email");
  await card.getByLabel("Sign in with a code").uncheck();
  await card.getByRole("button", { name: "Save" }).click();
  await expect(card.getByText("Nothing was saved: you could not sign in yourself any more.")).toBeVisible();
  await expect(card.getByLabel("Sign in with a code")).not.toBeChecked();
  expect(await db`SELECT section FROM settings`).toEqual([]);
});

test("[P52 AZ-07] no form, however it is filled in, saves what is out of bounds", async ({
  page,
  db,
  server,
  createUser,
  signIn,
}) => {
  const admin = clientWith(await signIn(page, await createUser({ role: "admin" })), server.url, "10.0.0.9");
  const answers = [
    await postSection(admin, "password", { minLength: 7 }),
    await postSection(admin, "password", { maxLength: 129 }),
    await postSection(admin, "password", { minStrength: 5 }),
    await postSection(admin, "username", { minLength: 3 }),
    await postSection(admin, "username", { maxLength: 65 }),
    await postSection(admin, "email", { signUp: "sometimes" as "off" }),
    await postSection(admin, "names", { firstName: "" as "off" }),
  ];
  expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 422));
  expect(await db`SELECT section FROM settings`).toEqual([]);
});
