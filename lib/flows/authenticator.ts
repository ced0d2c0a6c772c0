import "server-only";
import { db } from "@/db/client";
import { fail, ok, type Result } from "@/lib/errors";
import { audit } from "@/lib/security/audit";
import { setCookie } from "@/lib/sessions/cookie";
import { renewSession } from "@/lib/sessions/create";
import type { Session } from "@/lib/sessions/read";
import { offeredSecondFactors } from "@/lib/strategies";
import { activateTotp, beginTotpEnrolment } from "@/lib/users/authenticator";
import { countBackupCodes, lockSecondFactors } from "@/lib/users/second-factors";
import type { Visit } from "@/lib/visit";
import { forgetAttempt, replaceOthers, requireAttempt, spendAttempt, startAttempt } from "./attempt";
import { by } from "./change";
import type { NextStep } from "./next-step";
import { prove } from "./prove";
import { BACKUP_CODES_PATH, endOtherWays, nameOf } from "./second-factor-change";
import { notifySecondFactorChanged } from "./second-factor-notices";
import { transact } from "./transact";

/** A signed-in person begins to set up an authenticator app; one they have stays in force until the new one is (MF-04). */
export async function startAuthenticator(visit: Visit, session: Session): Promise<Result<NextStep>> {
  if (!offeredSecondFactors(visit.settings).includes("totp")) return fail("strategy_unavailable");
  const userId = session.user.id;
  const attempt = await startAttempt(visit, {
    flow: "add-second-factor",
    userId,
    identifier: null,
    strategy: "totp",
  });
  await replaceOthers(db, userId, attempt);
  await beginTotpEnrolment({ attemptId: attempt.id, userId }, visit.now);
  return ok({ step: "verify", flow: "add-second-factor" });
}

/**
 * The first right code: from now on the app is asked for. Everything that began without it ends; this session goes on
 * under a new token (SE-03).
 */
export async function confirmAuthenticator(visit: Visit, session: Session, proof: unknown): Promise<Result<NextStep>> {
  const found = await requireAttempt(visit, "add-second-factor");
  if (!found.ok || found.data.userId !== session.user.id) return fail("attempt_missing");
  const proved = await prove(visit, found.data, "totp", proof);
  if (!proved.ok) return proved;
  const renewed = await transact(async (tx) => {
    const { attempt } = proved.data;
    const userId = session.user.id;
    await lockSecondFactors(tx, userId);
    if (!(await spendAttempt(tx, attempt, visit.now))) return fail("attempt_missing");
    if (!(await activateTotp(tx, { attemptId: attempt.id, userId }, visit.now))) return fail("attempt_missing");
    await endOtherWays(tx, userId, visit.now, { session: session.id });
    await audit(tx, { type: "second-factor.added", ...by(visit, session), method: "totp" });
    const amr = [...new Set([...session.amr, "totp"])];
    const fresh = await renewSession(tx, session.id, { amr, secondFactorAt: visit.now });
    return fresh ? ok(fresh) : fail("unauthenticated");
  });
  if (!renewed.ok) return renewed;
  setCookie(visit.cookies, "session", renewed.data.token, renewed.data.absoluteExpires);
  forgetAttempt(visit, "add-second-factor");
  visit.later(() => notifySecondFactorChanged(visit, session.user.id, "added", nameOf({ phone: null })));
  const needsCodes = visit.settings.mfa.backupCodes && (await countBackupCodes(session.user.id)) === 0;
  return ok({ step: "done", redirectTo: needsCodes ? BACKUP_CODES_PATH : "/profile/security" });
}
