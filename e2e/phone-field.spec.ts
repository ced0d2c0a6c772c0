import { expect, expectAccessible, newAddress, newNumber, test } from "./fixtures";
import { WITH_PHONES } from "./support/phone-steps";

const BRITAIN_TOO = { ...WITH_PHONES, smsCountries: { enabled: ["CA", "GB", "US"] } };

test("[P07] the country of a number is found by name or calling code, by keyboard alone, and Escape gives the focus back", async ({
  page,
  changeSettings,
}) => {
  await changeSettings(BRITAIN_TOO);
  await page.goto("/sign-up");
  const [picker, list] = [page.getByRole("combobox", { name: "Country" }), page.getByRole("listbox")];
  const search = page.getByPlaceholder("Name or calling code");
  await expect(picker).toContainText("United States");

  await picker.focus();
  await page.keyboard.press("ArrowDown");
  await expect(list.getByRole("option")).toHaveText([/Canada/, /United Kingdom/, /United States/]);
  await expect(search).toBeFocused();
  await expectAccessible(page);
  for (const [typed, found] of [
    ["king", [/United Kingdom/]],
    ["+1", [/Canada/, /United States/]],
    ["44", [/United Kingdom/]],
    ["germ", []],
  ] as const) {
    await search.fill(typed);
    await expect(list.getByRole("option")).toHaveText([...found]);
  }
  await expect(page.getByText("No country found.")).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(list).toHaveCount(0);
  await expect(picker).toBeFocused();
  await expect(picker).toContainText("United States");

  await page.keyboard.press("Enter");
  await search.fill("united k");
  await page.keyboard.press("Enter");
  await expect(picker).toBeFocused();
  await expect(picker).toContainText("United Kingdom");
});

test("[P07] a number typed with its country code moves the country along, and an error keeps what was typed", async ({
  page,
  changeSettings,
}) => {
  await changeSettings(BRITAIN_TOO);
  await page.goto("/sign-up");
  const [picker, number] = [page.getByRole("combobox", { name: "Country" }), page.getByLabel("Phone number")];
  await number.pressSequentially("+4420");
  await expect(picker).toContainText("United Kingdom");
  await page.getByLabel("Email address").fill(newAddress());
  await page.getByRole("button", { name: "Continue" }).click();
  await expect(page.getByText("Enter a mobile number that can get text messages.")).toBeVisible();
  await expect(number).toHaveValue("+4420");
  await expect(number).toBeFocused();
  await expect(picker).toContainText("United Kingdom");
  await expectAccessible(page);
});

test("[P07] flags come from here, as pictures that browsers keep", async ({ page, changeSettings }) => {
  await changeSettings(BRITAIN_TOO);
  const flags = new Map<string, number>();
  page.on("response", (answer) => {
    const { pathname } = new URL(answer.url());
    if (!pathname.startsWith("/flags/")) return;
    flags.set(pathname, answer.status());
    expect(answer.headers()["content-type"]).toBe("image/svg+xml");
    expect(answer.headers()["cache-control"]).toContain("immutable");
  });
  await page.goto("/sign-up");
  await page.getByRole("combobox", { name: "Country" }).click();
  const all = { "/flags/CA": 200, "/flags/GB": 200, "/flags/US": 200 };
  await expect.poll(() => Object.fromEntries([...flags].sort())).toEqual(all);
  const [flag] = await page.getByRole("option").locator("img").all();
  expect(await flag?.evaluate((drawn: HTMLImageElement) => drawn.naturalWidth)).toBeGreaterThan(0);
});

test.describe("without JavaScript", () => {
  test.use({ javaScriptEnabled: false });

  test("[P07] the country is a plain select, and the code comes all the same", async ({
    page,
    phone,
    changeSettings,
  }) => {
    await changeSettings({ ...BRITAIN_TOO, email: { signUp: "off" }, phone: { signUp: "required", signIn: true } });
    const number = newNumber();
    await page.goto("/sign-up");
    const country = page.getByRole("combobox", { name: "Country" });
    await expect(country).toHaveCount(1);
    await country.selectOption("GB");
    await page.getByLabel("Phone number").fill("07700");
    await page.getByRole("button", { name: "Continue" }).click();
    await expect(page.getByText("Enter a mobile number that can get text messages.")).toBeVisible();
    await expect(country).toHaveValue("GB");
    await expect(page.getByLabel("Phone number")).toHaveValue("07700");
    await country.selectOption("US");
    await page.getByLabel("Phone number").fill(number.slice(2));
    await page.getByRole("button", { name: "Continue" }).click();
    await page.waitForURL("/sign-up/verify");
    expect((await phone.waitForText(number)).text).toContain("sign-up code");
  });
});
