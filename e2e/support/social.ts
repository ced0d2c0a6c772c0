import { randomBytes } from "node:crypto";
import { expect, type Page } from "@playwright/test";
import type { Sql } from "postgres";
import type { SocialSettings } from "../../lib/settings/social";
import type { IdentityProvider } from "../../scripts/identity-provider";
import { OIDC_CLIENT } from "../../scripts/identity-provider/oidc";
import { PEOPLE, type Person } from "../../scripts/identity-provider/people";
import { seal } from "./seal";
import type { SettingsChange } from "./settings";

/** What the connection is called on buttons. */
export const PROVIDER = "Local provider";

/** Social sign-in against this worker's identity provider. */
export interface Social {
  /** The identity provider, one a worker; its people are in `PEOPLE` of scripts/identity-provider. */
  provider: IdentityProvider;
  /**
   * Switches a custom connection to the provider on; its word for an address is trusted, unless told otherwise.
   * @param key default `local`.
   */
  connect(options?: Partial<SocialSettings>, key?: string): Promise<void>;
  /** Somebody new who has an account at the provider, until the test ends. Default: with a proved address. */
  person(given?: Partial<Person>): Person;
}

/** @returns settings of a custom connection to an OpenID provider. @param secret the server's AUTH_SECRET. */
export function connectionTo(
  secret: string,
  key: string,
  provider: { issuer: string; clientId: string; clientSecret: string },
  options: Partial<SocialSettings> = {},
): SocialSettings {
  return {
    enabled: true,
    use: "sign-in",
    name: PROVIDER,
    trustsEmail: true,
    ...provider,
    clientSecret: seal(secret, provider.clientSecret, `social:${key}`),
    ...options,
  };
}

/** @returns the fixture, and how to send its people away. */
export function socialWith(
  provider: IdentityProvider,
  secret: string,
  changeSettings: (change: SettingsChange) => Promise<void>,
): { social: Social; forget(): void } {
  const connections: Record<string, SocialSettings> = {};
  const known = PEOPLE.length;
  return {
    social: {
      provider,
      async connect(options, key = "local") {
        const client = { issuer: `${provider.origin}/oidc`, ...OIDC_CLIENT };
        connections[key] = connectionTo(secret, key, client, options);
        await changeSettings({ social: { connections } });
      },
      person(given = {}) {
        const id = `p${randomBytes(5).toString("hex")}`;
        const person = {
          id,
          email: `${id}@example.test`,
          emailVerified: true,
          firstName: "Ida",
          lastName: id,
          ...given,
        };
        PEOPLE.push(person);
        return person;
      },
    },
    forget() {
      PEOPLE.length = known;
    },
  };
}

/** At the provider: picks who to be. The browser is sent back. */
export async function pick(page: Page, { email }: Pick<Person, "email">): Promise<void> {
  await expect(page.getByRole("heading", { name: "Local identity provider" })).toBeVisible();
  await page.getByRole("button", { name: email }).click();
}

/** From the sign-in or sign-up page to the provider and back. @param button the name on it. */
export async function continueWith(page: Page, person: Pick<Person, "email">, button = PROVIDER): Promise<void> {
  await page.getByRole("button", { name: `Continue with ${button}` }).click();
  await pick(page, person);
}

/** @returns whose the identity is. */
export async function ownerOf(db: Sql, { id }: Pick<Person, "id">, key = "local"): Promise<string | undefined> {
  const [row] = await db<[{ userId: string }?]>`
    SELECT user_id AS "userId" FROM accounts WHERE provider = ${key} AND provider_account_id = ${id}`;
  return row?.userId;
}

/** Connects a person of the provider to an account, without the pages. */
export async function link(
  db: Sql,
  { id: userId }: { id: string },
  { id, email }: Pick<Person, "id" | "email">,
  key = "local",
): Promise<void> {
  await db`INSERT INTO accounts (user_id, type, provider, provider_account_id, label, created_at, last_used_at)
    VALUES (${userId}, 'oidc', ${key}, ${id}, ${email}, now(), now())`;
}
