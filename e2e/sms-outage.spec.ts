import { readFileSync } from "node:fs";
import { expect, expectAccessible, newNumber, test } from "./fixtures";
import {
  addNumber,
  askForText,
  asShown,
  nextTextCode,
  ONLY_PHONES,
  signUpWithNumber,
  WITH_PHONES,
} from "./support/phone-steps";
import { enterCode } from "./support/steps";

/* The text service refuses, breaks, or never answers. */

test.beforeEach(({ pageErrors }) => pageErrors.allow(/status of 502/));

const NOT_SENT = "The message could not be sent. Nothing was lost: try again in a moment.";

test("[P07 LG-02] signing in: refused by the text service, people read that nothing was sent, and press again", async ({
  page,
  phone,
  server,
  db,
  createUser,
  changeSettings,
}) => {
  await changeSettings(WITH_PHONES);
  const number = newNumber();
  const { id } = await createUser({ phone: number });
  const before = readFileSync(server.stderr).length;
  await phone.failWith(number, "429");
  await askForText(page, number);
  await expect(page.getByText(NOT_SENT)).toBeVisible();
  await expectAccessible(page);
  await page.reload();
  await expect(page.getByRole("heading", { name: "Nothing was sent yet" })).toBeVisible();
  await expect(page.getByText(`We could not send a 6-digit code to ${asShown(number)}.`)).toBeVisible();
  await expectAccessible(page);
  expect(await db`SELECT 1 FROM sms_sends`).toHaveLength(0);
  expect(await db`SELECT 1 FROM audit_events WHERE type = 'code.sent' AND subject_id = ${id}`).toHaveLength(0);
  const said = readFileSync(server.stderr).subarray(before).toString();
  expect(said).toContain("A text message was not sent.");
  expect(said).toContain("429");
  expect(said).not.toContain(number.slice(2));
  expect(said).not.toMatch(/(?<![\w-])\d{6}(?![\w-])/);

  await phone.failWith(number, "sent");
  await page.getByRole("button", { name: "Send a new code" }).click();
  await enterCode(page, await nextTextCode(phone, number));
  await page.waitForURL("/dashboard");
});

test("[P07] signing up: the same when the service breaks", async ({ page, phone, changeSettings }) => {
  await changeSettings(ONLY_PHONES);
  const number = newNumber();
  await phone.failWith(number, "500");
  await signUpWithNumber(page, number);
  await expect(page.getByText(NOT_SENT)).toBeVisible();
  await expect(page.getByLabel("Phone number")).toHaveValue(number);
  await phone.failWith(number, "sent");
  await page.getByRole("button", { name: "Continue" }).click();
  await enterCode(page, await nextTextCode(phone, number));
  await page.waitForURL("/dashboard");
});

test("[P07] adding a number: the same when the service never answers, after ten seconds", async ({
  page,
  phone,
  createUser,
  signIn,
  changeSettings,
}) => {
  await changeSettings(WITH_PHONES);
  const number = newNumber();
  await signIn(page, await createUser());
  await phone.failWith(number, "hang");
  await addNumber(page, number);
  await expect(page.getByText(NOT_SENT)).toBeVisible({ timeout: 15_000 });
  await expect(page.getByLabel("Add a number")).toHaveValue(number);
  await phone.failWith(number, "sent");
  await page.getByRole("button", { name: "Send code" }).last().click();
  await enterCode(page, await nextTextCode(phone, number));
  await expect(page.getByText(asShown(number))).toBeVisible();
});
