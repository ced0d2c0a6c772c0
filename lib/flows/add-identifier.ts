import "server-only";
import { db } from "@/db/client";
import { checkCountry } from "@/lib/access/sms-countries";
import { voidAttempts } from "@/lib/access/void-attempts";
import { findEnterpriseFor } from "@/lib/connections/enterprise";
import { fail, ok, type Result } from "@/lib/errors";
import { audit } from "@/lib/security/audit";
import { consume } from "@/lib/security/rate-limits";
import { isStillOpen, type Session } from "@/lib/sessions/read";
import { verifierOf } from "@/lib/strategies";
import type { Attempt } from "@/lib/strategies/strategy";
import { addIdentifier, listIdentifiers, lockIdentifiers } from "@/lib/users/identifiers";
import { usesKind } from "@/lib/users/identify";
import type { Visit } from "@/lib/visit";
import { forgetAttempt, requireAttempt, spendAttempt, startAttempt } from "./attempt";
import { startMethod } from "./method";
import type { NextStep } from "./next-step";
import { notifyIdentifierAdded } from "./notices";
import { prove } from "./prove";

/**
 * A signed-in person names another address or number of theirs, or wants to prove one that is still unproved; a code or
 * link goes there first.
 * @returns `changes_restricted` where it is frozen; `country_not_allowed` for a number whose country is off (P13).
 */
export async function startAddIdentifier(
  visit: Visit,
  session: Session,
  identifier: { kind: "email" | "phone"; value: string },
): Promise<Result<NextStep>> {
  const { settings } = visit;
  const { kind, value } = identifier;
  const allowed = await consume("change:user", session.user.id);
  if (!allowed.ok) return allowed;
  const own = (await listIdentifiers(session.user.id)).some((one) => one.kind === kind && one.value === value);
  if (!own && settings[kind].restrictChanges) return fail("changes_restricted");
  if (!usesKind(settings, kind)) return fail("strategy_unavailable");
  if (kind === "email" && (await findEnterpriseFor(value))?.enforced) return fail("sso_reserved_address");
  const reachable = kind === "phone" ? checkCountry(value, settings) : ok();
  if (!reachable.ok) return reachable;
  const attempt = await startAttempt(visit, {
    flow: "add-identifier",
    userId: session.user.id,
    identifier,
    strategy: null,
  });
  return startMethod(visit, attempt, verifierOf(kind, settings, "add-identifier"));
}

/** @returns this person's open journey, or `attempt_missing`. */
async function ownAttempt(visit: Visit, session: Session): Promise<Result<Attempt>> {
  const attempt = await requireAttempt(visit, "add-identifier");
  return attempt.ok && attempt.data.userId === session.user.id ? attempt : fail("attempt_missing");
}

/** Sends the code or link again. */
export async function resendAddIdentifier(visit: Visit, session: Session): Promise<Result<NextStep>> {
  const attempt = await ownAttempt(visit, session);
  return attempt.ok ? startMethod(visit, attempt.data, attempt.data.strategy) : attempt;
}

/** The code: only now does the identifier belong to the person. */
export async function verifyAddIdentifier(visit: Visit, session: Session, proof: unknown): Promise<Result<NextStep>> {
  const attempt = await ownAttempt(visit, session);
  if (!attempt.ok) return attempt;
  const proved = await prove(visit, attempt.data, attempt.data.strategy, proof);
  return proved.ok ? finishAddIdentifier(visit, session, proved.data.attempt) : proved;
}

/** Gives a proved identifier to the person, and tells them. @param attempt theirs, with its proof written down. */
export async function finishAddIdentifier(visit: Visit, session: Session, attempt: Attempt): Promise<Result<NextStep>> {
  const { userId, identifierKind: kind, identifierValue: value, identifierProvedAt } = attempt;
  if (userId !== session.user.id || !kind || !value || !identifierProvedAt) return fail("attempt_missing");
  const { client, now } = visit;
  const added = await db.transaction(async (tx) => {
    const before = (await lockIdentifiers(tx, userId)).find((own) => own.kind === kind && own.value === value);
    // Whoever signed this device out meanwhile wants nothing more from it.
    if (!(await isStillOpen(tx, session))) return fail("unauthenticated");
    if (!(await spendAttempt(tx, attempt, now))) return fail("attempt_missing");
    const result = await addIdentifier(tx, session.user.id, { kind, value }, { verifiedAt: now, now });
    // What was begun while this one was not verified may be a stranger's.
    if (result.ok && before && !before.verifiedAt) await voidAttempts(tx, userId, now);
    if (result.ok) await audit(tx, { type: "identifier.added", actorId: session.user.id, client, now, data: { kind } });
    return result;
  });
  // Refused, the form stays where it is and says why.
  if (added.ok) forgetAttempt(visit, "add-identifier");
  if (added.ok && value !== session.user.email) {
    visit.later(() => notifyIdentifierAdded(visit, session.user.id, { kind, value }));
  }
  return added.ok ? ok({ step: "done", redirectTo: "/profile" }) : added;
}
