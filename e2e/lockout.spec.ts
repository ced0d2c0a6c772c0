import { expect, test } from "./fixtures";
import { enterPassword, startSignIn } from "./support/steps";

test("[RL-01 RL-04 EM-11] ten wrong passwords lock an account for strangers; its owner's link opens it at once", async ({
  page,
  createUser,
  inbox,
}) => {
  const person = await createUser();
  await startSignIn(page, person.email);
  for (let tries = 0; tries < 10; tries++) {
    const answered = page.waitForResponse((response) => response.request().method() === "POST");
    await enterPassword(page, "wrong horse");
    expect((await answered).status()).toBe(422);
    await expect(page.getByText("doesn't match this account")).toBeVisible();
  }
  const refused = page.waitForResponse((response) => response.request().method() === "POST");
  await enterPassword(page, person.password ?? "");
  expect((await refused).status()).toBe(429);
  await expect(page.getByText("This account is locked for now.")).toBeVisible();
  await expect(page.getByRole("timer")).toHaveText(/Try again in (60:00|59:\d\d)/);

  const { text } = await inbox.waitForMail(person.email, { about: /locked/i });
  const link = /http\S+\/unlock#([\w-]{43})/.exec(text);
  const sent: string[] = [];
  page.on("request", (request) => sent.push(request.url() + JSON.stringify(request.headers())));
  await page.goto(link?.[0] ?? "");
  // Looking at the link spends nothing.
  await page.reload();
  expect(sent.length).toBeGreaterThan(2);
  for (const request of sent) expect(request).not.toContain(link?.[1]);
  await page.getByRole("button", { name: /Unlock/ }).click();
  await expect(page.getByText("Your account is unlocked.")).toBeVisible();
  await startSignIn(page, person.email);
  await enterPassword(page, person.password ?? "");
  await page.waitForURL("/dashboard");
});

test("[RL-03] too many journeys from one network are told to wait", async ({ page, db }) => {
  await page.goto("/sign-in");
  await page.getByLabel("Email address").fill("somebody@example.test");
  await page.getByRole("button", { name: "Continue" }).click();
  await page.waitForURL("/sign-in/verify");
  await db`UPDATE rate_limits SET points = 1000000 WHERE key LIKE 'start:network:%'`;
  await page.goto("/sign-in");
  await page.getByLabel("Email address").fill("somebody@example.test");
  await page.getByRole("button", { name: "Continue" }).click();
  await expect(page.getByText("That was too often.")).toBeVisible();
  await expect(page.getByRole("timer")).toHaveText(/Try again in \d+:\d\d/);
});
