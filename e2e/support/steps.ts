import { expect, type Page } from "@playwright/test";
import { codeIn, type Inbox, linkIn } from "./inbox";

/* What people do on the pages, found by what people see: labels and buttons. */

/** Types the code of the newest mail; its last digit submits. */
export async function enterCode(page: Page, code: string): Promise<void> {
  await page.getByLabel("6-digit code").fill(code);
}

/** Types a code and asserts that it is refused in these words. */
export async function expectRefused(page: Page, code: string, words: string): Promise<void> {
  await enterCode(page, code);
  // The field empties with the answer: words from before are gone by then.
  await expect(page.getByLabel("6-digit code")).toHaveValue("");
  await expect(page.getByText(words)).toBeVisible();
}

/** @returns so many codes that are not this one. */
export const wrongCodes = (code: string, count: number): string[] =>
  Array.from({ length: count }, (_, index) => String((Number(code) + index + 1) % 1_000_000).padStart(6, "0"));

/** Signs up on the pages, up to the dashboard. */
export async function signUp(page: Page, inbox: Inbox, person: { email: string; password: string }): Promise<void> {
  await page.goto("/sign-up");
  await page.getByLabel("Email address").fill(person.email);
  await page.getByRole("button", { name: "Continue", exact: true }).click();
  await page.waitForURL("/sign-up/verify");
  await enterCode(page, codeIn(await inbox.waitForMail(person.email)));
  await page.waitForURL("/sign-up/continue");
  await page.getByLabel("Password", { exact: true }).fill(person.password);
  await page.getByRole("button", { name: "Create account" }).click();
  await page.waitForURL("/dashboard");
}

/** Names oneself on the sign-in page, up to the first method. */
export async function startSignIn(page: Page, email: string): Promise<void> {
  await page.goto("/sign-in");
  await page.getByLabel("Email address").fill(email);
  await page.getByRole("button", { name: "Continue", exact: true }).click();
  await page.waitForURL("/sign-in/verify");
}

/** Types a password and submits it. */
export async function enterPassword(page: Page, password: string): Promise<void> {
  await page.getByLabel("Password", { exact: true }).fill(password);
  await page.getByRole("button", { name: "Sign in" }).click();
}

/** Asks on the sign-in page for a link, where links are on. @returns the link of the mail. */
export async function askForLink(page: Page, inbox: Inbox, email: string): Promise<string> {
  await startSignIn(page, email);
  await page.getByRole("button", { name: "Email me a link" }).click();
  return linkIn(await inbox.waitForMail(email));
}

/** Waits for the sign-in page's other tab: it has to notice within two seconds, without being touched. */
export const expectMovedOn = (waiting: Page, url: string) => expect(waiting).toHaveURL(url, { timeout: 2000 });

/** Signs out from any private page. */
export async function signOut(page: Page): Promise<void> {
  await page.getByRole("button", { name: "Sign out", exact: true }).click();
  await page.waitForURL("/");
}

/** Asserts that nobody is signed in here any more: a private page sends away. @param origin of another server. */
export async function expectSignedOut(page: Page, origin = ""): Promise<void> {
  await page.goto(`${origin}/dashboard`);
  await expect(page).toHaveURL(/\/sign-in/);
}
