import { expect, newAddress, newPassword, test } from "../fixtures";
import { type FaultProxy, startFaultProxy } from "../peers/fault-proxy";
import { codeIn } from "../support/inbox";
import { clientOf } from "../support/instances-steps";
import { enterCode } from "../support/steps";

/* What somebody sees who presses a button while the database is away. */

const faulty = test.extend<{ line: FaultProxy; url: string }>({
  line: async ({ server }, use) => {
    const line = await startFaultProxy(server.databaseUrl);
    await use(line);
    await line.stop();
  },
  url: async ({ line, startInstance }, use) => use((await startInstance({ DATABASE_URL: line.url })).url),
});

/** People read an answer within this time, whatever is down. */
const TOLD = { timeout: 10_000 };

for (const how of ["refused", "unanswered"] as const) {
  faulty(
    `[B32] the database is ${how} under somebody's hands: the form says so and keeps what was typed, and the same press works once it is back`,
    async ({ page, line, url, inbox, changeSettings, pageErrors }) => {
      pageErrors.allow(/status of 503/);
      await changeSettings({ names: { firstName: "required", lastName: "required" } });
      const asksNames = async () =>
        (await clientOf(url).forms("/sign-up")).some(({ fields }) => fields.has("firstName"));
      await expect.poll(asksNames).toBe(true);
      const [email, password] = [newAddress(), newPassword()];
      const away = async () => {
        await line.meet(how);
        if (how === "refused") line.breakOff();
        else line.silence();
      };
      const back = async () => {
        await line.meet("through");
        line.forget();
      };

      await page.goto(`${url}/sign-up`);
      const typed = { "Email address": email, "First name": "Grace", "Last name": "Hopper" };
      for (const [label, value] of Object.entries(typed)) await page.getByLabel(label).fill(value);
      await away();
      await page.getByRole("button", { name: "Continue" }).click();
      await expect(page.locator("form").getByRole("alert").filter({ hasText: /\w/ }).first()).toBeVisible(TOLD);
      await expect(page).toHaveURL(`${url}/sign-up`);
      for (const [label, value] of Object.entries(typed)) await expect(page.getByLabel(label)).toHaveValue(value);
      await back();
      await page.getByRole("button", { name: "Continue" }).click();
      await page.waitForURL(`${url}/sign-up/verify`);

      await enterCode(page, codeIn(await inbox.waitForMail(email, { about: /^\d{6} / })));
      await page.waitForURL(`${url}/sign-up/continue`);
      const field = page.getByLabel("Password", { exact: true });
      await field.fill(password);
      await away();
      await page.getByRole("button", { name: "Create account" }).click();
      await expect(page.locator("form").getByRole("alert").filter({ hasText: /\w/ }).first()).toBeVisible(TOLD);
      await expect(field).toHaveValue(password);
      await back();
      await page.getByRole("button", { name: "Create account" }).click();
      await expect(page.getByText("You are signed in")).toBeVisible();
    },
  );
}
