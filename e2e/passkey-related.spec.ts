import { expect, test } from "./fixtures";
import { startHttpsFront } from "./peers/https-front";
import { createPasskey, passkeyButton, proofsOf } from "./support/passkey-steps";
import { settingsCard } from "./support/settings-forms";
import { startUntilItEnds } from "./support/start-up-process";
import { enterPassword, expectSignedOut } from "./support/steps";
import { addVirtualAuthenticator } from "./support/virtual-authenticator";

/* Passkeys over several domains (WebAuthn level 3, §5.11). Chromium reads their list by https alone, so there is some. */

const [MAIN, OTHER] = ["https://main.test", "https://other.test"] as const;

test("[B06 P24 PK-14] another domain takes the passkeys while the list names it, and from the moment it doesn't, no more", async ({
  playwright,
  launchOptions,
  pageErrors,
  clientAddress,
  server,
  db,
  createUser,
  startInstance,
}) => {
  test.setTimeout(120_000);
  const front = await startHttpsFront(["main.test", "other.test"]);
  const browser = await playwright.chromium.launch({
    ...launchOptions,
    args: [...(launchOptions.args ?? []), ...front.chromiumArgs],
  });
  const open = async () => {
    const context = await browser.newContext({ extraHTTPHeaders: { "x-forwarded-for": clientAddress } });
    pageErrors.watch(context);
    return context.newPage();
  };
  try {
    front.sites.set("main.test", (await startInstance({ APP_URL: MAIN })).url);
    const signIn = async (page: Awaited<ReturnType<typeof open>>, who: { email: string; password: string | null }) => {
      await page.goto(`${MAIN}/sign-in`);
      await page.getByLabel("Email address").fill(who.email);
      await page.getByRole("button", { name: "Continue" }).click();
      await enterPassword(page, who.password ?? "");
      await page.waitForURL(/dashboard/);
    };
    const admin = await open();
    await signIn(admin, await createUser({ role: "admin" }));
    const save = async (origins: string) => {
      await admin.goto(`${MAIN}/admin/authentication`);
      const card = settingsCard(admin, "Passkeys");
      await card.getByLabel("Passkeys", { exact: true }).check();
      await card.getByLabel("Suggest them").uncheck();
      await card.getByLabel("Offer one after signing in").uncheck();
      await card.getByLabel("Related origins").fill(origins);
      await card.getByRole("button", { name: "Save" }).click();
      await expect(card.getByText("Saved", { exact: false })).toBeVisible();
    };
    const list = async () => {
      const answer = await fetch(`${front.sites.get("main.test")}/.well-known/webauthn`);
      return { status: answer.status, type: answer.headers.get("content-type"), body: await answer.text() };
    };

    // Not named: its server says what to do, and does not start.
    await save("");
    expect(await list()).toMatchObject({ status: 404, body: "" });
    const elsewhere = { APP_URL: OTHER, PASSKEY_RP_ID: "main.test" };
    const { databaseUrl: DATABASE_URL, secret: AUTH_SECRET } = server;
    const refused = await startUntilItEnds({ DATABASE_URL, AUTH_SECRET, ...elsewhere }, 30_000);
    expect(refused.output).toContain(`name ${OTHER} among the related origins`);
    expect(refused.code).toBeGreaterThan(0);

    await save(OTHER);
    expect(await list()).toEqual({
      status: 200,
      type: "application/json",
      body: JSON.stringify({ origins: [OTHER] }),
    });
    front.sites.set("other.test", (await startInstance(elsewhere)).url);
    const person = await createUser();
    const page = await open();
    await addVirtualAuthenticator(page);
    await signIn(page, person);
    await createPasskey(page, MAIN);
    await page.goto(`${OTHER}/sign-in`);
    await passkeyButton(page).click();
    await page.waitForURL(`${OTHER}/dashboard`);
    expect((await proofsOf(db, person)).map(({ amr }) => amr)).toEqual([["password"], ["passkey"]]);

    // A browser that can't read the list takes no passkey of it; the page says that it is the address.
    await page.context().clearCookies();
    const main = front.sites.get("main.test") ?? "";
    front.sites.delete("main.test");
    await page.goto(`${OTHER}/sign-in`);
    await passkeyButton(page).click();
    await expect(page.getByText("Your browser doesn't take this site's passkeys at this address.")).toBeVisible();
    front.sites.set("main.test", main);
    await passkeyButton(page).click();
    await page.waitForURL(`${OTHER}/dashboard`);

    // Taken off the list, with effect at once where it was saved.
    await page.context().clearCookies();
    await page.goto(`${OTHER}/sign-in`);
    await expect(passkeyButton(page)).toBeVisible();
    await save("");
    expect(await list()).toMatchObject({ status: 404, body: "" });
    await passkeyButton(page).click();
    await expect(
      page.getByText(/doesn't take this site's passkeys at this address|Passkeys are not available here/),
    ).toBeVisible();
    await expectSignedOut(page, OTHER);
    expect(await proofsOf(db, person)).toHaveLength(3);
    await page.goto(`${MAIN}/sign-in`);
    await passkeyButton(page).click();
    await page.waitForURL(`${MAIN}/dashboard`);
  } finally {
    await browser.close();
    await front.stop();
  }
});
