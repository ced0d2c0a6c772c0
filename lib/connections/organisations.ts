import "server-only";
import { asc, count, desc, eq, sql } from "drizzle-orm";
import { db } from "@/db/client";
import { connectionDomains, enterpriseConnections, memberships, organisations, users } from "@/db/schema";
import type { EnterpriseConnection } from "./enterprise";

export type ListedConnection = EnterpriseConnection & { domains: string[] };

/** @returns every enterprise connection with its domains, by the name of its organisation. */
export async function listConnections(): Promise<ListedConnection[]> {
  const rows = await db
    .select({
      connection: enterpriseConnections,
      organisation: organisations.name,
      domains: sql<string[]>`to_json(ARRAY(SELECT ${connectionDomains.domain} FROM ${connectionDomains}
        WHERE ${connectionDomains.connectionId} = ${enterpriseConnections.id} ORDER BY 1))`,
    })
    .from(enterpriseConnections)
    .innerJoin(organisations, eq(organisations.id, enterpriseConnections.organisationId))
    .orderBy(asc(sql`lower(${organisations.name})`), asc(enterpriseConnections.createdAt));
  return rows.map(({ connection, ...rest }) => ({ ...connection, ...rest }));
}

const NEWEST = 5;

/** @returns how many members an organisation has, and the newest of them. */
export async function readMembers(organisationId: string) {
  const [[total], newest] = await Promise.all([
    db.select({ members: count() }).from(memberships).where(eq(memberships.organisationId, organisationId)),
    db
      .select({ id: users.id, name: users.name, identifier: users.identifier, since: memberships.createdAt })
      .from(memberships)
      .innerJoin(users, eq(users.id, memberships.userId))
      .where(eq(memberships.organisationId, organisationId))
      .orderBy(desc(memberships.createdAt), asc(users.id))
      .limit(NEWEST),
  ]);
  return { total: total?.members ?? 0, newest };
}

/** @returns the organisations a person belongs to, oldest membership first. */
export const listMemberships = (userId: string) =>
  db
    .select({ id: organisations.id, name: organisations.name, since: memberships.createdAt })
    .from(memberships)
    .innerJoin(organisations, eq(organisations.id, memberships.organisationId))
    .where(eq(memberships.userId, userId))
    .orderBy(asc(memberships.createdAt), asc(organisations.name));

/** @returns how many people have a proved address of a connection's domains: they are sent to it once it is active. */
export async function countPeopleOfDomains({ id, allowSubdomains }: EnterpriseConnection): Promise<number> {
  const domain = sql`split_part(i.value, '@', 2)`;
  const [row] = await db.execute<{ people: number }>(sql`
    SELECT count(DISTINCT i.user_id)::int AS people FROM identifiers i JOIN ${connectionDomains} d
      ON ${domain} = d.domain OR (${allowSubdomains} AND ${domain} LIKE '%.' || d.domain)
    WHERE d.connection_id = ${id} AND i.kind = 'email' AND i.verified_at IS NOT NULL`);
  return row?.people ?? 0;
}
