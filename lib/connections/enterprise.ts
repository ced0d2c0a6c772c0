import "server-only";
import { and, desc, eq, inArray, isNotNull, ne, or, sql } from "drizzle-orm";
import { db, type Executor } from "@/db/client";
import { accounts, connectionDomains, enterpriseConnections, identifiers, organisations } from "@/db/schema";
import { decrypt } from "@/lib/security/encryption";

export type EnterpriseConnection = typeof enterpriseConnections.$inferSelect & { organisation: string };

const columns = { connection: enterpriseConnections, organisation: organisations.name };
const merged = (row: { connection: typeof enterpriseConnections.$inferSelect; organisation: string }) => ({
  ...row.connection,
  organisation: row.organisation,
});

/** @returns the domain of a normalised address, and those above it: `a.b.example` gives itself, `b.example`, `example`. */
function domainsOf(email: string): string[] {
  const labels = email.slice(email.indexOf("@") + 1).split(".");
  return labels.map((_, index) => labels.slice(index).join("."));
}

/** Whether a row of `connection_domains` stands for one of these: the first exactly, the rest where subdomains count. */
const coversDomains = ([exact = "", ...above]: string[]) =>
  or(
    eq(connectionDomains.domain, exact),
    and(
      above.length > 0 ? inArray(connectionDomains.domain, above) : sql`false`,
      eq(enterpriseConnections.allowSubdomains, true),
    ),
  );

/** @returns the active connection for a normalised address, the closest domain's; null for none. */
export async function findEnterpriseFor(email: string, executor: Executor = db): Promise<EnterpriseConnection | null> {
  const [row] = await executor
    .select(columns)
    .from(connectionDomains)
    .innerJoin(enterpriseConnections, eq(enterpriseConnections.id, connectionDomains.connectionId))
    .innerJoin(organisations, eq(organisations.id, enterpriseConnections.organisationId))
    .where(and(eq(enterpriseConnections.active, true), coversDomains(domainsOf(email))))
    .orderBy(desc(sql`length(${connectionDomains.domain})`))
    .limit(1);
  return row ? merged(row) : null;
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** @returns the connection of that id, active or not. @param id anything. */
export async function findEnterprise(id: string): Promise<EnterpriseConnection | null> {
  if (!UUID.test(id)) return null;
  const [row] = await db
    .select(columns)
    .from(enterpriseConnections)
    .innerJoin(organisations, eq(organisations.id, enterpriseConnections.organisationId))
    .where(eq(enterpriseConnections.id, id));
  return row ? merged(row) : null;
}

/** @returns whether an address belongs to the domains of this very connection (SA-09). */
export async function coversAddress(connectionId: string, email: string): Promise<boolean> {
  const rows = await db
    .select({ domain: connectionDomains.domain })
    .from(connectionDomains)
    .innerJoin(enterpriseConnections, eq(enterpriseConnections.id, connectionDomains.connectionId))
    .where(and(eq(enterpriseConnections.id, connectionId), coversDomains(domainsOf(email))));
  return rows.length > 0;
}

/** @returns the ids of the connections that alone may sign this person in, by their proved addresses (P31). */
export async function enforcedFor(tx: Executor, userId: string): Promise<string[]> {
  const emails = await tx
    .select({ value: identifiers.value })
    .from(identifiers)
    .where(and(eq(identifiers.userId, userId), eq(identifiers.kind, "email"), isNotNull(identifiers.verifiedAt)));
  const found = await Promise.all(emails.map(({ value }) => findEnterpriseFor(value, tx)));
  return found.flatMap((connection) => (connection?.enforced ? [connection.id] : []));
}

/** @returns whether one of a person's connected accounts is at an active enterprise connection. @param but not at this one. */
export async function hasActiveEnterprise(executor: Executor, userId: string, but?: string): Promise<boolean> {
  const [row] = await executor
    .select({ id: enterpriseConnections.id })
    .from(accounts)
    .innerJoin(enterpriseConnections, sql`${enterpriseConnections.id}::text = ${accounts.provider}`)
    .where(
      and(
        eq(accounts.userId, userId),
        eq(enterpriseConnections.active, true),
        but ? ne(enterpriseConnections.id, but) : undefined,
      ),
    )
    .limit(1);
  return row !== undefined;
}

/** @returns the client secret of an OpenID connection. */
export const enterpriseSecret = ({ id, clientSecret }: Pick<EnterpriseConnection, "id" | "clientSecret">): string =>
  clientSecret ? decrypt(clientSecret, enterpriseSecretOwner(id)) : "";

/** What the secret of a connection is encrypted for. */
export const enterpriseSecretOwner = (id: string) => `enterprise:${id}`;
