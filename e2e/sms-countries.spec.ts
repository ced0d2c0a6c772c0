import { expect, expectAccessible, newAddress, newNumber, newPassword, test } from "./fixtures";
import { anyAddress } from "./support/instances-steps";
import { addNumber, askForText, expectNoTexts, germanNumber, nextTextCode, WITH_PHONES } from "./support/phone-steps";
import { RawClient } from "./support/raw-forms";
import { enterCode, signOut } from "./support/steps";

/* Where no text message goes, at every door. What left is read from the text service itself. */

const REFUSAL = "No text messages are sent to this country: Germany.";
const GERMANY_TOO = { smsCountries: { enabled: ["CA", "DE", "US"] } };

test("[P10 SM-01] who signed in by number yesterday gets no code once the country is off, and is told which", async ({
  page,
  phone,
  createUser,
  travel,
  changeSettings,
}) => {
  const number = germanNumber();
  await changeSettings({ ...WITH_PHONES, ...GERMANY_TOO });
  await createUser({ phone: number });
  await askForText(page, number);
  await enterCode(page, await nextTextCode(phone, number));
  await page.waitForURL("/dashboard");
  await signOut(page);

  await changeSettings({ smsCountries: { enabled: ["CA", "US"] } });
  await travel(1);
  await askForText(page, number);
  await expect(page.getByText(REFUSAL)).toBeVisible();
  await expectAccessible(page);
  expect(await phone.texts()).toHaveLength(1);
});

test("[P10 SM-01] nor where the code is asked first, nor for a number nobody has", async ({
  page,
  phone,
  createUser,
  changeSettings,
}) => {
  await changeSettings({ ...WITH_PHONES, signIn: { preferred: "code" } });
  const known = germanNumber();
  await createUser({ phone: known });
  for (const number of [known, germanNumber()]) {
    await page.goto("/sign-in");
    await page.getByLabel("phone number").fill(number);
    await page.getByRole("button", { name: "Continue" }).click();
    await expect(page.getByText(REFUSAL)).toBeVisible();
    await expect(page.getByLabel("phone number")).toHaveValue(number);
  }
  await expectNoTexts(phone);
});

test("[P10 SM-01] a reset and a confirmation send nothing there either", async ({
  page,
  phone,
  createUser,
  signIn,
  changeSettings,
}) => {
  await changeSettings(WITH_PHONES);
  const number = germanNumber();
  const person = await createUser({ phone: number });
  await page.goto("/reset-password");
  await page.getByLabel("phone number").fill(number);
  await page.getByRole("button", { name: "Send code" }).click();
  await expect(page.getByText(REFUSAL)).toBeVisible();

  await signIn(page, person, { at: new Date(Date.now() - 3_600_000) });
  await page.goto("/step-up");
  await expect(page.getByRole("button", { name: "Email me a code" })).toBeVisible();
  await expect(page.getByRole("button", { name: "Text me a code" })).toHaveCount(0);
  await expectNoTexts(phone);
});

test("[P12 P13 SM-01] such a number signs nobody up and is added to no profile; what was typed stays", async ({
  page,
  phone,
  db,
  createUser,
  signIn,
  changeSettings,
}) => {
  await changeSettings(WITH_PHONES);
  const number = germanNumber();
  await page.goto("/sign-up");
  await page.getByLabel("Email address").fill(newAddress());
  await page.getByLabel("Phone number").fill(number);
  await page.getByRole("button", { name: "Continue" }).click();
  await expect(page.getByText(REFUSAL)).toBeVisible();
  await expect(page.getByLabel("Phone number")).toHaveValue(number);
  await expect(page.getByLabel("Phone number")).toBeFocused();
  await signIn(page, await createUser());
  await addNumber(page, number);
  await expect(page.getByText(REFUSAL)).toBeVisible();
  await expect(page.getByLabel("Add a number")).toHaveValue(number);
  await expectAccessible(page);
  expect(await db`SELECT 1 FROM identifiers WHERE value = ${number}`).toHaveLength(0);
  await expectNoTexts(phone);
});

