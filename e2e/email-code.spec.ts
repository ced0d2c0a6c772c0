import { codeIn, expect, test } from "./fixtures";
import { enterCode, expectRefused, startSignIn, wrongCodes } from "./support/steps";

test("[P01 EM-07] a code can be sent again after 30 seconds, and the earlier one stays good", async ({
  page,
  inbox,
  createUser,
  travel,
}) => {
  const { email } = await createUser({ password: null });
  await startSignIn(page, email);
  await page.getByRole("button", { name: "Email me a code" }).click();
  const earlier = codeIn(await inbox.waitForMail(email));
  await expect(page.getByRole("button", { name: "Send again in" })).toBeDisabled();
  await travel(0.5);
  await page.reload();
  await page.getByRole("button", { name: "Send a new code" }).click();
  await inbox.waitForMail(email);
  await enterCode(page, earlier);
  await expect(page).toHaveURL("/dashboard");
});

test("[P01 EM-01 EM-06] a code dies after ten minutes, and after five wrong tries", async ({
  page,
  inbox,
  createUser,
  travel,
}) => {
  const { email } = await createUser({ password: null });
  const askForCode = async () => {
    await startSignIn(page, email);
    await page.getByRole("button", { name: "Email me a code" }).click();
    return codeIn(await inbox.waitForMail(email));
  };
  const old = await askForCode();
  await travel(10.1);
  await expectRefused(page, old, "expired");

  const code = await askForCode();
  for (const wrong of wrongCodes(code, 5)) await expectRefused(page, wrong, "not right");
  await expectRefused(page, code, "Too many wrong codes");
});
