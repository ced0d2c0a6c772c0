import { codeIn, expect, expectAccessible, newAddress, newPassword, test } from "./fixtures";
import { enterCode } from "./support/steps";

/** What only the word lists of the strength meter hold. */
const WORD_LISTS = /letmein/;

test("[P17 PW-10] the strength meter comes with the first focus, says how hard it is to guess, and ticks off the rules", async ({
  page,
  createUser,
  signIn,
  changeSettings,
}) => {
  await changeSettings({ password: { requireNumber: true, minStrength: 3 } });
  const scripts: Promise<{ url: string; holdsLists: boolean; bytes: number }>[] = [];
  page.on("requestfinished", (request) => {
    if (request.resourceType() !== "script") return;
    scripts.push(
      (async () => {
        const body = await (await request.response())?.text();
        const { responseBodySize } = await request.sizes();
        return { url: request.url(), holdsLists: WORD_LISTS.test(body ?? ""), bytes: responseBodySize };
      })(),
    );
  });
  const lists = async () => (await Promise.all(scripts)).filter(({ holdsLists }) => holdsLists);

  for (const path of ["/sign-in", "/sign-up"]) {
    await page.goto(path);
    await page.waitForLoadState("networkidle");
  }
  await signIn(page, await createUser());
  await page.goto("/profile/security");
  await page.waitForLoadState("networkidle");
  expect(await lists()).toEqual([]);

  const field = page.getByLabel("New password", { exact: true });
  await expect(field).toHaveAttribute("autocomplete", "new-password");
  await expect(field).toHaveAttribute("passwordrules", "minlength: 8; maxlength: 128; required: digit;");
  await field.focus();
  await expect.poll(async () => (await lists()).length).toBe(1);
  const [{ bytes = 0 } = {}] = await lists();
  test.info().annotations.push({ type: "bytes of the word lists", description: `${bytes}` });
  expect(bytes).toBeLessThan(600_000);

  const rule = (words: string) => page.getByRole("listitem").filter({ hasText: words });
  await expect(rule("At least 8 characters")).not.toContainText("done");
  await expect(rule("A number")).not.toContainText("done");
  await field.pressSequentially("horse");
  await expect(page.getByText("Password strength: Too easy to guess")).toBeVisible();
  await field.fill("horse-battery-oxbow");
  await expect(rule("At least 8 characters")).toContainText("done");
  await expect(rule("A number")).not.toContainText("done");
  await expect(page.getByText(/Password strength: (Good|Strong)/)).toBeVisible();
  await field.fill("horse-battery-oxbow-7-kraal");
  await expect(rule("A number")).toContainText("done");
  await expect(page.getByText("Password strength: Strong")).toBeVisible();
  await expectAccessible(page);

  await page.getByRole("button", { name: "Show password" }).click();
  await expect(field).toHaveAttribute("type", "text");
  await field.fill("");
  await page.evaluate(() => {
    const holder = document.createElement("textarea");
    holder.value = "pasted-oxbow-7-kraal";
    document.body.append(holder);
    holder.select();
    document.execCommand("copy");
    holder.remove();
  });
  await field.press("ControlOrMeta+v");
  await expect(field).toHaveValue("pasted-oxbow-7-kraal");
  await page.getByRole("button", { name: "Change password" }).click();
  await expect(page.getByText("Your password is saved")).toBeVisible();
  await expect(field).toHaveValue("");
  await expect(page.getByText("Password strength:")).toBeHidden();
});

test("[P17 B14] without JavaScript a password is chosen all the same, and refused in words", async ({
  browser,
  server,
  clientAddress,
  inbox,
}) => {
  const context = await browser.newContext({
    javaScriptEnabled: false,
    baseURL: server.url,
    extraHTTPHeaders: { "x-forwarded-for": clientAddress },
  });
  const page = await context.newPage();
  const email = newAddress();
  await page.goto("/sign-up");
  await page.getByLabel("Email address").fill(email);
  await page.getByRole("button", { name: "Continue" }).click();
  await enterCode(page, codeIn(await inbox.waitForMail(email)));
  await page.getByRole("button", { name: "Verify" }).click();
  const field = page.getByLabel("Password", { exact: true });
  await expect(page.getByText("At least 8 characters")).toBeVisible();
  await field.fill("horse");
  await page.getByRole("button", { name: "Create account" }).click();
  await expect(page.getByText("Use at least 8 characters.")).toBeVisible();
  await field.fill(newPassword());
  await page.getByRole("button", { name: "Create account" }).click();
  await expect(page.getByText("You are signed in")).toBeVisible();
  await context.close();
});
