import { codeIn, expect, expectAccessible, newAddress, test } from "./fixtures";
import { enterCode } from "./support/steps";

test("[P26] names are asked at sign-up when settings say so, and changed in the profile", async ({
  page,
  inbox,
  changeSettings,
}) => {
  await changeSettings({
    names: { firstName: "required", lastName: "optional" },
    password: { requiredAtSignUp: false },
  });
  const email = newAddress();
  await page.goto("/sign-up");
  await page.getByLabel("Email address").fill(email);
  await page.getByRole("button", { name: "Continue" }).click();
  await expect(page.getByLabel("First name")).toBeFocused();
  await page.getByLabel("First name").fill("Ada");
  await page.getByRole("button", { name: "Continue" }).click();
  await enterCode(page, codeIn(await inbox.waitForMail(email)));
  await expect(page.getByRole("heading", { name: "Hello, Ada" })).toBeVisible();

  await page.getByRole("link", { name: "Your profile" }).click();
  await page.getByLabel("First name").fill("Grace");
  await page.getByLabel("Last name").fill("Hopper");
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.getByText("Your name is saved.")).toBeVisible();
  await expectAccessible(page);
  await page.goto("/dashboard");
  await expect(page.getByRole("heading", { name: "Hello, Grace" })).toBeVisible();
});
