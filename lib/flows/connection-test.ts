import "server-only";
import { and, eq } from "drizzle-orm";
import { db } from "@/db/client";
import { enterpriseConnections } from "@/db/schema";
import { type EnterpriseConnection, findEnterprise } from "@/lib/connections/enterprise";
import { isConfigured } from "@/lib/connections/enterprise-state";
import type { ProvidedIdentity } from "@/lib/connections/identity";
import { failureOfDiscovery, type OidcFailure, oidcChecklist } from "@/lib/connections/oidc-checks";
import { fail, ok, type Result } from "@/lib/errors";
import { audit } from "@/lib/security/audit";
import { discover } from "@/lib/security/discovery";
import { isSafeRedirect } from "@/lib/security/outbound-redirect";
import type { Session } from "@/lib/sessions/read";
import type { Attempt } from "@/lib/strategies/strategy";
import type { Visit } from "@/lib/visit";
import { mayEnter, recordAnswer } from "./enterprise-answer";
import type { Leave, NextStep } from "./next-step";
import { startConnectionTest } from "./sso-start";

/** @returns where a test sign-in ends, however it ends: the page of its connection, which shows the last attempts. */
export const connectionTestPath = (connection: string) => `/admin/sso/${connection}?tested=1#test`;

/** @returns whether this browser's journey is an admin's test of that connection. */
export const isConnectionTest = (journey: Attempt | null, connection: string): boolean =>
  journey?.data.purpose === "test" && journey.data.connection === connection;

/**
 * An admin tries a connection, active or not (B08).
 * @param id anything. @returns `enterprise_unconfigured`, `not_found`, `sso_unsafe_address`. A provider that says nothing about itself ends the
 * test at once, on the same page and with the check that failed.
 */
export async function testConnection(visit: Visit, session: Session, id: string): Promise<Result<Leave | NextStep>> {
  const connection = await findEnterprise(id);
  if (!connection) return fail("not_found");
  if (!isConfigured(connection)) return fail("enterprise_unconfigured");
  if (connection.saml && !isSafeRedirect(connection.saml.ssoUrl)) {
    return fail("sso_unsafe_address", { details: { provider: connection.organisation } });
  }
  const failure = await whyUnknown(connection, visit.now);
  if (!failure) return startConnectionTest(visit, session, connection);
  const checks = oidcChecklist(failure);
  const problem = failure.check === "discovery" ? "sso_provider_down" : "sso_unsafe_address";
  await recordAnswer(visit, { connection, isTest: true, checks, decoded: null, said: null, problem });
  return ok({ step: "done", redirectTo: connectionTestPath(id) });
}

/** @returns what is wrong with the discovery document a connection rests on; null when nothing is. */
async function whyUnknown({ oidc }: EnterpriseConnection, now: Date): Promise<OidcFailure | null> {
  if (!oidc || oidc.tokenUrl) return null;
  const read = await discover(oidc.issuer, now);
  return read.ok ? null : failureOfDiscovery(read.error);
}

/**
 * An admin's test sign-in came back and held: nobody is signed in or created by it, the connection may be activated.
 * @returns `sso_no_account` for somebody who could not get in; `enterprise_changed` where the connection is not the one
 * any more that the test began with.
 */
export async function finishConnectionTest(
  visit: Visit,
  { data: { connection: id, test } }: Attempt,
  { claims }: ProvidedIdentity,
): Promise<Result<NextStep>> {
  const connection = id && test ? await findEnterprise(id) : null;
  if (!connection || !test) return fail("attempt_missing");
  if (!(await mayEnter(connection, claims, visit.settings))) return fail("sso_no_account");
  const { client, now } = visit;
  return db.transaction(async (tx): Promise<Result<NextStep>> => {
    const asBefore = and(
      eq(enterpriseConnections.id, connection.id),
      eq(enterpriseConnections.updatedAt, new Date(test.configuredAt)),
    );
    const tested = await tx
      .update(enterpriseConnections)
      .set({ testedAt: now })
      .where(asBefore)
      .returning({ id: enterpriseConnections.id });
    if (tested.length === 0) return fail("enterprise_changed");
    await audit(tx, { type: "enterprise.tested", actorId: test.adminId, client, now, data: { connection: id } });
    return ok({ step: "done", redirectTo: connectionTestPath(connection.id) });
  });
}
