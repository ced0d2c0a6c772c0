import { expect, expectAccessible, linkIn, newAddress, newPassword, test } from "./fixtures";
import { askForLink, expectMovedOn, startSignIn } from "./support/steps";

/* A link leads to a page with a button. The tab that asked for it goes on by itself. */

const waitingWords = "Waiting for you to open the link";

test("[P02 P06] a link signs in, and the waiting tab lands where the person was going", async ({
  page,
  context,
  inbox,
  createUser,
  changeSettings,
}) => {
  await changeSettings({ email: { linkSignIn: true } });
  const { email } = await createUser({ password: null });
  await page.goto("/profile/security");
  await page.getByLabel("Email address").fill(email);
  await page.getByRole("button", { name: "Continue" }).click();
  await page.getByRole("button", { name: "Email me a link" }).click();
  await expect(page.getByText(waitingWords)).toBeVisible();
  await expect(page.getByText(email)).toBeVisible();
  await expect(page.getByRole("button", { name: "Email me a code" })).toBeVisible();
  await expectAccessible(page);

  await test.step("reload, and away and back: it waits on, and no second mail leaves", async () => {
    await page.reload();
    await expect(page.getByText(waitingWords)).toBeVisible();
    await page.goto("/");
    await page.goBack();
    await expect(page.getByText(waitingWords)).toBeVisible();
    await expect(page).toHaveURL("/sign-in/verify");
    expect(await inbox.mails(email)).toHaveLength(1);
  });

  const landing = await context.newPage();
  await landing.goto(linkIn(await inbox.waitForMail(email)));
  await expect(landing.getByRole("heading", { name: /^Sign in to/ })).toBeVisible();
  await expectAccessible(landing);
  await landing.getByRole("button", { name: "Sign in" }).click();
  await landing.waitForURL("/email-link/opened?**");
  await expectMovedOn(page, "/profile/security");
  await expect(landing.getByRole("heading", { name: "You are signed in" })).toBeVisible();
  await expectAccessible(landing);
  await landing.getByRole("link", { name: "Continue" }).click();
  await expect(landing).toHaveURL("/profile/security");
});

test("[P02 P06] a link proves the address of a newcomer, and of one who adds another", async ({
  page,
  context,
  inbox,
  changeSettings,
}) => {
  await changeSettings({ email: { verifyBy: "link" } });
  const [email, another] = [newAddress(), newAddress()];

  await test.step("sign-up goes on with the password", async () => {
    await page.goto("/sign-up");
    await page.getByLabel("Email address").fill(email);
    await page.getByRole("button", { name: "Continue" }).click();
    await expect(page.getByText(waitingWords)).toBeVisible();
    await expectAccessible(page);
    const landing = await context.newPage();
    await landing.goto(linkIn(await inbox.waitForMail(email)));
    await landing.getByRole("button", { name: "Verify address" }).click();
    await landing.waitForURL("/email-link/opened?**");
    await expectMovedOn(page, "/sign-up/continue");
    await expect(landing.getByRole("heading", { name: "Your address is verified" })).toBeVisible();
    await page.getByLabel("Password", { exact: true }).fill(newPassword());
    await page.getByRole("button", { name: "Create account" }).click();
    await expect(page).toHaveURL("/dashboard");
    await landing.close();
  });

  await test.step("the profile takes up the address", async () => {
    await page.goto("/profile");
    await page.getByLabel("Add an address").fill(another);
    await page.getByRole("button", { name: "Send link" }).click();
    await expect(page.getByText(waitingWords)).toBeVisible();
    await expectAccessible(page);
    const landing = await context.newPage();
    await landing.goto(linkIn(await inbox.waitForMail(another)));
    await landing.getByRole("button", { name: "Add address" }).click();
    await landing.waitForURL("/email-link/opened?**");
    await expectMovedOn(page, "/profile");
    await expect(page.getByRole("region", { name: "Email addresses" }).getByText(another)).toBeVisible();
    await landing.getByRole("link", { name: "Continue" }).click();
    await expect(landing).toHaveURL("/profile");
  });
});

