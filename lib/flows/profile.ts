import "server-only";
import { eq } from "drizzle-orm";
import { db } from "@/db/client";
import { users } from "@/db/schema";
import { fail, ok } from "@/lib/errors";
import { audit } from "@/lib/security/audit";
import type { Session } from "@/lib/sessions/read";
import { listIdentifiers, makePrimary, removeIdentifier, saveUsername } from "@/lib/users/identifiers";
import { usesKind } from "@/lib/users/identify";
import { checkUsername } from "@/lib/users/username";
import type { Visit } from "@/lib/visit";
import { by, type Done } from "./change";
import { notifyIdentifierChanged, notifyUsernameChanged } from "./notices";
import { notifyWalletChanged } from "./wallet-notices";

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

/** Sets or changes the username (P16). @returns `changes_restricted` for a frozen one; words for the field `username`. */
export async function changeUsername(visit: Visit, session: Session, typed: string): Promise<Done> {
  const { settings } = visit;
  const { id } = session.user;
  if (!usesKind(settings, "username")) return fail("strategy_unavailable");
  const own = (await listIdentifiers(id)).find(({ kind }) => kind === "username")?.value;
  if (own && settings.username.restrictChanges) return fail("changes_restricted");
  const fit = checkUsername(typed, settings);
  if (!fit.ok) return fit;
  const saved = await db.transaction(async (tx) => {
    const result = await saveUsername(tx, id, fit.data, visit.now);
    if (result.ok && result.data.before !== fit.data)
      await audit(tx, { type: "identifier.changed", ...by(visit, session), data: { kind: "username" } });
    return result;
  });
  if (!saved.ok) return saved;
  if (saved.data.before !== fit.data) visit.later(() => notifyUsernameChanged(visit, id, fit.data));
  return ok({ done: `Your username is ${fit.data}.` });
}

/** @returns whether settings freeze what this person wants to change. */
async function isFrozen(visit: Visit, session: Session, id: string): Promise<boolean> {
  const row = (await listIdentifiers(session.user.id)).find((one) => one.id === id);
  return row !== undefined && row.kind !== "wallet" && visit.settings[row.kind].restrictChanges;
}

const nouns = { email: "address", phone: "number", username: "username", wallet: "wallet" };

/** Makes an address, number or wallet the first one. The old first one is told. */
export async function makeIdentifierPrimary(visit: Visit, session: Session, id: string): Promise<Done> {
  if (await isFrozen(visit, session, id)) return fail("changes_restricted");
  const changed = await db.transaction(async (tx) => {
    const result = await makePrimary(tx, session.user.id, id);
    if (result.ok) {
      const { kind } = result.data;
      await audit(tx, { type: "identifier.primary", ...by(visit, session), data: { kind } });
    }
    return result;
  });
  if (!changed.ok) return changed;
  const { kind, value, before } = changed.data;
  if (before && before !== value && kind !== "wallet") {
    const change = { how: "changed", now: value } as const;
    visit.later(() => notifyIdentifierChanged(visit, session.user.id, { kind, value: before }, change));
  }
  return ok({ done: `This is now your primary ${nouns[kind]}.` });
}

/** Removes an address, number or wallet, never the last way in. The removed one is told. */
export async function removeOwnIdentifier(visit: Visit, session: Session, id: string): Promise<Done> {
  if (await isFrozen(visit, session, id)) return fail("changes_restricted");
  const removed = await db.transaction(async (tx) => {
    const result = await removeIdentifier(tx, session.user.id, id, visit);
    if (result.ok)
      await audit(tx, { type: "identifier.removed", ...by(visit, session), data: { kind: result.data.kind } });
    return result;
  });
  if (!removed.ok) return removed;
  const { verified, ...identifier } = removed.data;
  const { kind, value } = identifier;
  const { id: userId, email } = session.user;
  const change = { how: "removed", now: email === identifier.value ? null : email } as const;
  if (kind === "wallet") visit.later(() => notifyWalletChanged(visit, userId, { how: "removed", address: value }));
  else if (verified) visit.later(() => notifyIdentifierChanged(visit, userId, identifier, change));
  return ok({ done: `The ${nouns[kind]} is removed.` });
}
