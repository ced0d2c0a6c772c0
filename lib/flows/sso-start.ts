import "server-only";
import type { AttemptData } from "@/db/schema/attempts";
import { type EnterpriseConnection, findEnterpriseFor } from "@/lib/connections/enterprise";
import { findSocial } from "@/lib/connections/social";
import { fail, ok, type Result } from "@/lib/errors";
import { sameOriginPath } from "@/lib/security/origin";
import { consume } from "@/lib/security/rate-limits";
import type { Session } from "@/lib/sessions/read";
import { newSamlRequestId } from "@/lib/strategies/saml/library";
import type { StrategyId } from "@/lib/strategies/strategy";
import type { Visit } from "@/lib/visit";
import { startAttempt } from "./attempt";
import type { Leave } from "./next-step";

const FLOW = "sso";

/** Writes the journey to a provider down, before the browser leaves: only it can come back (OA-01, OA-02). */
async function leave(
  visit: Visit,
  strategy: StrategyId,
  data: AttemptData & { connection: string },
  { userId = null, loginHint }: { userId?: string | null; loginHint?: string } = {},
): Promise<Result<Leave>> {
  await startAttempt(visit, { flow: FLOW, userId, identifier: null, strategy, data });
  return ok({ step: "provider", connection: data.connection, loginHint });
}

/** "Continue with …". @param connection whatever the browser sent. */
export async function startSocial(
  visit: Visit,
  input: { connection: unknown; redirectUrl?: string },
): Promise<Result<Leave>> {
  const allowed = await consume("start:network", visit.client.ip);
  if (!allowed.ok) return allowed;
  const social = findSocial(visit.settings, input.connection);
  if (social?.use !== "sign-in") return fail("strategy_unavailable");
  const redirectTo = sameOriginPath(input.redirectUrl);
  return leave(visit, "oauth", { connection: social.id, purpose: "sign-in", redirectTo });
}

/** @returns the way to the provider of an address's organisation; null for an address of no organisation. */
export async function startEnterprise(
  visit: Visit,
  email: string,
  { redirectUrl, enforcedOnly = true }: { redirectUrl?: string; enforcedOnly?: boolean },
): Promise<Result<Leave> | null> {
  const connection = await findEnterpriseFor(email);
  if (!connection || (enforcedOnly && !connection.enforced)) return null;
  const redirectTo = sameOriginPath(redirectUrl);
  return leave(visit, "enterprise", { ...journeyOf(connection), purpose: "sign-in", redirectTo }, { loginHint: email });
}

/** An admin tries a connection, active or not, before people do (B08). */
export const startConnectionTest = (visit: Visit, session: Session, connection: EnterpriseConnection) =>
  leave(visit, "enterprise", {
    ...journeyOf(connection),
    purpose: "test",
    test: { adminId: session.user.id, configuredAt: connection.updatedAt.toISOString() },
  });

/** Somebody signed in adds a social account to theirs, having just confirmed that it is them (LK-06). */
export async function startConnect(visit: Visit, session: Session, connection: unknown): Promise<Result<Leave>> {
  const social = findSocial(visit.settings, connection);
  if (!social) return fail("strategy_unavailable");
  return leave(visit, "oauth", { connection: social.id, purpose: "connect" }, { userId: session.user.id });
}

const journeyOf = ({ id, protocol }: EnterpriseConnection) => ({
  connection: id,
  samlRequestId: protocol === "saml" ? newSamlRequestId() : undefined,
});