test("[P11] a changed password is told by mail everywhere, by text only where texts go", async ({
  page,
  phone,
  inbox,
  createUser,
  signIn,
  changeSettings,
}) => {
  await changeSettings(WITH_PHONES);
  for (const number of [germanNumber(), newNumber()]) {
    const person = await createUser({ phone: number });
    await signIn(page, person);
    await page.goto("/profile/security");
    await page.getByLabel("New password", { exact: true }).fill(newPassword());
    await page.getByRole("button", { name: "Change password" }).click();
    await inbox.waitForMail(person.email, { about: /password/i });
    if (number.startsWith("+1")) expect((await phone.waitForText(number)).text).toContain("password was changed");
  }
  // The texts of both had left by now: the second was waited for.
  expect((await phone.texts()).map(({ to }) => to.slice(0, 2))).toEqual(["+1"]);
});

test("[P10 P12 P13 SM-02] no spelling, and nothing else a form can hold, slips by", async ({
  server,
  phone,
  createUser,
  signIn,
  page,
  changeSettings,
}) => {
  await changeSettings(WITH_PHONES);
  const number = germanNumber();
  const national = number.slice(3);
  const digits = (zero: number) => number.replace(/\d/g, (digit) => String.fromCodePoint(zero + Number(digit)));
  const numbers: [typed: string | string[], country?: string | string[]][] = [
    [`00${number.slice(1)}`, "DE"],
    [`011${number.slice(1)}`],
    [`+49 (0) ${national}`],
    [`${number.slice(0, 3)} ${national.slice(0, 3)} ${national.slice(3)}`],
    [`0${national}`, "DE"],
    [digits(0xff10), "US"],
    [digits(0x660)],
    [`${number};ext=1`],
    [`${number} ext. 12`],
    [`tel:${number}`],
    [`${number};phone-context=+1`],
    [number, "US"],
    [number, "us"],
    [number, ["US", "CA"]],
    [["+12133734253", number]],
    [`${newNumber()},${number}`],
    [`\u202a${number}\u202c`],
    [`${number}\n+12133734253`],
    [`${number}${" ".repeat(10_000)}`],
    ["9".repeat(10_000)],
    ["+18765550132", "US"],
    ["+77012345678", "RU"],
    ["+447781123456", "GB"],
    ["+18005550132"],
    ["+19005550132"],
    ["+80012345678"],
  ];
  const token = await signIn(page, await createUser());
  const doors = ["/sign-up", "/profile"];
  for (const path of doors) {
    const client = new RawClient(server.url, anyAddress());
    if (path === "/profile") client.cookies.set("session", token);
    const form = await client.form(path, "phoneCountry");
    for (const [typed, phoneCountry = "US"] of numbers) {
      const email = path === "/sign-up" ? newAddress() : undefined;
      const { status } = await client.submit(form, { phone: typed, phoneCountry, ...(email && { email }) });
      expect([403, 422], `${path} ${JSON.stringify(typed).slice(0, 80)}`).toContain(status);
    }
  }
  let chosen = 0;
  for (const path of ["/sign-in", "/reset-password"]) {
    const form = await new RawClient(server.url, anyAddress()).form(path, "identifier");
    for (const [typed] of numbers) {
      const client = new RawClient(server.url, anyAddress());
      await client.submit(form, { identifier: typed });
      if (!client.cookies.has("sign-in-attempt")) continue;
      const choice = await client.form("/sign-in/verify", "strategy");
      expect((await client.submit(choice, { strategy: "phone-code" })).status, String(typed)).toBe(403);
      chosen++;
    }
  }
  expect(chosen).toBeGreaterThan(5);
  await expectNoTexts(phone);

  // The same form does send where texts go.
  const client = new RawClient(server.url, anyAddress());
  client.cookies.set("session", token);
  const allowed = newNumber();
  await client.submit(await client.form("/profile", "phoneCountry"), { phone: allowed, phoneCountry: "US" });
  await phone.waitForText(allowed);
});
