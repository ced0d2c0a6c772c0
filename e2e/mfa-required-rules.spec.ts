import { expect, expectAccessible, newNumber, test } from "./fixtures";
import { appCode } from "./support/authenticator";
import { askForText, nextTextCode, WITH_PHONES } from "./support/phone-steps";
import { factorRow, passFirstStep, readKey } from "./support/second-factor-steps";
import { clientWith, settingsCard } from "./support/settings-forms";
import { enterCode } from "./support/steps";

/* What follows from requiring a second step: for those who have one, for the last one, and for the settings. */

const REQUIRED = { mfa: { totp: true, phoneCode: true, required: true } };

test("[P39 MF-08] whoever has one already is asked for it, not to set one up", async ({
  page,
  createUser,
  changeSettings,
  secondFactors,
}) => {
  const person = await createUser();
  const seed = await secondFactors.app(person);
  await changeSettings(REQUIRED);
  await passFirstStep(page, person);
  await page.goto("/second-factor/sign-in/enrol");
  await expect(page).toHaveURL("/second-factor/sign-in");
  await enterCode(page, appCode(seed));
  await page.waitForURL("/dashboard");
});

test("[P39 P40 MF-10] the number of the first step can't be set up as the second one", async ({
  page,
  phone,
  createUser,
  changeSettings,
}) => {
  await changeSettings({ ...REQUIRED, ...WITH_PHONES });
  const number = newNumber();
  await createUser({ phone: number });
  await askForText(page, number);
  await enterCode(page, await nextTextCode(phone, number));
  await page.getByRole("button", { name: /^Text message/ }).click();
  await page.getByLabel("Phone number").fill(number);
  await page.getByRole("button", { name: "Send code" }).click();
  await expect(page.getByText("This number was your first step already.")).toBeVisible();
  await expectAccessible(page);
  await page.getByRole("button", { name: /^Authenticator app/ }).click();
  await enterCode(page, appCode(await readKey(page)));
  await page.waitForURL("/dashboard");
});

test("[P39 P43] the last one can't be removed: the row says why, and the post behind the button is refused", async ({
  page,
  server,
  clientAddress,
  db,
  createUser,
  signIn,
  changeSettings,
  secondFactors,
}) => {
  const number = newNumber();
  const person = await createUser({ phone: number });
  await secondFactors.app(person);
  const session = await signIn(page, person, { amr: ["password", "totp"] });
  await changeSettings({ mfa: { totp: true, phoneCode: true } });
  const client = clientWith(session, server.url, clientAddress);
  const factors = () => db<{ id: string }[]>`SELECT id FROM second_factors WHERE user_id = ${person.id}`;
  const [app] = await factors();
  const forms = await client.forms("/profile/security");
  const removal = forms.filter(({ fields }) => fields.get("id") === app?.id);
  expect(removal).toHaveLength(1);

  await changeSettings(REQUIRED);
  await page.goto("/profile/security");
  const row = factorRow(page, "Authenticator app");
  await expect(row).toContainText("Required here: set up another one before you remove it.");
  await expect(row.getByRole("button")).toHaveCount(0);
  await expectAccessible(page);
  for (const form of removal) {
    const answer = await client.submit(form);
    expect(answer.status).toBe(409);
    expect(await answer.text()).toContain("A second step is required here.");
  }
  expect(await factors()).toHaveLength(1);

  // Beside another one it may go.
  await secondFactors.number(person, number);
  await page.reload();
  await page.getByRole("button", { name: "Remove authenticator app" }).click();
  await expect(page.getByRole("button", { name: "Set up an authenticator app" })).toBeVisible();
  expect(await factors()).toHaveLength(1);
});

test("[P39 MF-10 AZ-07] nothing of it can be on without the app: the form says so, and saves nothing", async ({
  page,
  db,
  createUser,
  signIn,
}) => {
  await signIn(page, await createUser({ role: "admin" }));
  await page.goto("/admin/authentication");
  const card = settingsCard(page, "Two-step verification");
  for (const label of ["Require it", "Text message", "Backup codes"]) {
    await card.getByLabel(label, { exact: true }).check();
    await card.getByRole("button", { name: "Save" }).click();
    await expect(card.getByText("Nothing was saved: these settings contradict each other.")).toBeVisible();
    await expect(card.getByText("an app works for everybody.")).toBeVisible();
    await expect(card.getByLabel("Authenticator app")).toBeFocused();
    await card.getByLabel(label, { exact: true }).uncheck();
  }
  await expectAccessible(page);
  expect(await db`SELECT 1 FROM settings`).toHaveLength(0);
  await card.getByLabel("Require it").check();
  await card.getByLabel("Authenticator app").check();
  await card.getByRole("button", { name: "Save" }).click();
  await expect(card.getByText("Saved.")).toBeVisible();
});
