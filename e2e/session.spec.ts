import { expect, test } from "./fixtures";
import { expectSignedOut } from "./support/steps";

test("[SE-02 SE-05] the session: what Auth.js says of it, what the browser gets to see, and its end", async ({
  page,
  createUser,
  signIn,
  server,
  newBrowser,
}) => {
  const person = await createUser({ firstName: "Grace", lastName: "Hopper" });
  const token = await signIn(page, person);
  const asked = await page.request.get("/api/auth/session");
  // The same answer as `getSession()`, and nothing beyond these fields: no token, hash or factor.
  expect(await asked.json()).toEqual({
    expires: expect.any(String),
    user: { id: person.id, name: "Grace Hopper", email: person.email, image: null },
  });
  await page.goto("/dashboard");
  await expect(page.getByRole("heading", { name: "Hello, Grace" })).toBeVisible();
  expect(await page.content()).not.toContain(token);
  expect(await page.evaluate(() => document.cookie)).toBe("");

  const copy = await newBrowser();
  await copy.context().addCookies([{ name: "session", value: token, url: server.url }]);
  await copy.goto("/dashboard");
  await expect(copy.getByRole("heading", { name: "Hello, Grace" })).toBeVisible();

  await page.getByRole("button", { name: "Sign out", exact: true }).click();
  await page.waitForURL("/");
  // Copied cookies are as dead as the row.
  await expectSignedOut(copy);
  expect(await (await copy.request.get("/api/auth/session")).json()).toBeNull();
  await page.goBack();
  await expect(page.getByText("Hello, Grace")).toBeHidden();
});

test("[SE-05] signing out by Auth.js' own endpoint ends the same row", async ({
  page,
  createUser,
  signIn,
  server,
  db,
}) => {
  const person = await createUser();
  await signIn(page, person);
  const { csrfToken } = await (await page.request.get("/api/auth/csrf")).json();
  await page.request.post("/api/auth/signout", {
    form: { csrfToken },
    headers: { origin: server.url },
    maxRedirects: 0,
  });
  expect(await db`SELECT 1 FROM sessions WHERE user_id = ${person.id}`).toHaveLength(0);
});

test("[PW-10] what password managers and code autofill look for", async ({ page, createUser, inbox }) => {
  const person = await createUser();
  await page.goto("/sign-in");
  await expect(page.getByLabel("Email address")).toHaveAttribute("autocomplete", /^username/);
  await page.getByLabel("Email address").fill(person.email);
  await page.getByRole("button", { name: "Continue" }).click();
  const password = page.getByLabel("Password", { exact: true });
  await expect(password).toHaveAttribute("autocomplete", "current-password");
  await expect(password).toHaveAttribute("type", "password");
  await expect(page.locator("input[autocomplete=username]")).toHaveValue(person.email);
  await page.getByRole("button", { name: "Show password" }).click();
  await expect(password).toHaveAttribute("type", "text");
  await password.evaluate(
    (field) =>
      field.dispatchEvent(new ClipboardEvent("paste", { cancelable: true, bubbles: true })) ||
      Promise.reject(new Error("pasting is blocked")),
  );
  await page.getByRole("button", { name: /Email me a code/ }).click();
  await expect(page.getByLabel("6-digit code")).toHaveAttribute("autocomplete", "one-time-code");
  await inbox.waitForMail(person.email);
});

test("[B22] signed in or out in one tab, the others follow", async ({ page, context, createUser }) => {
  const person = await createUser();
  await page.goto("/sign-in");
  const other = await context.newPage();
  await other.goto("/sign-in");
  await other.getByLabel("Email address").fill(person.email);
  await other.getByRole("button", { name: "Continue" }).click();
  await other.getByLabel("Password", { exact: true }).fill(person.password ?? "");
  await other.getByRole("button", { name: "Sign in", exact: true }).click();
  await other.waitForURL("/dashboard");
  await page.waitForURL("/dashboard");
  await other.getByRole("button", { name: "Sign out", exact: true }).click();
  await page.waitForURL(/\/sign-in/);
});

test("[P54] addresses: add by code, make primary, remove; the old one is told", async ({
  page,
  createUser,
  signIn,
  inbox,
}) => {
  const person = await createUser();
  await signIn(page, person);
  await page.goto("/profile");
  const added = `second-${person.email}`;
  await page.getByLabel("Add an address").fill(added);
  await page.getByRole("button", { name: "Send code" }).click();
  await page.waitForURL("/profile/verify");
  const { text } = await inbox.waitForMail(added);
  await page.getByLabel("6-digit code").fill(/\d{6}/.exec(text)?.[0] ?? "");
  await page.waitForURL("/profile");
  await page.getByRole("button", { name: `Make primary: ${added}` }).click();
  await expect(page.getByRole("button", { name: `Remove ${person.email}` })).toBeVisible();
  expect((await inbox.waitForMail(person.email)).subject).toMatch(/address/i);
  await page.getByRole("button", { name: `Remove ${person.email}` }).click();
  await expect(page.getByText(person.email, { exact: true })).toBeHidden();
});

test("[P26] names: asked for by settings, changed in the profile, shown as text", async ({
  page,
  createUser,
  signIn,
  changeSettings,
}) => {
  await changeSettings({ names: { firstName: "required", lastName: "optional" } });
  const person = await createUser({ firstName: "Ada" });
  await signIn(page, person);
  await page.goto("/profile");
  await page.getByLabel("First name").fill("");
  await page.getByRole("button", { name: "Save name" }).click();
  await expect(page.getByText("Enter your name.")).toBeVisible();
  await page.getByLabel("First name").fill("<img src=x onerror=alert(1)>");
  await page.getByRole("button", { name: "Save name" }).click();
  await expect(page.getByText("Your name is saved.")).toBeVisible();
  await page.goto("/dashboard");
  await expect(page.getByRole("heading", { name: "Hello, <img src=x onerror=alert(1)>" })).toBeVisible();
});

test("[B14] works without JavaScript: sign in by password, change a name, sign out", async ({
  browser,
  server,
  clientAddress,
  createUser,
  changeSettings,
}) => {
  await changeSettings({ names: { firstName: "optional" } });
  const person = await createUser();
  const context = await browser.newContext({
    javaScriptEnabled: false,
    baseURL: server.url,
    extraHTTPHeaders: { "x-forwarded-for": clientAddress },
  });
  const page = await context.newPage();
  await page.goto("/sign-in");
  await page.getByLabel("Email address").fill("nonsense");
  await page.getByRole("button", { name: "Continue" }).click();
  await expect(page.getByText("Enter an email address like name@example.com.")).toBeVisible();
  await expect(page.getByLabel("Email address")).toHaveValue("nonsense");
  await page.getByLabel("Email address").fill(person.email);
  await page.getByRole("button", { name: "Continue" }).click();
  await page.getByLabel("Password", { exact: true }).fill(person.password ?? "");
  await page.getByRole("button", { name: "Sign in", exact: true }).click();
  await expect(page).toHaveURL("/dashboard");
  await page.goto("/profile");
  await page.getByLabel("First name").fill("Grace");
  await page.getByRole("button", { name: "Save name" }).click();
  await expect(page.getByText("Your name is saved.")).toBeVisible();
  await page.getByRole("button", { name: "Sign out", exact: true }).first().click();
  await expect(page).toHaveURL("/");
  await context.close();
});
