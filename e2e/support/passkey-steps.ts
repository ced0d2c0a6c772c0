import { expect, type Page } from "@playwright/test";
import type { Sql } from "postgres";
import type { Person } from "./people";
import type { SettingsChange } from "./settings";

/* What people do with passkeys, on the pages. */

/** Passkeys by button alone: a virtual authenticator takes every suggestion at once. */
export const PASSKEYS: SettingsChange = { passkey: { enabled: true, autofill: false, offerAfterSignIn: false } };

export const passkeysCard = (page: Page) => page.getByRole("region", { name: "Passkeys" });
export const passkeyRows = (page: Page) => passkeysCard(page).getByRole("listitem");
export const createButton = (page: Page) => page.getByRole("button", { name: "Create a passkey" });
export const passkeyButton = (page: Page) => page.getByRole("button", { name: "Sign in with a passkey" });

/** Creates one in the profile, as somebody who has just signed in. @param origin of another server than the page's. */
export async function createPasskey(page: Page, origin = ""): Promise<void> {
  await page.goto(`${origin}/profile/security`);
  await createButton(page).click();
  await expect(passkeyRows(page)).toHaveCount(1);
}

/** Signs in by the button, and nothing more is asked. */
export async function signInByPasskey(page: Page): Promise<void> {
  await page.goto("/sign-in");
  await passkeyButton(page).click();
  await page.waitForURL("/dashboard");
}

/** @returns how a person's sessions were proved, the newest last. */
export async function proofsOf(db: Sql, { id }: Pick<Person, "id">): Promise<{ amr: string[]; both: boolean }[]> {
  const rows = await db<{ amr: string[]; both: boolean }[]>`
    SELECT amr, second_factor_at IS NOT NULL AS both FROM sessions WHERE user_id = ${id} ORDER BY created_at`;
  return [...rows];
}
