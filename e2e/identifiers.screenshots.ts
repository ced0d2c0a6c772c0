import type { Page } from "@playwright/test";
import { newNumber, test } from "./fixtures";
import { newAddress } from "./support/people";

const SIZES = { phone: { width: 390, height: 844 }, desktop: { width: 1280, height: 800 } };
const EVERY_KIND = {
  email: { linkSignIn: true, verifyBy: "link" },
  phone: { signUp: "optional", signIn: true },
  username: { signUp: "optional", signIn: true },
} as const;
const tokenIn = (text: string) => /\/email-link\?token=[\w-]+/.exec(text)?.[0] ?? "";

/* The states of links, numbers and usernames, in both sizes and themes. */
for (const [size, viewport] of Object.entries(SIZES)) {
  for (const colorScheme of ["light", "dark"] as const) {
    test.describe(`${size} ${colorScheme}`, () => {
      test.use({ viewport, colorScheme });
      test.setTimeout(120_000);

      const shoot = (page: Page, state: string) =>
        page.screenshot({ path: `test-results/screenshots/${state}.${size}.${colorScheme}.png`, fullPage: true });

      test("links", async ({ page, inbox, createUser, changeSettings, newBrowser, travel }) => {
        await changeSettings(EVERY_KIND);
        const person = await createUser();
        const ask = async () => {
          await page.goto("/sign-in");
          await shoot(page, "sign-in.every-kind");
          await page.getByLabel("Email address, phone number or username").fill(person.email);
          await page.getByRole("button", { name: "Continue" }).click();
          await page.getByRole("button", { name: /Email me a link/ }).click();
          await page.getByText("Waiting for you to open the link").waitFor();
          return tokenIn((await inbox.waitForMail(person.email, { about: /link/i })).text);
        };
        const link = await ask();
        await shoot(page, "sign-in.link-waiting");
        const landing = await page.context().newPage();
        await landing.goto(link);
        await shoot(landing, "email-link");
        const elsewhere = await newBrowser();
        await elsewhere.setViewportSize(viewport);
        await elsewhere.goto(link);
        await elsewhere.getByRole("button", { name: "Sign in" }).click();
        await elsewhere.getByText("where you asked for it").waitFor();
        await shoot(elsewhere, "email-link.wrong-device-answer");
        await page.getByText("opened somewhere else").waitFor();
        await shoot(page, "sign-in.link-refused");
        await landing.goto(link);
        await shoot(landing, "email-link.wrong-device");
        await travel(1);
        const expiring = await ask();
        await travel(11);
        await landing.goto(expiring);
        await shoot(landing, "email-link.expired");
        await page.getByText("The link has expired").waitFor();
        await shoot(page, "sign-in.link-expired");
        await landing.goto("/email-link");
        await shoot(landing, "email-link.unknown");
        const good = await ask();
        await landing.goto(good);
        await landing.getByRole("button", { name: "Sign in" }).click();
        await landing.getByRole("heading", { name: "You are signed in" }).waitFor();
        await shoot(landing, "email-link.opened");
      });

      test("numbers and usernames", async ({ page, phone, createUser, signIn, changeSettings }) => {
        await changeSettings(EVERY_KIND);
        await page.goto("/sign-up");
        await shoot(page, "sign-up.every-kind");
        await page.getByLabel("Email address").fill("nonsense");
        await page.getByLabel(/^Phone number/).fill("+49 151 23456789");
        await page.getByLabel(/^Username/).fill("admin");
        await page.getByRole("button", { name: "Continue" }).click();
        await page.getByText("Enter an email address like").or(page.getByText("Germany")).first().waitFor();
        await shoot(page, "sign-up.every-kind-invalid");

        const number = newNumber();
        const person = await createUser({ role: "admin", phone: newNumber(), username: `grace-${Date.now()}` });
        await signIn(page, person);
        await page.goto("/profile");
        await shoot(page, "profile.every-kind");
        await page.getByLabel("Add a number").fill(number);
        await page.getByRole("button", { name: "Send code" }).last().click();
        await page.getByLabel("6-digit code").waitFor();
        await phone.waitForText(number);
        await shoot(page, "profile.verify-number");
        await page.goto("/profile/security");
        await page.getByLabel("New password").fill(`summer ${newAddress().slice(0, 4)}`);
        await page
          .getByText(/guess|stronger|good|strong/i)
          .first()
          .waitFor();
        await shoot(page, "security.strength");
        await page.goto("/admin/sms");
        await shoot(page, "sms");
      });
    });
  }
}
