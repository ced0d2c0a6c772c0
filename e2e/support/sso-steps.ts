import { randomBytes } from "node:crypto";
import { expect, type Locator, type Page } from "@playwright/test";
import { pick } from "./social";

/* What an admin does at /admin/sso, found by what people see. */

/** @returns a domain no other test has. */
export const newDomain = () => `d${randomBytes(5).toString("hex")}.test`;

/** @returns a card of the page by its title. */
export const card = (page: Page, title: string): Locator => page.getByRole("region", { name: title, exact: true });

/** Creates a connection on the pages. @returns its id. */
export async function createConnection(page: Page, organisation: string, protocol: "SAML 2.0" | "OpenID Connect") {
  await page.goto("/admin/sso");
  await page.getByRole("link", { name: "Add connection" }).click();
  await page.getByRole("textbox", { name: "Organisation" }).fill(organisation);
  await page.getByLabel("Protocol").selectOption(protocol);
  await page.getByRole("button", { name: "Add connection" }).click();
  await page.waitForURL(/\/admin\/sso\/[0-9a-f-]{36}$/);
  await expect(page.getByRole("heading", { name: organisation, level: 1 })).toBeVisible();
  return new URL(page.url()).pathname.split("/").at(-1) ?? "";
}

export async function addDomain(page: Page, domain: string): Promise<void> {
  const domains = card(page, "Domains");
  await domains.getByLabel("Domain").fill(domain);
  await domains.getByRole("button", { name: "Add domain" }).click();
}

/** Has the server read metadata from an address. */
export async function readMetadata(page: Page, address: string): Promise<void> {
  const provider = card(page, "Identity provider");
  await provider.getByLabel("Metadata address").fill(address);
  await provider.getByRole("button", { name: "Read metadata from this address" }).click();
}

/** Runs a test sign-in; with a person, picks them at the local provider. @returns what is shown of it. */
export async function testSignIn(page: Page, person?: { email: string }): Promise<Locator> {
  // From the address a test does not end at, so that its end can be told from the last one's.
  await page.goto(new URL(page.url()).pathname);
  await card(page, "Test sign-in").getByRole("button", { name: "Test sign-in" }).click();
  if (person) await pick(page, person);
  await page.waitForURL(/\/admin\/sso\/[0-9a-f-]{36}\?tested=1/);
  return card(page, "Test sign-in").getByRole("list", { name: "Last answers" }).getByRole("listitem").first();
}

/** @returns the ids of the checks in that state, in their order. */
export const checksIn = (attempt: Locator, state: "passed" | "failed" | "skipped"): Promise<string[]> =>
  attempt
    .locator(`[data-state=${state}]`)
    .evaluateAll((rows) => rows.map((row) => row.getAttribute("data-check") ?? ""));
