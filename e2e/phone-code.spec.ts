import { codeIn, expect, expectAccessible, newAddress, newNumber, newPassword, test } from "./fixtures";
import {
  addNumber,
  askForText,
  asShown,
  atHome,
  nextTextCode,
  ONLY_PHONES,
  signUpWithNumber,
  WITH_PHONES,
} from "./support/phone-steps";
import { enterCode, expectRefused, expectSignedOut, signOut, wrongCodes } from "./support/steps";
import { textCode } from "./support/texts";

test("[P07 B14] a newcomer signs up with a number alone, and comes back by it, written as at home or abroad", async ({
  page,
  phone,
  server,
  db,
  travel,
  changeSettings,
}) => {
  const number = newNumber();
  await changeSettings(ONLY_PHONES);
  await page.goto("/sign-up");
  await expectAccessible(page);
  await signUpWithNumber(page, atHome(number));
  await expect(page.getByText(`We sent a 6-digit code to ${asShown(number)}.`)).toBeVisible();
  await expect(page.getByRole("textbox")).toHaveAttribute("autocomplete", "one-time-code");
  await expectAccessible(page);

  const message = await phone.waitForText(number);
  const code = textCode(message);
  expect(message.text.split("\n").at(-1)).toBe(`@${new URL(server.url).hostname} #${code}`);
  await enterCode(page, code);
  await page.waitForURL("/dashboard");
  const held = await db`SELECT kind, verified_at FROM identifiers WHERE value = ${number}`;
  expect(held).toMatchObject([{ kind: "phone", verified_at: expect.any(Date) }]);

  for (const typed of [atHome(number), number]) {
    await signOut(page);
    await expectSignedOut(page);
    await travel(0.6);
    await askForText(page, typed);
    await enterCode(page, await nextTextCode(phone, number));
    await page.waitForURL("/dashboard");
  }
});

test("[P07 P26] where an address and a number are required, the address is proved first, and no text leaves before", async ({
  page,
  inbox,
  phone,
  changeSettings,
}) => {
  const [email, number] = [newAddress(), newNumber()];
  await changeSettings({ phone: { signUp: "required", signIn: true } });
  await page.goto("/sign-up");
  await page.getByLabel("Email address").fill(email);
  await page.getByLabel("Phone number").fill(number);
  await page.getByRole("button", { name: "Continue" }).click();
  await expect(page.getByText(`We sent a 6-digit code to ${email}.`)).toBeVisible();
  const mail = await inbox.waitForMail(email);
  expect(await phone.texts()).toEqual([]);
  await enterCode(page, codeIn(mail));
  await expect(page.getByText(`We sent a 6-digit code to ${asShown(number)}.`)).toBeVisible();
  await enterCode(page, await nextTextCode(phone, number));
  await page.getByLabel("Password", { exact: true }).fill(newPassword());
  await page.getByRole("button", { name: "Create account" }).click();
  await page.waitForURL("/dashboard");
  await page.goto("/profile");
  for (const proved of [email, asShown(number)]) {
    await expect(page.getByRole("listitem").filter({ hasText: proved })).toContainText("Primary");
  }
  await expect(page.getByText("Unverified")).toHaveCount(0);
});

test("[P07 SM-05 EM-01 EM-06 EM-07] a texted code comes again after 30 seconds, dies after ten minutes and after five wrong tries", async ({
  page,
  phone,
  createUser,
  travel,
  changeSettings,
}) => {
  await changeSettings(WITH_PHONES);
  const number = newNumber();
  await createUser({ phone: number });
  await askForText(page, number);
  const old = await nextTextCode(phone, number);
  await expect(page.getByRole("button", { name: "Send again in" })).toBeDisabled();
  await travel(10.1);
  await expectRefused(page, old, "expired");
  await page.reload();
  await page.getByRole("button", { name: "Send a new code" }).click();
  const code = await nextTextCode(phone, number);
  await expect(page.getByRole("button", { name: "Send again in" })).toBeDisabled();
  // One expired try is among the five.
  for (const wrong of wrongCodes(code, 4)) await expectRefused(page, wrong, "not right");
  await expectRefused(page, code, "Too many wrong codes");
});

