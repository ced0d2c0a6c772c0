import "server-only";
import { and, eq, gt } from "drizzle-orm";
import { db } from "@/db/client";
import { samlHandoffs } from "@/db/schema";
import { type EnterpriseConnection, findEnterprise } from "@/lib/connections/enterprise";
import { enterpriseClaims } from "@/lib/connections/enterprise-claims";
import { type Claims, ProvidedIdentity } from "@/lib/connections/identity";
import { samlConnectionOf } from "@/lib/connections/saml";
import { HANDOFF_MS } from "@/lib/connections/saml-replay";
import { fail, ok, type Result } from "@/lib/errors";
import { hashToken, newToken } from "@/lib/security/keys";
import { readSamlResponse, type SamlAssertion, type SamlReading } from "@/lib/strategies/saml/response";
import type { Visit } from "@/lib/visit";
import { findAttempt, startAttempt } from "./attempt";
import { isConnectionTest } from "./connection-test";
import { recordAnswer } from "./enterprise-answer";
import { takeNetworkTry } from "./network-tries";
import type { NextStep } from "./next-step";
import { finishSso } from "./sso-return";

/** Status codes of somebody who did not sign in there (SAML core §3.2.2.2); they only choose the words of the refusal. */
const CANCELLED = /:status:(AuthnFailed|RequestDenied)\b/;
const TRANSIENT = "urn:oasis:names:tc:SAML:2.0:nameid-format:transient";

/**
 * A response as a provider's page has posted it, without any cookie of ours: checked from all sides, and kept for the
 * browser's own next request, which brings the cookie that says who asked (SA-05, SA-13). Only what is signed is kept.
 * @param encoded the field `SAMLResponse`. @returns a ticket for that request; of a refusal, `details.log` names its row in the log.
 */
export async function receiveSamlResponse(
  visit: Pick<Visit, "client" | "now" | "settings">,
  connectionId: string,
  encoded: unknown,
): Promise<Result<{ ticket: string }>> {
  const { now } = visit;
  const network = await takeNetworkTry(visit, { isGuessable: false, isKnown: false });
  if (!network.ok) return network;
  const connection = await findEnterprise(connectionId);
  const saml = connection && samlConnectionOf(connection);
  const read = saml ? await readSamlResponse(saml, encoded, now) : null;
  await network.data(Boolean(read?.assertion));
  if (!saml || !read) return fail("strategy_unavailable");
  const { assertion, ...reading } = read;
  if (!assertion) {
    const problem = CANCELLED.test(reading.decoded?.status ?? "") ? "sso_cancelled" : "sso_refused";
    const log = await recordAnswer(visit, { connection, isTest: false, ...logged(reading), said: null, problem });
    return fail(problem, { details: { log } });
  }
  const ticket = newToken();
  const expiresAt = new Date(now.getTime() + HANDOFF_MS);
  await db.insert(samlHandoffs).values({
    ticketHash: hashToken(ticket),
    connectionId: saml.id,
    assertion: { ...assertion, reading },
    expiresAt,
  });
  return ok({ ticket });
}

/**
 * The browser comes for its answer. It must have asked for it, or the connection take what nobody asked for; the ticket
 * works once.
 */
export async function finishSaml(visit: Visit, connectionId: string, ticket: string): Promise<Result<NextStep>> {
  const connection = await findEnterprise(connectionId);
  if (!connection) return fail("strategy_unavailable");
  const [handoff] = await db
    .delete(samlHandoffs)
    .where(
      and(
        eq(samlHandoffs.ticketHash, hashToken(ticket)),
        eq(samlHandoffs.connectionId, connection.id),
        gt(samlHandoffs.expiresAt, visit.now),
      ),
    )
    .returning({ assertion: samlHandoffs.assertion });
  if (!handoff) return fail("attempt_missing");
  const assertion = handoff.assertion as StoredAssertion;
  const asked = await findAttempt(visit.cookies, "sso", visit.now);
  const isTest = isConnectionTest(asked, connection.id);
  const finished = await finish(visit, connection, assertion, isTest);
  const said = { values: assertion.attributes, nameId: assertion.nameId };
  const problem = finished.ok ? null : finished.error.code;
  const record = () => recordAnswer(visit, { connection, isTest, ...logged(assertion.reading), said, problem });
  if (isTest) await record();
  else visit.later(record);
  return finished;
}

async function finish(
  visit: Visit,
  connection: EnterpriseConnection,
  assertion: StoredAssertion,
  isTest: boolean,
): Promise<Result<NextStep>> {
  const claims = claimsOf(connection, assertion);
  if (!claims) return fail("sso_no_address");
  const { inResponseTo, id: assertionId } = assertion;
  const notOnOrAfter = new Date(assertion.notOnOrAfter);
  const saml = { inResponseTo, assertionId, notOnOrAfter };
  const unasked = inResponseTo === null && connection.idpInitiated && !isTest;
  if (unasked) await begin(visit, connection);
  return finishSso(visit, new ProvidedIdentity(connection.id, "enterprise", claims, saml));
}

type Reading = Pick<SamlReading, "checks" | "decoded">;
const logged = ({ checks, decoded }: Reading) => ({ checks, decoded: decoded && { ...decoded } });

/** As JSON keeps it. */
type StoredAssertion = Omit<SamlAssertion, "notOnOrAfter"> & { notOnOrAfter: string; reading: Reading };

/** A transient NameID is another one each time (SAML core §8.3.8), so the address stands for the person then. */
function claimsOf(
  connection: EnterpriseConnection,
  { nameId, nameIdFormat, attributes }: StoredAssertion,
): Claims | null {
  const claims = enterpriseClaims(connection, attributes, nameId);
  if (nameIdFormat !== TRANSIENT) return claims;
  return claims?.email ? { ...claims, subject: claims.email } : null;
}

/** A sign-in that began at the provider: the journey begins with its end. */
const begin = (visit: Visit, { id }: EnterpriseConnection) =>
  startAttempt(visit, {
    flow: "sso",
    userId: null,
    identifier: null,
    strategy: "enterprise",
    data: { connection: id, purpose: "sign-in" },
  });
