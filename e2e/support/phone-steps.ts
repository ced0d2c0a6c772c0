import { randomInt } from "node:crypto";
import { expect, type Page } from "@playwright/test";
import type { SettingsChange } from "./settings";
import { type Texts, textCode } from "./texts";

/* What people do with numbers, on the pages. */

/** Numbers beside addresses: asked for at sign-up, and good for sign-in. */
export const WITH_PHONES: SettingsChange = { phone: { signUp: "optional", signIn: true } };
/** Numbers and nothing else. */
export const ONLY_PHONES: SettingsChange = {
  email: { signUp: "off", signIn: false },
  phone: { signUp: "required", signIn: true },
  password: { requiredAtSignUp: false },
};

/** @returns a mobile number in Germany, where nothing is sent unless an admin says so. */
export const germanNumber = () => `+49151${randomInt(10_000_000, 100_000_000)}`;
/** @returns an American number as it is written there: `(213) 373-4253`. */
export const atHome = (e164: string) => `(${e164.slice(2, 5)}) ${e164.slice(5, 8)}-${e164.slice(8)}`;
/** @returns an American number as the pages show it: `+1 213 373 4253`. */
export const asShown = (e164: string) => `+1 ${e164.slice(2, 5)} ${e164.slice(5, 8)} ${e164.slice(8)}`;

/** Names a number on the sign-in page, up to the first method. */
async function nameNumber(page: Page, typed: string): Promise<void> {
  await page.goto("/sign-in");
  await page.getByLabel("phone number").fill(typed);
  await page.getByRole("button", { name: "Continue" }).click();
  await page.waitForURL("/sign-in/verify");
}

/** Asks for a text message with a sign-in code. */
export async function askForText(page: Page, typed: string): Promise<void> {
  await nameNumber(page, typed);
  await page.getByRole("button", { name: "Text me a code" }).click();
}

/** Begins a sign-up that asks for a number only. */
export async function signUpWithNumber(page: Page, typed: string): Promise<void> {
  await page.goto("/sign-up");
  await page.getByLabel("Phone number").fill(typed);
  await page.getByRole("button", { name: "Continue" }).click();
}

/** Names another number in the profile. */
export async function addNumber(page: Page, typed: string): Promise<void> {
  await page.goto("/profile");
  await page.getByLabel("Add a number").fill(typed);
  await page.getByRole("button", { name: "Send code" }).last().click();
}

/** @returns the code in the next text message to a number. */
export const nextTextCode = async (phone: Texts, to: string) => textCode(await phone.waitForText(to));

/** Asserts that no text message left in this test, whoever asked. */
export const expectNoTexts = async (phone: Texts) => expect(await phone.texts()).toEqual([]);
