import { expect, expectAccessible, test } from "./fixtures";
import { askForText, germanNumber, nextTextCode, WITH_PHONES } from "./support/phone-steps";

test("[P08 P09 P52] a new installation texts to the US and Canada; a country turned on is on at once for everybody", async ({
  page,
  phone,
  db,
  createUser,
  signIn,
  newBrowser,
  changeSettings,
}) => {
  await changeSettings(WITH_PHONES);
  const number = germanNumber();
  await createUser({ phone: number });
  await signIn(page, await createUser({ role: "admin" }));
  await page.goto("/admin/sms");
  const countries = page.getByRole("region", { name: "Countries" });
  const boxes = countries.locator("input[name=enabled]");
  const ticked = () =>
    boxes.evaluateAll((all: HTMLInputElement[]) => all.flatMap((box) => (box.checked ? box.value : [])));
  expect((await ticked()).sort()).toEqual(["CA", "US"]);
  await expectAccessible(page);

  await countries.getByRole("searchbox").fill("german");
  const germany = countries.getByRole("checkbox", { name: "Germany" });
  await germany.check();
  await expect(countries.getByText("Not saved yet")).toBeVisible();
  await countries.getByRole("button", { name: "Save" }).click();
  await expect(countries.getByText("Saved. It applies from now on.")).toBeVisible();
  await expect(germany).toBeChecked();
  expect((await ticked()).sort()).toEqual(["CA", "DE", "US"]);

  const visitor = await newBrowser();
  await askForText(visitor, number);
  expect(await nextTextCode(phone, number)).toMatch(/^\d{6}$/);
  await page.reload();
  expect((await ticked()).sort()).toEqual(["CA", "DE", "US"]);
  const [event] = await db`SELECT data FROM audit_events WHERE type = 'settings.changed' ORDER BY id DESC LIMIT 1`;
  expect(event?.data).toEqual({ section: "smsCountries", changes: { enabled: { added: ["DE"], removed: [] } } });
});

test("[P08] a whole tier, or all of them, are turned on and off at once; the search hides and loses nothing", async ({
  page,
  createUser,
  signIn,
}) => {
  await signIn(page, await createUser({ role: "admin" }));
  await page.goto("/admin/sms");
  const countries = page.getByRole("region", { name: "Countries" });
  const boxes = countries.locator("input[name=enabled]");
  const on = () => boxes.evaluateAll((all: HTMLInputElement[]) => all.filter(({ checked }) => checked).length);
  const total = await boxes.count();
  const save = async () => {
    await countries.getByRole("button", { name: "Save" }).click();
    await expect(countries.getByText("Saved.")).toBeVisible();
    await page.reload();
  };

  for (const tier of ["B", "C", "D", "E", "F"]) {
    const whole = countries.getByRole("checkbox", { name: `All of tier ${tier}` });
    const before = await on();
    await whole.check();
    expect(await on()).toBeGreaterThan(before);
    if (tier !== "C") await whole.uncheck();
  }
  const tierC = await on();
  await expect(countries.getByText(`${tierC} of ${total} on`)).toBeVisible();
  await save();
  expect(await on()).toBe(tierC);
  await expect(countries.getByRole("checkbox", { name: "All of tier C" })).toBeChecked();

  await countries.getByRole("searchbox").fill("+1");
  await expect(countries.getByRole("checkbox", { name: "Jamaica" })).toBeVisible();
  await expect(countries.getByRole("checkbox", { name: "Germany" })).toBeHidden();
  await countries.getByRole("searchbox").fill("nowhere at all");
  await expect(countries.getByText("No country found. Try another spelling.")).toBeVisible();
  await save();
  expect(await on()).toBe(tierC);

  await countries.getByRole("button", { name: "Enable all" }).click();
  expect(await on()).toBe(total);
  await save();
  expect(await on()).toBe(total);
  await countries.getByRole("button", { name: "Disable all" }).click();
  await save();
  expect(await on()).toBe(0);
});

test("[P08 SE-08] an answer that is an error leaves the ticks as they were set", async ({
  page,
  db,
  createUser,
  signIn,
}) => {
  const admin = await createUser({ role: "admin" });
  await signIn(page, admin);
  await page.goto("/admin/sms");
  await db`UPDATE sessions SET first_factor_at = now() - interval '1 hour' WHERE user_id = ${admin.id}`;
  const countries = page.getByRole("region", { name: "Countries" });
  await countries.getByRole("searchbox").fill("german");
  await countries.getByRole("checkbox", { name: "Germany" }).check();
  await countries.getByRole("button", { name: "Save" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Close" }).click();
  await expect(countries.getByRole("link", { name: "Confirm it's you" })).toBeVisible();
  await expect(countries.getByRole("checkbox", { name: "Germany" })).toBeChecked();
  await expectAccessible(page);
  expect(await db`SELECT 1 FROM settings WHERE section = 'smsCountries'`).toHaveLength(0);
});

test("[P52] limits of the spending guard are refused outside their range, in words beside the field", async ({
  page,
  createUser,
  signIn,
}) => {
  await signIn(page, await createUser({ role: "admin" }));
  await page.goto("/admin/sms");
  const guard = page.getByRole("region", { name: "Spending guard" });
  const share = guard.getByLabel("Codes nobody enters");
  await share.fill("20");
  await guard.getByRole("button", { name: "Save" }).click();
  await expect(guard.getByText("At least 50.")).toBeVisible();
  await expect(share).toHaveValue("20");
  await expectAccessible(page);
  await share.fill("90");
  await guard.getByRole("button", { name: "Save" }).click();
  await expect(guard.getByText("Saved.")).toBeVisible();
  await page.reload();
  await expect(share).toHaveValue("90");
});

test("[P07 P52] where no text service is set up, nothing offers texts, and admins read what to do", async ({
  server,
  newBrowser,
  createUser,
  signIn,
  changeSettings,
  startInstance,
}) => {
  await changeSettings({ phone: { signUp: "optional", signIn: true } });
  const { url } = await startInstance({ TWILIO_ACCOUNT_SID: "", TWILIO_AUTH_TOKEN: "", TWILIO_FROM: "" });
  expect(url).not.toBe(server.url);
  const page = await newBrowser();
  await page.goto(`${url}/sign-in`);
  await page.getByRole("textbox").fill(germanNumber());
  await page.getByRole("button", { name: "Continue" }).click();
  await expect(page.getByLabel("Password", { exact: true })).toBeVisible();
  await expect(page.getByText("Text me a code")).toHaveCount(0);
  await page.goto(`${url}/sign-up`);
  await expect(page.getByLabel("Email address")).toBeVisible();
  await expect(page.getByLabel("phone number")).toHaveCount(0);
  await page.goto(`${url}/reset-password`);
  await expect(page.getByLabel("Email address")).toBeVisible();
  await expect(page.getByLabel("phone number")).toHaveCount(0);

  await signIn(page, await createUser({ role: "admin" }));
  for (const path of ["/admin/sms", "/admin/authentication"]) {
    await page.goto(url + path);
    await expect(page.getByText("No text message can be sent. Set TWILIO_ACCOUNT_SID")).toBeVisible();
  }
  await page.goto(`${url}/profile`);
  await expect(page.getByText("Text messages can't be sent here at the moment")).toBeVisible();
  await expect(page.getByLabel("Add a number")).toHaveCount(0);
});
