import "server-only";
import { db } from "@/db/client";
import { checkCountry } from "@/lib/access/sms-countries";
import { fail, ok, type Result } from "@/lib/errors";
import { audit } from "@/lib/security/audit";
import { sameOriginPath } from "@/lib/security/origin";
import { setCookie } from "@/lib/sessions/cookie";
import { renewSession } from "@/lib/sessions/create";
import type { Session } from "@/lib/sessions/read";
import type { Settings } from "@/lib/settings/schema";
import { strategies } from "@/lib/strategies";
import type { Attempt, StrategyId } from "@/lib/strategies/strategy";
import { type Identifier, listIdentifiers } from "@/lib/users/identifiers";
import { hasPassword } from "@/lib/users/passwords";
import type { Visit } from "@/lib/visit";
import { findAttempt, forgetAttempt, spendAttempt, startAttempt, updateAttempt } from "./attempt";
import { startMethod } from "./method";
import { HOME_PATH, type NextStep } from "./next-step";
import { prove } from "./prove";

const METHODS = ["password", "email-code", "phone-code"] as const satisfies StrategyId[];
interface StepUpMethod {
  id: StrategyId;
  /** Where its code goes. */
  identifier: Identifier | null;
}

/**
 * @returns the methods this signed-in person can confirm with, best first; here nothing has to be hidden.
 */
export async function stepUpMethods(session: Session, settings: Settings): Promise<StepUpMethod[]> {
  const [identifiers, has] = await Promise.all([listIdentifiers(session.user.id), hasPassword(session.user.id)]);
  return METHODS.flatMap((id): StepUpMethod[] => {
    const { identifiers: kinds, enabled } = strategies[id];
    if (!enabled(settings, "step-up", "first-factor")) return [];
    if (id === "password") return has ? [{ id, identifier: null }] : [];
    const reached = identifiers.find(
      ({ kind, value, verifiedAt }) =>
        kinds.includes(kind) && verifiedAt && (kind !== "phone" || checkCountry(value, settings).ok),
    );
    return reached ? [{ id, identifier: { kind: reached.kind, value: reached.value } }] : [];
  });
}

/** Begins, or goes on with, a confirmation that it is still the same person, by one of their methods. */
async function openAttempt(visit: Visit, session: Session, redirectUrl?: string): Promise<Attempt> {
  const open = await findAttempt(visit.cookies, "step-up", visit.now);
  if (open?.userId === session.user.id) return open;
  return startAttempt(visit, {
    flow: "step-up",
    userId: session.user.id,
    identifier: null,
    strategy: null,
    data: { redirectTo: sameOriginPath(redirectUrl) },
  });
}

/** Chooses how to confirm, and sends the code where that is the way. */
export async function chooseStepUpMethod(
  visit: Visit,
  session: Session,
  input: { strategy?: unknown; redirectUrl?: string },
): Promise<Result<NextStep>> {
  const method = (await stepUpMethods(session, visit.settings)).find(({ id }) => id === input.strategy);
  if (!method) return fail("strategy_unavailable");
  const attempt = await openAttempt(visit, session, input.redirectUrl);
  const { kind = null, value = null } = method.identifier ?? {};
  const named = await updateAttempt(attempt, { identifierKind: kind, identifierValue: value });
  return startMethod(visit, named, method.id);
}

/** The proof: gives the session a new token and a fresh proof time. It makes no session and raises no rights. */
export async function verifyStepUp(
  visit: Visit,
  session: Session,
  input: { strategy: unknown; redirectUrl?: string },
  proof: unknown,
): Promise<Result<NextStep>> {
  const attempt = await openAttempt(visit, session, input.redirectUrl);
  const proved = await prove(visit, attempt, input.strategy, proof);
  if (!proved.ok) return proved;
  const amr = [...new Set([...session.amr, ...proved.data.attempt.amr])];

  const renewed = await db.transaction(async (tx) => {
    if (!(await spendAttempt(tx, attempt, visit.now))) return null;
    const { client, now } = visit;
    await audit(tx, {
      type: "step-up",
      actorId: session.user.id,
      method: proved.data.attempt.amr.join("+"),
      client,
      now,
    });
    return renewSession(tx, session.id, { amr, firstFactorAt: now });
  });
  if (!renewed) return fail("attempt_missing");
  setCookie(visit.cookies, "session", renewed.token, renewed.absoluteExpires);
  forgetAttempt(visit, "step-up");
  return ok({ step: "done", redirectTo: attempt.data.redirectTo ?? HOME_PATH });
}