test("[P02 B03] without JavaScript a button goes on in place of the waiting", async ({
  browser,
  server,
  clientAddress,
  inbox,
  createUser,
  changeSettings,
}) => {
  await changeSettings({ email: { linkSignIn: true, sameBrowser: false } });
  const { email } = await createUser({ password: null });
  const from = {
    baseURL: server.url,
    javaScriptEnabled: false,
    extraHTTPHeaders: { "x-forwarded-for": clientAddress },
  };
  const [here, elsewhere] = await Promise.all([browser.newContext(from), browser.newContext(from)]);
  const page = await here.newPage();

  await test.step("opened in the browser that asked", async () => {
    const link = await askForLink(page, inbox, email);
    await page.getByRole("button", { name: "I have opened the link" }).click();
    // What stands in a noscript is no text to getByText.
    await expect(page.getByRole("alert")).toContainText("The link has not been opened yet");
    const landing = await here.newPage();
    await landing.goto(link);
    await landing.getByRole("button", { name: "Sign in" }).click();
    await expect(landing.getByRole("heading", { name: "You are signed in" })).toBeVisible();
    await page.getByRole("button", { name: "I have opened the link" }).click();
    await expect(page).toHaveURL("/dashboard");
  });

  await test.step("opened somewhere else", async () => {
    await here.clearCookies();
    const landing = await elsewhere.newPage();
    await landing.goto(await askForLink(page, inbox, email));
    await landing.getByRole("button", { name: "Sign in" }).click();
    await expect(landing.getByRole("heading", { name: "Go back to where you started" })).toBeVisible();
    await page.getByRole("button", { name: "I have opened the link" }).click();
    await expect(page).toHaveURL("/dashboard");
  });
  await Promise.all([here.close(), elsewhere.close()]);
});

test("[P02] the keyboard is enough, on a phone's screen too", async ({ page, inbox, createUser, changeSettings }) => {
  await changeSettings({ email: { linkSignIn: true } });
  const { email } = await createUser({ password: null });
  await page.setViewportSize({ width: 360, height: 640 });
  const expectFits = async () =>
    expect(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth)).toBe(true);
  const link = await askForLink(page, inbox, email);
  await expect(page.getByText(waitingWords)).toBeVisible();
  await expectFits();
  await page.goto(link);
  await expect(page.getByRole("button", { name: "Sign in" })).toBeFocused();
  await expectFits();
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { name: "You are signed in" })).toBeVisible();
  await expectFits();
  await page.keyboard.press("Tab");
  await expect(page.getByRole("link", { name: "Continue" })).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL("/dashboard");
});

test("[P06 EN-01] with links off none is offered, and one on its way is refused; nobody's address gets none", async ({
  page,
  inbox,
  createUser,
  changeSettings,
  db,
}) => {
  await changeSettings({ email: { linkSignIn: true } });
  const [{ id, email }, nobody] = [await createUser({ password: null }), newAddress()];

  await test.step("an address nobody has waits the same way; its mail has no link", async () => {
    await startSignIn(page, nobody);
    await page.getByRole("button", { name: "Email me a link" }).click();
    await expect(page.getByText(`We sent a link to ${nobody}. It works for 10 minutes.`)).toBeVisible();
    await expect(page.getByText(waitingWords)).toBeVisible();
    const mail = await inbox.waitForMail(nobody);
    expect(mail.subject).toMatch(/^There is no .+ account/);
    expect(mail.html + mail.text).not.toMatch(/email-link|token/);
  });

  await test.step("off: the open page, the link, and the list of methods", async () => {
    const link = await askForLink(page, inbox, email);
    await page.goto(link);
    await changeSettings({ email: { linkSignIn: false } });
    await page.getByRole("button", { name: "Sign in" }).click();
    await expect(page.getByText("This way of signing in is not available")).toBeVisible();
    await page.goto(link);
    await expect(page.getByRole("heading", { name: "This link can't be used" })).toBeVisible();
    await expect(page.getByRole("button", { name: "Sign in" })).toHaveCount(0);
    expect(await db`SELECT 1 FROM sessions WHERE user_id = ${id}`).toHaveLength(0);
    await startSignIn(page, email);
    await expect(page.getByRole("button", { name: "Email me a code" })).toBeVisible();
    await expect(page.getByRole("button", { name: "Email me a link" })).toHaveCount(0);
  });
});
