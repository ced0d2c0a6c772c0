import type { Page } from "@playwright/test";
import type { Sql } from "postgres";
import { expect, expectAccessible, linkIn, newAddress, newPassword, test } from "./fixtures";
import { askForLink, expectMovedOn, expectSignedOut } from "./support/steps";

/* "Require the same device and browser": a link opened in another browser than the one that asked for it. */

async function startSignUp(page: Page, email: string): Promise<void> {
  await page.goto("/sign-up");
  await page.getByLabel("Email address").fill(email);
  await page.getByRole("button", { name: "Continue" }).click();
}

/** The tab that asked has to say why it goes no further, within two seconds and untouched. */
const expectFailed = (waiting: Page) =>
  expect(waiting.getByText("The link was opened somewhere else")).toBeVisible({ timeout: 2000 });
const sessionsOf = async (db: Sql, id: string) => (await db`SELECT 1 FROM sessions WHERE user_id = ${id}`).length;

test("[P05 EM-04] required: opened elsewhere it signs in nobody, says why on both sides, and a new one works", async ({
  page,
  context,
  newBrowser,
  inbox,
  createUser,
  changeSettings,
  travel,
  db,
}) => {
  await changeSettings({ email: { linkSignIn: true, verifyBy: "link" } });
  const { id, email } = await createUser({ password: null });
  const link = await askForLink(page, inbox, email);
  const elsewhere = await newBrowser();
  await elsewhere.goto(link);
  await elsewhere.getByRole("button", { name: "Sign in" }).click();
  await expect(elsewhere.getByText("Open the link on the device and in the browser where you asked")).toBeVisible();
  await expectFailed(page);
  await expect(page.getByText("so nobody was signed in")).toBeVisible();
  await expectAccessible(elsewhere);
  await expectAccessible(page);

  await test.step("the link is void, here too; nobody is signed in", async () => {
    const late = await context.newPage();
    await late.goto(link);
    await expect(late.getByRole("heading", { name: "This link was opened somewhere else" })).toBeVisible();
    await expect(late.getByRole("button", { name: "Sign in" })).toHaveCount(0);
    await expectSignedOut(late);
    await expectSignedOut(elsewhere);
    expect(await sessionsOf(db, id)).toBe(0);
  });

  await test.step("a new one signs in from where it was asked for", async () => {
    await travel(0.5);
    await page.reload();
    await expectFailed(page);
    await page.getByRole("button", { name: "Send a new link" }).click();
    await expect(page.getByText("Waiting for you to open the link")).toBeVisible();
    const landing = await context.newPage();
    await landing.goto(linkIn(await inbox.waitForMail(email)));
    await landing.getByRole("button", { name: "Sign in" }).click();
    await landing.waitForURL("/email-link/opened?**");
    await expectMovedOn(page, "/dashboard");
    expect(await sessionsOf(db, id)).toBe(1);
  });

  await test.step("a sign-up goes no further either", async () => {
    const [newcomer, asking] = [newAddress(), await newBrowser()];
    await startSignUp(asking, newcomer);
    await elsewhere.goto(linkIn(await inbox.waitForMail(newcomer)));
    await elsewhere.getByRole("button", { name: "Verify address" }).click();
    await expect(elsewhere.getByText("Open the link on the device and in the browser where you asked")).toBeVisible();
    await expectFailed(asking);
    await expect(asking.getByText("so nothing was verified")).toBeVisible();
    await asking.goto("/sign-up/continue");
    await expect(asking).toHaveURL("/sign-up/verify");
    await elsewhere.getByRole("link", { name: "Start again here" }).click();
    await expect(elsewhere).toHaveURL("/sign-up?lost");
    expect(await db`SELECT 1 FROM identifiers WHERE value = ${newcomer}`).toHaveLength(0);
  });
});

test("[P05 EM-04] not required: the tab that asked goes on, the other browser is sent back to it", async ({
  page,
  newBrowser,
  inbox,
  createUser,
  changeSettings,
  db,
}) => {
  await changeSettings({ email: { linkSignIn: true, verifyBy: "link", sameBrowser: false } });
  const { id, email } = await createUser({ password: null });
  const elsewhere = await newBrowser();

  await test.step("sign-in", async () => {
    await elsewhere.goto(await askForLink(page, inbox, email));
    await elsewhere.getByRole("button", { name: "Sign in" }).click();
    await elsewhere.waitForURL("/email-link/opened?**");
    await expectMovedOn(page, "/dashboard");
    await expect(elsewhere.getByRole("heading", { name: "Go back to where you started" })).toBeVisible();
    await expectAccessible(elsewhere);
    await expectSignedOut(elsewhere);
    expect(await sessionsOf(db, id)).toBe(1);
  });

  await test.step("sign-up", async () => {
    const [newcomer, asking] = [newAddress(), await newBrowser()];
    await startSignUp(asking, newcomer);
    await elsewhere.goto(linkIn(await inbox.waitForMail(newcomer)));
    await elsewhere.getByRole("button", { name: "Verify address" }).click();
    await elsewhere.waitForURL("/email-link/opened?**");
    await expectMovedOn(asking, "/sign-up/continue");
    await asking.getByLabel("Password", { exact: true }).fill(newPassword());
    await asking.getByRole("button", { name: "Create account" }).click();
    await expect(asking).toHaveURL("/dashboard");
    await expectSignedOut(elsewhere);
  });
});
