import "server-only";
import { db } from "@/db/client";
import { fail, ok, type Result } from "@/lib/errors";
import { audit } from "@/lib/security/audit";
import { consume } from "@/lib/security/rate-limits";
import type { Session } from "@/lib/sessions/read";
import { emailCode } from "@/lib/strategies/email-code";
import { addIdentifier } from "@/lib/users/identifiers";
import type { Visit } from "@/lib/visit";
import { forgetAttempt, requireAttempt, spendAttempt, startAttempt } from "./attempt";
import { startMethod } from "./method";
import type { NextStep } from "./next-step";
import { notifyEmailAdded } from "./notices";
import { prove } from "./prove";

/** A signed-in person names another address of theirs; a code goes there first. */
export async function startAddEmail(
  visit: Visit,
  session: Session,
  input: { email: string },
): Promise<Result<NextStep>> {
  const allowed = await consume("change:user", session.user.id);
  if (!allowed.ok) return allowed;
  const identifier = { kind: "email", value: input.email } as const;
  const attempt = await startAttempt(visit, {
    flow: "add-identifier",
    userId: session.user.id,
    identifier,
    strategy: null,
  });
  return startMethod(visit, attempt, emailCode.id);
}

/** Sends the code again. */
export async function resendAddEmailCode(visit: Visit, session: Session): Promise<Result<NextStep>> {
  const attempt = await requireAttempt(visit, "add-identifier");
  if (!attempt.ok || attempt.data.userId !== session.user.id) return fail("attempt_missing");
  return startMethod(visit, attempt.data, emailCode.id);
}

/** The code: only now does the address belong to the person. */
export async function verifyAddEmail(visit: Visit, session: Session, proof: unknown): Promise<Result<NextStep>> {
  const attempt = await requireAttempt(visit, "add-identifier");
  if (!attempt.ok || attempt.data.userId !== session.user.id) return fail("attempt_missing");
  const proved = await prove(visit, attempt.data, emailCode.id, proof);
  if (!proved.ok) return proved;
  const { identifierKind: kind, identifierValue: value } = attempt.data;
  if (!kind || !value) return fail("attempt_missing");
  const { client, now } = visit;

  const added = await db.transaction(async (tx) => {
    if (!(await spendAttempt(tx, attempt.data, now))) return fail("attempt_missing");
    const result = await addIdentifier(tx, session.user.id, { kind, value }, { verifiedAt: now, now });
    if (result.ok) await audit(tx, { type: "identifier.added", actorId: session.user.id, client, now, data: { kind } });
    return result;
  });
  forgetAttempt(visit, "add-identifier");
  if (added.ok && value !== session.user.email) visit.later(() => notifyEmailAdded(visit, session.user.id, value));
  return added.ok ? ok({ step: "done", redirectTo: "/profile" }) : added;
}
