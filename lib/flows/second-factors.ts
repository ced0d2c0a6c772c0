import "server-only";
import { db, type Executor } from "@/db/client";
import { checkCountry } from "@/lib/access/sms-countries";
import { voidAttempts } from "@/lib/access/void-attempts";
import { fail, ok, type Result } from "@/lib/errors";
import { audit } from "@/lib/security/audit";
import { isStillOpen, type Session } from "@/lib/sessions/read";
import { distrustDevice } from "@/lib/sessions/trusted-browsers";
import { offeredSecondFactors } from "@/lib/strategies";
import { renewBackupCodes } from "@/lib/users/backup-codes";
import { addPhoneFactor, lockSecondFactors, makeDefaultFactor, removeSecondFactor } from "@/lib/users/second-factors";
import type { Visit } from "@/lib/visit";
import { by, type Done } from "./change";
import { endOtherWays, nameOf, needsOtherWayIn } from "./second-factor-change";
import { notifySecondFactorChanged } from "./second-factor-notices";
import { transact } from "./transact";

/**
 * Makes a verified number of the person a second factor.
 * @returns `country_not_allowed`; `second_factor_only_way_in` when it is all they sign in with: it can't be both steps.
 */
export async function turnOnPhone(visit: Visit, session: Session, identifierId: string): Promise<Done> {
  const { settings, now } = visit;
  const userId = session.user.id;
  if (!offeredSecondFactors(settings).includes("phone-code")) return fail("strategy_unavailable");
  const added = await transact(async (tx) => {
    if (!(await isStillSignedIn(tx, session))) return fail("unauthenticated");
    const result = await addPhoneFactor(tx, userId, identifierId, now);
    if (!result.ok) return result;
    const reachable = checkCountry(result.data.phone, settings);
    if (!reachable.ok) return reachable;
    if (await needsOtherWayIn(tx, userId, settings)) return fail("second_factor_only_way_in");
    await endOtherWays(tx, userId, visit.now, { session: session.id });
    await audit(tx, { type: "second-factor.added", ...by(visit, session), method: "phone-code" });
    return result;
  });
  if (!added.ok) return added;
  visit.later(() => notifySecondFactorChanged(visit, userId, "added", nameOf(added.data)));
  return ok({ done: "It is on, and your other devices are signed out." });
}

/** A reset that came first has ended the session, and nothing is set up by a request that was under way (MF-09). */
async function isStillSignedIn(tx: Executor, session: Session): Promise<boolean> {
  await lockSecondFactors(tx, session.user.id);
  return isStillOpen(tx, session);
}

/** Chooses what is asked for first (P43). */
export async function chooseDefaultFactor(visit: Visit, session: Session, id: string): Promise<Done> {
  const chosen = await db.transaction(async (tx) => {
    const mine = await makeDefaultFactor(tx, session.user.id, id);
    if (mine) await audit(tx, { type: "second-factor.default", ...by(visit, session) });
    return mine;
  });
  return chosen ? ok({ done: "We ask for this first from now on." }) : fail("not_found");
}

/** Removes a second factor, never the last one where everybody has to have one. Tells the owner. */
export async function removeFactor(visit: Visit, session: Session, id: string): Promise<Done> {
  const { settings } = visit;
  const userId = session.user.id;
  const removed = await transact(async (tx) => {
    const result = await removeSecondFactor(tx, userId, id, settings.mfa);
    if (!result.ok) return result;
    if (await needsOtherWayIn(tx, userId, settings)) return fail("second_factor_only_way_in");
    await endOtherWays(tx, userId, visit.now, { session: session.id });
    await audit(tx, { type: "second-factor.removed", ...by(visit, session), method: result.data.strategy });
    return result;
  });
  if (!removed.ok) return removed;
  visit.later(() => notifySecondFactorChanged(visit, userId, "removed", nameOf(removed.data)));
  return ok({ done: "It is removed, and your other devices are signed out." });
}

/**
 * Makes new backup codes; the ones before are void (P42), and so is every journey under way: it may have shown one of
 * them. @returns them, for the one time they are shown.
 */
export async function makeBackupCodes(
  visit: Visit,
  session: Session,
): Promise<Result<{ done: string; backupCodes: string[] }>> {
  if (!visit.settings.mfa.backupCodes) return fail("strategy_unavailable");
  const userId = session.user.id;
  const codes = await db.transaction(async (tx) => {
    const made = (await isStillSignedIn(tx, session)) ? await renewBackupCodes(tx, userId, visit.now) : null;
    if (!made) return null;
    await voidAttempts(tx, userId, visit.now);
    await audit(tx, { type: "backup-codes.renewed", ...by(visit, session) });
    return made;
  });
  if (!codes) return fail("second_factor_missing");
  visit.later(() => notifySecondFactorChanged(visit, userId, "codes-renewed", `${codes.length} new ones`));
  return ok({ done: "", backupCodes: codes });
}

/** Asks for the second factor on a browser again that was trusted. */
export async function distrustBrowser(visit: Visit, session: Session, id: string): Promise<Done> {
  const distrusted = await db.transaction(async (tx) => {
    const gone = await distrustDevice(tx, session.user.id, id);
    if (gone) await audit(tx, { type: "device.distrusted", ...by(visit, session) });
    return gone;
  });
  return distrusted ? ok({ done: "We ask for the second step there again." }) : fail("not_found");
}
