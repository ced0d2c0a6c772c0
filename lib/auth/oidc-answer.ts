import "server-only";
import { findEnterprise } from "@/lib/connections/enterprise";
import { oidcChecklist } from "@/lib/connections/oidc-checks";
import type { Profile } from "@/lib/connections/social-providers";
import type { ErrorCode, Failure } from "@/lib/errors";
import { isConnectionTest } from "@/lib/flows/connection-test";
import { recordAnswer } from "@/lib/flows/enterprise-answer";
import type { Attempt } from "@/lib/strategies/strategy";
import type { Visit } from "@/lib/visit";
import { failureOfAuthJs, failureOfToken } from "./oidc-checklist";

/** How far an OpenID provider's answer came. */
export interface OidcTrail {
  /** What the browser was sent back with. */
  answered?: URLSearchParams;
  /** What Auth.js threw. */
  thrown?: unknown;
  /** Of the ID token, once Auth.js had nothing against it. */
  claims?: Profile;
  /** Why our own look at it refused it. */
  refused?: Failure;
}

/** Writes the answer of an organisation's OpenID provider into the log of its connection (B08). */
export async function recordOidcAnswer(
  visit: Visit,
  journey: Attempt,
  { claims, refused, ...trail }: OidcTrail,
  problem: ErrorCode | null,
): Promise<void> {
  const { connection: id = "" } = journey.data;
  const connection = await findEnterprise(id);
  if (!connection) return;
  const failure = refused
    ? failureOfToken(refused, claims ?? {})
    : claims || !problem
      ? null
      : await failureOfAuthJs(trail, connection, visit.now);
  await recordAnswer(visit, {
    connection,
    isTest: isConnectionTest(journey, id),
    checks: oidcChecklist(failure),
    decoded: claims ?? failure?.claims ?? null,
    said: claims && !failure ? { values: claims } : null,
    problem,
  });
}
