import type { Page } from "@playwright/test";
import { test } from "./fixtures";
import { addAuthenticator, appCode } from "./support/authenticator";
import { codeIn } from "./support/inbox";
import { newAddress } from "./support/people";
import { enterCode, startSignIn } from "./support/steps";

const SIZES = { phone: { width: 390, height: 844 }, desktop: { width: 1280, height: 800 } };

/* Every state to look at, in both sizes and themes: `npm run screenshots`, then open test-results/screenshots. */
for (const [size, viewport] of Object.entries(SIZES)) {
  for (const colorScheme of ["light", "dark"] as const) {
    test.describe(`${size} ${colorScheme}`, () => {
      test.use({ viewport, colorScheme });
      test.setTimeout(120_000);

      const shoot = (page: Page, state: string) =>
        page.screenshot({ path: `test-results/screenshots/${state}.${size}.${colorScheme}.png`, fullPage: true });
      /** A dialog is as tall as the screen, not as the page below. */
      const shootScreen = (page: Page, state: string) =>
        page.screenshot({ path: `test-results/screenshots/${state}.${size}.${colorScheme}.png` });
      const visit = async (page: Page, path: string, state: string) => {
        await page.goto(path);
        await shoot(page, state);
      };

      test("signed out", async ({ page, inbox, createUser, changeSettings }) => {
        await visit(page, "/", "landing");
        await visit(page, "/nowhere", "not-found");
        await visit(page, "/sign-in", "sign-in");
        await visit(page, "/sign-in?lost", "sign-in.lost");
        await page.getByLabel("Email address").fill("nonsense");
        await page.getByRole("button", { name: "Continue" }).click();
        await page.getByText("Enter an email address like").waitFor();
        await shoot(page, "sign-in.invalid");
        const person = await createUser();
        await startSignIn(page, person.email);
        await shoot(page, "sign-in.password");
        for (let tries = 0; tries < 11; tries++) {
          await page.getByLabel("Password", { exact: true }).fill("wrong horse");
          const answered = page.waitForResponse((response) => response.request().method() === "POST");
          await page.getByRole("button", { name: "Sign in", exact: true }).click();
          await answered;
          await page.getByText(/doesn't match|This account is locked/).waitFor();
          if (tries === 0) await shoot(page, "sign-in.password-wrong");
        }
        await shoot(page, "sign-in.locked");
        await page.getByRole("button", { name: /Email me a code/ }).click();
        await page.getByLabel("6-digit code").waitFor();
        await shoot(page, "sign-in.code");
        await visit(page, "/unlock", "unlock");
        await visit(page, "/reset-password", "reset-password");
        await changeSettings({ names: { firstName: "required", lastName: "optional" } });
        await visit(page, "/sign-up", "sign-up.names");
        await page.getByLabel("First name").fill("Grace");
        const address = newAddress();
        await page.getByLabel("Email address").fill(address);
        await page.getByRole("button", { name: "Continue" }).click();
        await page.waitForURL("/sign-up/verify");
        await shoot(page, "sign-up.verify");
        await enterCode(page, codeIn(await inbox.waitForMail(address)));
        await page.waitForURL("/sign-up/continue");
        await shoot(page, "sign-up.continue");
        await changeSettings({ signUp: { open: false } });
        await visit(page, "/sign-up", "sign-up.closed");
      });

      test("signed in", async ({ page, createUser, signIn, newBrowser, changeSettings, db }) => {
        await changeSettings({ names: { firstName: "optional", lastName: "optional" } });
        const person = await createUser({ firstName: "Grace", lastName: "Hopper", role: "admin" });
        await signIn(await newBrowser(), person);
        await signIn(page, person);
        const longest = `a.very.long.address.${"that.goes.on.".repeat(3)}and.on@example.test`;
        await db`INSERT INTO identifiers (user_id, kind, value, verified_at, created_at) VALUES
          (${person.id}, 'email', ${`${size}-${colorScheme}-${longest}`}, now(), now()),
          (${person.id}, 'email', ${newAddress()}, null, now())`;
        await visit(page, "/dashboard", "dashboard");
        await visit(page, "/profile", "profile");
        await visit(page, "/profile/security", "security");
        await page.getByLabel("New password").fill("short");
        await page.getByRole("button", { name: "Change password" }).click();
        await page.getByText("Use at least 8 characters.").waitFor();
        await shoot(page, "security.invalid");
        await visit(page, "/sign-out", "sign-out");
        await visit(page, "/admin", "admin");
        await visit(page, "/admin/authentication", "settings");
        await page.getByLabel("Shortest length").fill("3");
        await page.getByRole("button", { name: "Save password settings" }).click();
        await page.getByText("At least 8.", { exact: true }).waitFor();
        await shoot(page, "settings.invalid");
      });

      test("confirming that it is you", async ({ page, server, db, createUser, signIn, changeSettings }) => {
        await changeSettings({ email: { linkSignIn: true } });
        const person = await createUser();
        const seed = await addAuthenticator(db, server.secret, person.id);
        await signIn(page, person, { at: new Date(Date.now() - 3_600_000) });
        await visit(page, "/step-up", "step-up");
        await page.goto("/profile/security");
        await page.getByLabel("New password").fill("a fine new password");
        await page.getByRole("button", { name: "Change password" }).click();
        const dialog = page.getByRole("dialog");
        await dialog.getByLabel("Password", { exact: true }).waitFor();
        await shootScreen(page, "step-up.dialog");
        await dialog.getByLabel("Password", { exact: true }).fill("wrong horse");
        await dialog.getByRole("button", { name: "Confirm" }).click();
        await dialog.getByText("doesn't match").waitFor();
        await shootScreen(page, "step-up.dialog.wrong");
        await dialog.getByRole("button", { name: "Email me a link" }).click();
        await dialog.getByText("Waiting for you").waitFor();
        await shootScreen(page, "step-up.dialog.link");
        await dialog.getByRole("button", { name: "Use your password" }).click();
        await dialog.getByLabel("Password", { exact: true }).fill(person.password ?? "");
        await dialog.getByRole("button", { name: "Confirm" }).click();
        await dialog.getByLabel("6-digit code").waitFor();
        await shootScreen(page, "step-up.dialog.second");
        await page.keyboard.press("Escape");
        await shoot(page, "step-up.left");
        await visit(page, "/step-up", "step-up.second");
        await page.getByLabel("6-digit code").fill(appCode(seed));
        await page.waitForURL("/profile/security");
      });
    });
  }
}