test("[P07] a number is added in the profile, made primary, and the old one removed", async ({
  page,
  phone,
  inbox,
  createUser,
  signIn,
  db,
  changeSettings,
}) => {
  await changeSettings(WITH_PHONES);
  const [before, after] = [newNumber(), newNumber()];
  const person = await createUser({ phone: before });
  await signIn(page, person);
  await addNumber(page, atHome(after));
  await expect(page.getByRole("heading", { name: "Verify your number" })).toBeVisible();
  await expectAccessible(page);
  await enterCode(page, await nextTextCode(phone, after));
  await page.waitForURL("/profile");
  expect((await phone.waitForText(before)).text).toContain("A phone number was added to your");
  await inbox.waitForMail(person.email, { about: /number/i });
  await expectAccessible(page);

  const numbers = page.getByRole("region", { name: "Phone numbers" }).getByRole("listitem");
  await expect(numbers.filter({ hasText: asShown(before) })).toContainText("Primary");
  await page.getByRole("button", { name: `Make primary: ${asShown(after)}` }).click();
  await expect(numbers.first()).toContainText("Primary");
  await expect(numbers.first()).toContainText(asShown(after));
  await page.getByRole("button", { name: `Remove ${asShown(before)}` }).click();
  await expect(numbers).toHaveCount(1);
  await expect
    .poll(async () => (await phone.texts(before)).map(({ text }) => text).join("\n"))
    .toMatch(/The phone number of your .* was changed.*A phone number was removed from your/s);
  const held = await db`SELECT value, is_primary FROM identifiers WHERE user_id = ${person.id} AND kind = 'phone'`;
  expect(held).toEqual([{ value: after, is_primary: true }]);

  await page.getByRole("button", { name: `Remove ${asShown(after)}` }).click();
  await expect(page.getByText("You have no number yet.")).toBeVisible();
});

test("[P07 P19] a forgotten password is replaced after a code by text message", async ({
  page,
  phone,
  createUser,
  changeSettings,
}) => {
  await changeSettings(WITH_PHONES);
  const number = newNumber();
  await createUser({ phone: number });
  await page.goto("/reset-password");
  await page.getByLabel("phone number").fill(atHome(number));
  await page.getByRole("button", { name: "Send code" }).click();
  await enterCode(page, await nextTextCode(phone, number));
  await page.getByLabel("New password", { exact: true }).fill(newPassword());
  await page.getByRole("button", { name: "Set new password" }).click();
  await page.waitForURL("/dashboard");
  expect((await phone.waitForText(number)).text).toContain("password was changed");
});

test("[P07 SE-08] a code by text message confirms who it is before a change", async ({
  page,
  phone,
  createUser,
  signIn,
  changeSettings,
}) => {
  await changeSettings(WITH_PHONES);
  const [number, another] = [newNumber(), newNumber()];
  await signIn(page, await createUser({ phone: number }), { at: new Date(Date.now() - 3_600_000) });
  await addNumber(page, another);
  await page.getByRole("dialog").getByRole("button", { name: "Text me a code" }).click();
  expect(await phone.texts(another)).toEqual([]);
  await enterCode(page, await nextTextCode(phone, number));
  await page.waitForURL("/profile/verify");
  await enterCode(page, await nextTextCode(phone, another));
  await expect(page.getByText(asShown(another))).toBeVisible();
});

test("[SM-06 EN-01] somebody else's number looks like any other in the profile; its owner is told, and keeps it", async ({
  page,
  phone,
  db,
  createUser,
  signIn,
  changeSettings,
}) => {
  await changeSettings(WITH_PHONES);
  const taken = newNumber();
  const [owner, stranger] = [await createUser({ phone: taken }), await createUser()];
  await signIn(page, stranger);
  await addNumber(page, taken);
  await expect(page.getByRole("heading", { name: "Verify your number" })).toBeVisible();
  await expect(page.getByText(`We sent a 6-digit code to ${asShown(taken)}.`)).toBeVisible();
  await expectRefused(page, "000000", "not right");
  expect((await phone.waitForText(taken)).text).toContain("This number has an account already.");

  // Two people prove one number at the same time: the first has it.
  const shared = newNumber();
  await addNumber(page, shared);
  const code = await nextTextCode(phone, shared);
  await db`
    INSERT INTO identifiers (user_id, kind, value, verified_at, is_primary, created_at)
    VALUES (${owner.id}, 'phone', ${shared}, now(), false, now())`;
  await enterCode(page, code);
  await expect(page.getByText("An account with this already exists.")).toBeVisible();
  const held = await db`SELECT user_id, value FROM identifiers WHERE kind = 'phone' AND value IN (${taken}, ${shared})`;
  expect(held.map(({ user_id }) => user_id)).toEqual([owner.id, owner.id]);
});
