import type { Page, Route } from "@playwright/test";
import { catalogue } from "../lib/error-catalogue";
import { expect, test } from "./fixtures";
import { appCode, wrongAppCode } from "./support/authenticator";
import { FORMS, type OpenForm } from "./support/no-network-forms";
import { passFirstStep } from "./support/second-factor-steps";
import { settingsCard } from "./support/settings-forms";
import { askForLink, startSignIn } from "./support/steps";

/* Whatever becomes of a form's call: people get an answer in the form, and nothing they typed is lost. */

const told = (page: Page, code: keyof typeof catalogue) =>
  page.getByRole("alert").filter({ hasText: catalogue[code][1], visible: true });
const isCall = (route: Route) => route.request().method() === "POST";

async function fill({ typed = [] }: OpenForm): Promise<void> {
  for (const [field, value] of typed) await field.fill(value);
}
async function expectKept({ typed = [], button }: OpenForm): Promise<void> {
  for (const [field, value] of typed) await expect(field).toHaveValue(value);
  await expect(button).toBeEnabled();
}
/** A code of six digits is sent already, by its last one. */
async function send(form: OpenForm): Promise<void> {
  await fill(form);
  const isSent = form.typed?.some(([, value]) => /^\d{6}$/.test(value));
  if (!isSent) await form.button.click();
}

for (const [name, { settings, open }] of Object.entries(FORMS)) {
  test(`[FW-05] without a network the form says so, keeps what was typed, and works when pressed again: ${name}`, async ({
    page,
    context,
    pageErrors,
    inbox,
    secondFactors,
    createUser,
    signIn,
    travel,
    changeSettings,
  }) => {
    pageErrors.allow(/ERR_INTERNET_DISCONNECTED/);
    if (settings) await changeSettings(settings);
    const form = await open({ page, inbox, secondFactors, createUser, signIn, travel });
    await expect(form.button).toBeVisible();
    const address = page.url();
    await context.setOffline(true);
    await send(form);
    await expect(told(page, "unreachable")).toHaveCount(1);
    await expectKept(form);
    expect(page.url()).toBe(address);
    // Pressed again while nothing has changed: the same words, and still nothing lost.
    await form.button.click();
    await expect(told(page, "unreachable")).toHaveCount(1);
    await expectKept(form);
    await context.setOffline(false);
    await form.button.click();
    await form.through();
  });
}

for (const code of ["body_too_long", "too_many_requests", "foreign_origin", "unavailable"] as const) {
  test(`[FW-05] a refusal in words alone stands in the form: ${code}`, async ({ page, pageErrors, createUser }) => {
    pageErrors.allow(/status of 503/);
    const [status, body] = catalogue[code];
    const person = await createUser();
    await startSignIn(page, person.email);
    const field = page.getByLabel("Password", { exact: true });
    await page.route("**/sign-in/verify", (route) =>
      isCall(route) ? route.fulfill({ status, body, contentType: "text/plain; charset=utf-8" }) : route.fallback(),
    );
    await field.fill(person.password ?? "");
    await field.press("Enter");
    await expect(told(page, code)).toBeVisible();
    await expect(field).toHaveValue(person.password ?? "");
    await page.unroute("**/sign-in/verify");
    await field.press("Enter");
    await expect(page).toHaveURL("/dashboard");
  });
}

for (const [contentType, body] of [
  ["text/html", "<h1>502 Bad Gateway</h1>"],
  ["text/plain", "no healthy upstream"],
  ["text/x-component", "0:{"],
] as const) {
  test(`[FW-05] what somebody else answers is not shown: ${contentType}`, async ({ page, pageErrors, createUser }) => {
    pageErrors.allow(/status of 502/);
    await startSignIn(page, (await createUser()).email);
    const field = page.getByLabel("Password", { exact: true });
    await page.route("**/sign-in/verify", (route) =>
      isCall(route) ? route.fulfill({ status: 502, body, contentType }) : route.fallback(),
    );
    await field.fill("what I typed");
    await field.press("Enter");
    await expect(told(page, "unreachable")).toBeVisible();
    await expect(page.getByText(body)).toHaveCount(0);
    await expect(field).toHaveValue("what I typed");
  });
}

/** Holds back every call of the page. @returns how to let them go, and how many there were. */
async function holdCalls(page: Page): Promise<{ count(): number; release(): Promise<void> }> {
  const held: Route[] = [];
  let isOpen = false;
  await page.route("**/*", async (route) => {
    if (!isCall(route) || isOpen) return route.fallback();
    held.push(route);
  });
  return {
    count: () => held.length,
    async release() {
      isOpen = true;
      await Promise.all(held.map((route) => route.fallback()));
    },
  };
}

