import "server-only";
import { eq } from "drizzle-orm";
import { db } from "@/db/client";
import { users } from "@/db/schema";
import { fail, ok, type Result } from "@/lib/errors";
import { audit } from "@/lib/security/audit";
import { hashPassword } from "@/lib/security/password-hash";
import type { Session } from "@/lib/sessions/read";
import { revokeSession, revokeSessions } from "@/lib/sessions/revoke";
import { listIdentifiers, makePrimary, removeIdentifier } from "@/lib/users/identifiers";
import { checkPassword } from "@/lib/users/password-rules";
import { hasPassword, isPasswordOf, savePasswordHash } from "@/lib/users/passwords";
import type { Visit } from "@/lib/visit";
import { notifyEmailChanged, notifyPasswordChanged } from "./notices";

/** What a person changes in their profile. Each change and its audit event are one transaction. */
type Done = Result<{ done: string }>;

const by = (visit: Visit, session: Session) => ({ actorId: session.user.id, client: visit.client, now: visit.now });

/** @param names as typed; an empty one clears. @returns `invalid_input` when settings require one that is missing. */
export async function changeNames(
  visit: Visit,
  session: Session,
  names: { firstName?: string; lastName?: string },
): Promise<Done> {
  const rules = visit.settings.names;
  const missing = (["firstName", "lastName"] as const).filter((field) => rules[field] === "required" && !names[field]);
  if (missing.length > 0)
    return fail("invalid_input", { fields: Object.fromEntries(missing.map((field) => [field, "Enter your name."])) });
  await db.transaction(async (tx) => {
    const { firstName, lastName } = names;
    await tx
      .update(users)
      .set({ firstName: firstName || null, lastName: lastName || null })
      .where(eq(users.id, session.user.id));
    await audit(tx, { type: "names.changed", ...by(visit, session) });
  });
  return ok({ done: "Your name is saved." });
}

/** Sets or replaces the password; the caller has asked for a fresh proof. Tells the owner by mail. */
export async function setPassword(
  visit: Visit,
  session: Session,
  input: { password: string; signOutOthers: boolean },
): Promise<Done> {
  const { id, firstName, lastName } = session.user;
  if (!visit.settings.password.enabled && !(await hasPassword(id))) return fail("strategy_unavailable");
  const identity = [firstName, lastName, ...(await listIdentifiers(id)).map(({ value }) => value)];
  const fit = checkPassword(input.password, visit.settings, identity);
  if (!fit.ok) return fit;
  if (await isPasswordOf(id, input.password, visit.now)) return fail("password_unchanged");
  const hash = await hashPassword(input.password);
  const ended = await db.transaction(async (tx) => {
    await savePasswordHash(tx, id, hash, visit.now);
    await audit(tx, { type: "password.set", ...by(visit, session) });
    return input.signOutOthers ? revokeSessions(tx, id, session.id) : 0;
  });
  visit.later(() => notifyPasswordChanged(visit, id));
  return ok({
    done: ended > 0 ? "Your password is saved, and your other devices are signed out." : "Your password is saved.",
  });
}

/** Makes an address the first one. The old first one is told. */
export async function makeEmailPrimary(visit: Visit, session: Session, id: string): Promise<Done> {
  const before = session.user.email;
  const changed = await db.transaction(async (tx) => {
    const result = await makePrimary(tx, session.user.id, id);
    if (result.ok) await audit(tx, { type: "identifier.primary", ...by(visit, session), data: { kind: "email" } });
    return result;
  });
  if (!changed.ok) return changed;
  const now = (await listIdentifiers(session.user.id)).find((one) => one.id === id)?.value ?? "";
  if (before && before !== now) visit.later(async () => notifyEmailChanged(visit, before, now));
  return ok({ done: "This is now your primary address." });
}

/** Removes an address that is neither the last nor the first. The removed one is told. */
export async function removeEmail(visit: Visit, session: Session, id: string): Promise<Done> {
  const removed = await db.transaction(async (tx) => {
    const result = await removeIdentifier(tx, session.user.id, id);
    if (result.ok)
      await audit(tx, { type: "identifier.removed", ...by(visit, session), data: { kind: result.data.kind } });
    return result;
  });
  if (!removed.ok) return removed;
  visit.later(async () => notifyEmailChanged(visit, removed.data.value, session.user.email ?? ""));
  return ok({ done: "The address is removed." });
}

/** Signs one other device out. */
export async function signOutDevice(visit: Visit, session: Session, id: string): Promise<Done> {
  const ended = await db.transaction(async (tx) => {
    const gone = await revokeSession(tx, session.user.id, id);
    if (gone) await audit(tx, { type: "session.revoked", ...by(visit, session), data: { count: 1 } });
    return gone;
  });
  return ended ? ok({ done: "That device is signed out." }) : fail("not_found");
}

/** Signs every other device out. */
export async function signOutOtherDevices(visit: Visit, session: Session): Promise<Done> {
  const count = await db.transaction(async (tx) => {
    const ended = await revokeSessions(tx, session.user.id, session.id);
    await audit(tx, { type: "session.revoked", ...by(visit, session), data: { count: ended } });
    return ended;
  });
  return ok({
    done:
      count === 0
        ? "No other device was signed in."
        : `${count} other ${count === 1 ? "device is" : "devices are"} signed out.`,
  });
}
