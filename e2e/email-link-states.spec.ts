import { expect, expectAccessible, linkIn, test } from "./fixtures";
import { askForLink, expectSignedOut } from "./support/steps";

/* What a link says when it can no longer be used, and the way on from there. */

test("[P03 P04] expired, stale, used and unknown links each say so, and offer a new one", async ({
  page,
  context,
  inbox,
  createUser,
  changeSettings,
  travel,
}) => {
  await changeSettings({ email: { linkSignIn: true } });
  const { email } = await createUser({ password: null });
  const landing = await context.newPage();
  const heading = (name: string) => landing.getByRole("heading", { name });
  const first = await askForLink(page, inbox, email);

  await test.step("expired: in the waiting tab, on the open page, and when opened now", async () => {
    await landing.goto(first);
    await travel(10.1);
    await expect(page.getByText("The link has expired")).toBeVisible({ timeout: 2000 });
    await expectAccessible(page);
    await landing.getByRole("button", { name: "Sign in" }).click();
    await expect(heading("This link has expired")).toBeVisible();
    await expect(landing.getByText("Ask for a new one")).toBeVisible();
    await landing.goto(first);
    await expect(heading("This link has expired")).toBeVisible();
    await expectAccessible(landing);
    await expectSignedOut(landing);
  });

  const second = await test.step("the landing page leads to a new one", async () => {
    await landing.goto(first);
    await landing.getByRole("link", { name: "Ask for a new link" }).click();
    await expect(landing).toHaveURL("/sign-in/verify");
    await expect(landing.getByText("The link has expired")).toBeVisible();
    await landing.getByRole("button", { name: "Send a new link" }).click();
    await expect(landing.getByText("Waiting for you to open the link")).toBeVisible();
    return linkIn(await inbox.waitForMail(email));
  });

  const third = await test.step("so does the waiting tab", async () => {
    await travel(0.5);
    await page.reload();
    await page.getByRole("button", { name: "Send a new link" }).click();
    await expect(page.getByText("We sent a new link.")).toBeVisible();
    return linkIn(await inbox.waitForMail(email));
  });

  await test.step("stale: a newer one was sent", async () => {
    await landing.goto(second);
    await expect(heading("There is a newer link")).toBeVisible();
    await expectAccessible(landing);
    await expectSignedOut(landing);
  });

  await test.step("used: back to its page, and opened again", async () => {
    await landing.goto(third);
    await landing.getByRole("button", { name: "Sign in" }).click();
    await expect(heading("You are signed in")).toBeVisible();
    await expect(page).toHaveURL("/dashboard");
    await landing.goto(third);
    await expect(heading("This link was used already")).toBeVisible();
    await expectAccessible(landing);
  });

  await test.step("unknown or incomplete", async () => {
    for (const query of ["", "?token=", `?token=${"A".repeat(43)}`, `${new URL(third).search}&token=x`]) {
      await landing.goto(`/email-link${query}`);
      await expect(heading("This link can't be used")).toBeVisible();
      await expect(landing.getByText("incomplete or unknown")).toBeVisible();
    }
    await expectAccessible(landing);
  });
});