test("[FW-05] what is typed while a submit is running is not wiped by its answer: a password", async ({
  page,
  createUser,
}) => {
  const person = await createUser();
  await startSignIn(page, person.email);
  const field = page.getByLabel("Password", { exact: true });
  const calls = await holdCalls(page);
  await field.fill("not the right one");
  await field.press("Enter");
  await expect.poll(calls.count).toBe(1);
  // One at a time, however often it is pressed.
  await field.press("Enter");
  await field.fill(person.password ?? "");
  await calls.release();
  await expect(told(page, "credentials_incorrect")).toBeVisible();
  expect(calls.count()).toBe(1);
  await expect(field).toHaveValue(person.password ?? "");
  await field.press("Enter");
  await expect(page).toHaveURL("/dashboard");
});

test("[FW-05] what is typed while a submit is running is not wiped by its answer: a code", async ({
  page,
  createUser,
  secondFactors,
}) => {
  const person = await createUser();
  const seed = await secondFactors.app(person);
  await passFirstStep(page, person);
  const field = page.getByLabel("6-digit code");
  // Refused and not touched since, it goes.
  await field.fill(wrongAppCode(seed));
  await expect(told(page, "totp_incorrect")).toBeVisible();
  await expect(field).toHaveValue("");
  const calls = await holdCalls(page);
  await field.fill(wrongAppCode(seed));
  await expect.poll(calls.count).toBe(1);
  const code = appCode(seed);
  await field.fill(code);
  await calls.release();
  await expect(told(page, "totp_incorrect")).toBeVisible();
  await expect(field).toHaveValue(code);
  await page.getByRole("button", { name: "Sign in", exact: true }).click();
  await expect(page).toHaveURL("/dashboard");
});

test("[FW-05] what is changed while settings are saved is not undone by the answer", async ({
  page,
  createUser,
  signIn,
}) => {
  await signIn(page, await createUser({ role: "admin" }));
  await page.goto("/admin/authentication");
  const card = settingsCard(page, "Password");
  const [select, number, save] = [
    card.getByRole("combobox"),
    card.getByRole("spinbutton").first(),
    card.getByRole("button", { name: /^Save/ }),
  ];
  const calls = await holdCalls(page);
  await select.selectOption({ index: 1 });
  await number.fill("9");
  await save.click();
  await expect.poll(calls.count).toBe(1);
  await select.selectOption({ index: 2 });
  await number.fill("10");
  const chosen = await select.inputValue();
  await calls.release();
  await expect(save).toBeEnabled();
  await expect(select).toHaveValue(chosen);
  await expect(number).toHaveValue("10");
  await save.click();
  await expect(card.getByText("Saved. It applies from now on.")).toBeVisible();
  await page.reload();
  await expect(select).toHaveValue(chosen);
  await expect(number).toHaveValue("10");
});

test("[FW-05] a call that is never answered ends, and the form can be sent again", async ({ page, createUser }) => {
  await page.clock.install();
  await startSignIn(page, (await createUser()).email);
  const field = page.getByLabel("Password", { exact: true });
  const calls = await holdCalls(page);
  await field.fill("what I typed");
  await field.press("Enter");
  await expect.poll(calls.count).toBe(1);
  await expect(page.getByRole("button", { name: "Sign in", exact: true })).toBeDisabled();
  await page.clock.fastForward(31_000);
  await expect(told(page, "unreachable")).toBeVisible();
  await expect(field).toHaveValue("what I typed");
  await expect(page.getByRole("button", { name: "Sign in", exact: true })).toBeEnabled();
  await calls.release();
});

test("[FW-05] a page older than the server it speaks to says to reload, and keeps what was typed", async ({
  page,
  createUser,
}) => {
  await startSignIn(page, (await createUser()).email);
  const field = page.getByLabel("Password", { exact: true });
  // An action of a build that is gone.
  await page.route("**/sign-in/verify", (route) =>
    isCall(route)
      ? route.continue({ headers: { ...route.request().headers(), "next-action": "0".repeat(42) } })
      : route.fallback(),
  );
  await field.fill("what I typed");
  await field.press("Enter");
  await expect(told(page, "malformed_request")).toBeVisible();
  await expect(field).toHaveValue("what I typed");
});

test("[FW-05] a page that waits for a link goes on by itself once the server can be reached again", async ({
  page,
  context,
  pageErrors,
  inbox,
  secondFactors,
  createUser,
  changeSettings,
}) => {
  pageErrors.allow(/ERR_FAILED/);
  await changeSettings({ email: { linkSignIn: true } });
  // Somebody who is to give a second factor yet, in this tab: the other one is done with opening the link.
  const person = await createUser({ password: null });
  await secondFactors.app(person);
  const link = await askForLink(page, inbox, person.email);
  await page.route("**/sign-in/verify", (route) => (isCall(route) ? route.abort() : route.fallback()));
  const landing = await context.newPage();
  await landing.goto(link);
  await landing.getByRole("button", { name: "Sign in" }).click();
  await expect(told(page, "unreachable")).toBeVisible();
  await page.unroute("**/sign-in/verify");
  await expect(page).toHaveURL("/second-factor/sign-in");
});
