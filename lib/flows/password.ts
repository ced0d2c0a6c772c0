import "server-only";
import { db, type Executor } from "@/db/client";
import { clearTries } from "@/lib/access/lockout";
import { voidAttempts } from "@/lib/access/void-attempts";
import { fail, ok } from "@/lib/errors";
import { audit } from "@/lib/security/audit";
import { hashPassword } from "@/lib/security/password-hash";
import type { Session } from "@/lib/sessions/read";
import { revokeSessions } from "@/lib/sessions/revoke";
import { distrustDevices } from "@/lib/sessions/trusted-browsers";
import { readHolding } from "@/lib/users/holding";
import { lockIdentifiers } from "@/lib/users/identifiers";
import { deletePassword, hasPassword, savePasswordHash } from "@/lib/users/passwords";
import { hasWayIn } from "@/lib/users/ways-in";
import type { Visit } from "@/lib/visit";
import { acceptNewPassword } from "./accept-new-password";
import { by, type Done } from "./change";
import { notifyPasswordChanged, notifyPasswordRemoved } from "./notices";

/** Sets or replaces the password; the caller has asked for a fresh proof. Tells the owner. */
export async function setPassword(
  visit: Visit,
  session: Session,
  input: { password: string; signOutOthers: boolean },
): Promise<Done> {
  const { id } = session.user;
  if (!visit.settings.password.enabled && !(await hasPassword(id))) return fail("strategy_unavailable");
  const fit = await acceptNewPassword(visit, id, input.password);
  if (!fit.ok) return fit;
  const hash = await hashPassword(input.password);
  const ended = await db.transaction(async (tx) => {
    await savePasswordHash(tx, id, hash, visit.now);
    await endWhatRestedOnIt(tx, id, visit.now);
    await audit(tx, { type: "password.set", ...by(visit, session) });
    return input.signOutOthers ? revokeSessions(tx, id, session.id) : 0;
  });
  visit.later(() => notifyPasswordChanged(visit, id));
  return ok({ done: `Your password is saved${andOthers(ended)}.` });
}

/**
 * Removes the password of somebody who signs in another way; the caller has asked for a fresh proof. Tells the owner.
 * @returns `password_required` where sign-up asks everybody for one; `last_identifier` when nothing else signs in.
 */
export async function removePassword(
  visit: Visit,
  session: Session,
  { signOutOthers }: { signOutOthers: boolean },
): Promise<Done> {
  const { settings } = visit;
  const { id } = session.user;
  if (settings.password.enabled && settings.password.requiredAtSignUp) return fail("password_required");
  const removed = await db.transaction(async (tx) => {
    await lockIdentifiers(tx, id);
    if (!hasWayIn({ ...(await readHolding(tx, id)), hasPassword: false }, settings)) return fail("last_identifier");
    if (!(await deletePassword(tx, id))) return fail("not_found");
    await endWhatRestedOnIt(tx, id, visit.now);
    await audit(tx, { type: "password.removed", ...by(visit, session) });
    return ok(signOutOthers ? await revokeSessions(tx, id, session.id) : 0);
  });
  if (!removed.ok) return removed;
  visit.later(() => notifyPasswordRemoved(visit, id));
  return ok({ done: `Your password is removed${andOthers(removed.data)}.` });
}

/** The password before opens nothing any more: not a journey that has shown it and awaits its last step either. */
async function endWhatRestedOnIt(tx: Executor, userId: string, now: Date): Promise<void> {
  await distrustDevices(tx, userId);
  await voidAttempts(tx, userId, now);
  await clearTries(tx, userId);
}

const andOthers = (ended: number) => (ended > 0 ? ", and your other devices are signed out" : "");
