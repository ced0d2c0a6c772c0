import "server-only";
import { and, eq, notExists, sql } from "drizzle-orm";
import { db, type Executor } from "@/db/client";
import { accounts, connectionDomains, enterpriseConnections, organisations } from "@/db/schema";
import { type ErrorCode, fail, failAt, ok, type Result } from "@/lib/errors";
import type { Settings } from "@/lib/settings/schema";
import { readHolding } from "@/lib/users/holding";
import { hasWayIn } from "@/lib/users/ways-in";
import { type EnterpriseConnection, hasActiveEnterprise } from "./enterprise";
import { type Author, changeConnection } from "./enterprise-change";

/** @returns whether a connection has all that its protocol needs. */
export const isConfigured = ({ saml, oidc, clientSecret }: EnterpriseConnection): boolean =>
  saml ? saml.certificates.length > 0 : oidc !== null && clientSecret !== null;

/** @returns why a connection can't be activated yet; null when it can. */
function whyInactive(connection: EnterpriseConnection, domains: number): ErrorCode | null {
  if (!isConfigured(connection)) return "enterprise_unconfigured";
  if (domains === 0) return "enterprise_without_domain";
  return connection.testedAt ? null : "enterprise_untested";
}

/** From now on the people of its domains are sent to it. @returns `enterprise_…` while something is missing. */
export const activateConnection = (id: string, author: Author): Promise<Result> =>
  changeConnection(id, author, "enterprise.activated", async (tx, before) => {
    const missing = whyInactive(before, await tx.$count(connectionDomains, eq(connectionDomains.connectionId, id)));
    return missing ? fail(missing) : ok({ set: { active: true } });
  });

/**
 * From now on nobody gets in through it, and the usual ways are open to its people again. Links, members and whoever is
 * signed in stay.
 * @returns `settings_lock_out` where it is the admin's own last way in.
 */
export const deactivateConnection = (id: string, settings: Settings, author: Author): Promise<Result> =>
  changeConnection(id, author, "enterprise.deactivated", async (tx, { active }) =>
    active && (await wouldLockOut(tx, id, settings, author))
      ? fail("settings_lock_out")
      : ok({ set: { active: false } }),
  );

/**
 * Takes a connection away with its domains, its log and the links of its people, who stay. The organisation, and with it
 * its memberships, goes with its last connection.
 * @param name the organisation's, as the admin has typed it again. @returns `confirmation_differs`; `settings_lock_out`
 * where it is the admin's own last way in.
 */
export const deleteConnection = (id: string, name: string, settings: Settings, author: Author): Promise<Result> =>
  changeConnection(id, author, "enterprise.deleted", async (tx, { active, organisation, organisationId }) => {
    if (name !== organisation) return failAt("name", "confirmation_differs", { name: organisation });
    if (active && (await wouldLockOut(tx, id, settings, author))) return fail("settings_lock_out");
    const links = await tx.delete(accounts).where(eq(accounts.provider, id)).returning({ userId: accounts.userId });
    await tx.delete(enterpriseConnections).where(eq(enterpriseConnections.id, id));
    const others = db
      .select({ one: sql`1` })
      .from(enterpriseConnections)
      .where(eq(enterpriseConnections.organisationId, organisationId));
    await tx.delete(organisations).where(and(eq(organisations.id, organisationId), notExists(others)));
    return ok({ data: { links: links.length } });
  });

async function wouldLockOut(tx: Executor, id: string, settings: Settings, { userId }: Author): Promise<boolean> {
  const own = await readHolding(tx, userId);
  const without = { ...own, enterprise: await hasActiveEnterprise(tx, userId, id) };
  return hasWayIn(own, settings) && !hasWayIn(without, settings);
}
