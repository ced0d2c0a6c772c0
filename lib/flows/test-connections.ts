import { randomUUID } from "node:crypto";
import { eq } from "drizzle-orm";
import { db } from "@/db/client";
import { accounts, connectionDomains, enterpriseConnections, organisations, users } from "@/db/schema";
import type { AttemptData } from "@/db/schema/attempts";
import { type Claims, ProvidedIdentity } from "@/lib/connections/identity";
import { encrypt } from "@/lib/security/encryption";
import { startAttempt } from "./attempt";
import type { TestBrowser } from "./test-visit";

/** @returns a key no other test uses. */
export const freshKey = () => `c${randomUUID().slice(0, 12)}`;

/** @returns what a provider tells about somebody, unless a test says otherwise. */
export const claimsOf = (subject: string, more: Partial<Claims> = {}): Claims => ({
  subject,
  email: null,
  emailVerified: false,
  label: subject,
  ...more,
});

/** Switches a custom OpenID connection on or off in a browser's settings. */
export function switchSocial(
  browser: TestBrowser,
  id: string,
  enabled: boolean,
  use: "sign-in" | "connect" = "sign-in",
) {
  browser.set("social", {
    connections: {
      ...browser.settings.social.connections,
      [id]: {
        enabled,
        use,
        name: "Test provider",
        issuer: "https://issuer.test",
        clientId: "client",
        clientSecret: encrypt("secret", `social:${id}`),
        trustsEmail: true,
      },
    },
  });
}

type Options = Partial<typeof enterpriseConnections.$inferInsert>;

/** An organisation with an active OpenID connection. @returns its id. @param domain default: one of its own. */
export async function createEnterprise(domain = `${freshKey()}.test`, options: Options = {}): Promise<string> {
  const at = { createdAt: new Date() };
  const [organisation] = await db
    .insert(organisations)
    .values({ name: "Acme", ...at })
    .returning();
  if (!organisation) throw new Error("no organisation");
  const [connection] = await db
    .insert(enterpriseConnections)
    .values({
      organisationId: organisation.id,
      protocol: "oidc",
      active: true,
      oidc: { issuer: "https://acme.test", clientId: "client", scopes: "openid email profile" },
      attributes: { email: "email", firstName: "given_name", lastName: "family_name" },
      updatedAt: at.createdAt,
      ...at,
      ...options,
    })
    .returning();
  if (!connection) throw new Error("no connection");
  await db.insert(connectionDomains).values({ domain, connectionId: connection.id });
  return connection.id;
}

export async function switchEnterprise(id: string, active: boolean): Promise<void> {
  await db.update(enterpriseConnections).set({ active }).where(eq(enterpriseConnections.id, id));
}

/** Somebody has left for a provider, to come back as that identity. */
export const leaveFor = (
  browser: TestBrowser,
  { connection, strategy }: ProvidedIdentity,
  { userId = null, ...data }: AttemptData & { userId?: string | null } = {},
) =>
  startAttempt(browser.visit(), {
    flow: "sso",
    userId,
    identifier: null,
    strategy,
    data: { purpose: "sign-in", ...data, connection },
  });

/** Connects a fresh identity at a connection to a person. @returns it, as verified. */
export async function givenIdentity(
  strategy: ProvidedIdentity["strategy"],
  connection: string,
  userId: string,
): Promise<ProvidedIdentity> {
  const subject = randomUUID();
  const now = new Date();
  const account = { type: "oidc", provider: connection, providerAccountId: subject, createdAt: now, lastUsedAt: now };
  // Of somebody who has been deleted nothing is left.
  if (await db.$count(users, eq(users.id, userId))) await db.insert(accounts).values({ userId, ...account });
  const [domain] = await db
    .select()
    .from(connectionDomains)
    .where(eq(connectionDomains.connectionId, idOf(connection)));
  const email = domain ? `${freshKey()}@${domain.domain}` : null;
  return new ProvidedIdentity(connection, strategy, claimsOf(subject, { email, emailVerified: email !== null }));
}

const idOf = (connection: string) => (connection.length === 36 ? connection : randomUUID());
