import "server-only";
import { and, asc, eq } from "drizzle-orm";
import { db } from "@/db/client";
import { connectionDomains, enterpriseConnections, organisations } from "@/db/schema";
import { fail, failAt, ok, type Result } from "@/lib/errors";
import { readDomain } from "./domain-name";
import { type Author, changeConnection } from "./enterprise-change";

/** @returns the domains of a connection, in order. */
export async function listDomains(connectionId: string): Promise<string[]> {
  const rows = await db
    .select({ domain: connectionDomains.domain })
    .from(connectionDomains)
    .where(eq(connectionDomains.connectionId, connectionId))
    .orderBy(asc(connectionDomains.domain));
  return rows.map(({ domain }) => domain);
}

/**
 * Sends the people of a domain to this connection; the primary key decides between two who want it at once.
 * @param typed as an admin writes it. @returns `domain_invalid`, `domain_public`, `domain_taken`.
 */
export async function addDomain(connectionId: string, typed: string, author: Author): Promise<Result> {
  const read = readDomain(typed);
  if (!read.ok) return read;
  const domain = read.data;
  return changeConnection(connectionId, author, "enterprise.changed", async (tx) => {
    const inserted = await tx
      .insert(connectionDomains)
      .values({ domain, connectionId })
      .onConflictDoNothing()
      .returning();
    if (inserted.length > 0) return ok({ data: { changes: { domains: { added: [domain], removed: [] } } } });
    const [taken] = await tx
      .select({ organisation: organisations.name })
      .from(connectionDomains)
      .innerJoin(enterpriseConnections, eq(enterpriseConnections.id, connectionDomains.connectionId))
      .innerJoin(organisations, eq(organisations.id, enterpriseConnections.organisationId))
      .where(eq(connectionDomains.domain, domain));
    return failAt("domain", "domain_taken", { domain, organisation: taken?.organisation ?? "another organisation" });
  });
}

/** Frees a domain. @returns `not_found` for one that is not this connection's; `domain_last` while it is active. */
export const removeDomain = (connectionId: string, domain: string, author: Author): Promise<Result> =>
  changeConnection(connectionId, author, "enterprise.changed", async (tx, { active }) => {
    const own = eq(connectionDomains.connectionId, connectionId);
    const domains = await tx.select().from(connectionDomains).where(own);
    if (!domains.some((one) => one.domain === domain)) return fail("not_found");
    if (active && domains.length === 1) return fail("domain_last");
    await tx.delete(connectionDomains).where(and(own, eq(connectionDomains.domain, domain)));
    return ok({ data: { changes: { domains: { added: [], removed: [domain] } } } });
  });
