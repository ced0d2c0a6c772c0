import { expect, type Page } from "@playwright/test";
import type { Person } from "./people";
import { enterPassword, startSignIn } from "./steps";

/* What people do for their second step, on the pages. */

/** Signs in by password, up to the second step. */
export async function passFirstStep(page: Page, { email, password }: Person): Promise<void> {
  await startSignIn(page, email);
  await enterPassword(page, password ?? "");
  await page.waitForURL("/second-factor/sign-in");
}

/** Signs in by password, and nothing more is asked. */
export async function signInAtOnce(page: Page, { email, password }: Person): Promise<void> {
  await startSignIn(page, email);
  await enterPassword(page, password ?? "");
  await page.waitForURL("/dashboard");
}

/** @returns the key on a page that sets up an app. Camera, link and hand get the same one. */
export async function readKey(page: Page): Promise<string> {
  await expect(page.getByRole("img", { name: "QR code for your authenticator app" })).toBeVisible();
  await page.getByText("Can't scan it? Enter this key").click();
  const typed = ((await page.getByRole("code").textContent()) ?? "").replaceAll(/\s/g, "");
  const link = await page
    .getByRole("link", { name: "Open in an authenticator app on this device" })
    .getAttribute("href");
  const uri = new URL(link ?? "");
  expect([uri.protocol, uri.host]).toEqual(["otpauth:", "totp"]);
  expect(uri.searchParams.get("secret")).toBe(typed);
  expect(typed).toMatch(/^[A-Z2-7]{32}$/);
  return typed;
}

/** Begins to set up an app in the profile. @returns its key. */
export async function startAppInProfile(page: Page): Promise<string> {
  await page.goto("/profile/security");
  await page.getByRole("button", { name: "Set up an authenticator app" }).click();
  await page.waitForURL("/profile/security/authenticator");
  return readKey(page);
}

/** @returns the card with a person's second factors. */
export const twoStepCard = (page: Page) => page.getByRole("region", { name: "Two-step verification" });
/** @returns the row of one of them. */
export const factorRow = (page: Page, title: string) =>
  twoStepCard(page).getByRole("listitem").filter({ hasText: title });

/** Chooses a backup code on the page of the second step, and types one. */
export async function enterBackupCode(page: Page, code: string): Promise<void> {
  const field = page.getByLabel("Backup code", { exact: true });
  if (!(await field.isVisible())) await page.getByRole("button", { name: "Use a backup code" }).click();
  await field.fill(code);
  await page.getByRole("button", { name: "Sign in", exact: true }).click();
}

/** Moves to another method of the second step: both pages have a field of one name. */
export async function useApp(page: Page): Promise<void> {
  await page.getByRole("button", { name: "Use your authenticator app" }).click();
  await expect(page.getByRole("heading", { name: "Enter the code from your app" })).toBeVisible();
}

/** @returns an American number as it is shown to whoever has shown the first factor only. */
export const masked = (e164: string) => `+1 ••• ••• ${e164.slice(-4)}`;
/** The sentence of the page after a text message, with the number on one line. */
export const sentTo = (e164: string) =>
  `We sent a 6-digit code to ${masked(e164).replaceAll(" ", "\u00a0")}. It works for 10 minutes.`;
