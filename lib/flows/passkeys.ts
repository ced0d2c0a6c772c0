import "server-only";
import type { PublicKeyCredentialCreationOptionsJSON, RegistrationResponseJSON } from "@simplewebauthn/server";
import { db } from "@/db/client";
import { voidAttempts } from "@/lib/access/void-attempts";
import { fail, ok, type Result } from "@/lib/errors";
import { audit } from "@/lib/security/audit";
import { offersPasskeys } from "@/lib/security/relying-party";
import { checkCreation, creationOptions } from "@/lib/security/webauthn";
import { describeAgent } from "@/lib/sessions/devices";
import { isStillOpen, type Session } from "@/lib/sessions/read";
import { noteChallenge, spendChallenge } from "@/lib/strategies/ceremonies";
import { relyingParty } from "@/lib/strategies/passkey";
import { passkeyName } from "@/lib/users/authenticator-names";
import { readHolding } from "@/lib/users/holding";
import { lockIdentifiers } from "@/lib/users/identifiers";
import { addPasskey, deletePasskey, listPasskeys, renamePasskey, userHandleOf } from "@/lib/users/passkeys";
import { shortIdentifier } from "@/lib/users/short-identifier";
import { hasWayIn } from "@/lib/users/ways-in";
import type { Visit } from "@/lib/visit";
import { forgetAttempt, requireAttempt, spendAttempt, startAttempt } from "./attempt";
import { by, type Done } from "./change";
import { notifyPasskeyChanged } from "./passkey-notices";
import { transact } from "./transact";

const FLOW = "add-passkey";

/** Begins to create a passkey; the caller has asked for a fresh proof. @returns options for the browser. */
export async function startAddPasskey(
  visit: Visit,
  session: Session,
  { silent = false } = {},
): Promise<Result<PublicKeyCredentialCreationOptionsJSON>> {
  const { settings } = visit;
  const { user } = session;
  if (!offersPasskeys(settings)) return fail("passkey_unavailable");
  const own = await listPasskeys(db, user.id);
  const { perPerson: limit } = settings.passkey;
  if (own.length >= limit) return fail("passkey_limit", { details: { limit } });
  const attempt = await startAttempt(visit, {
    flow: FLOW,
    userId: user.id,
    identifier: null,
    strategy: "passkey",
    data: { silent },
  });
  const options = await creationOptions({
    rp: relyingParty(),
    rpName: settings.branding.appName,
    userHandle: userHandleOf(user.id),
    userName: user.identifier ?? "",
    displayName: user.name ?? shortIdentifier(user.identifier ?? ""),
    exclude: own,
  });
  await noteChallenge({ attempt, now: visit.now, strategy: "passkey" }, options.challenge);
  return ok(options);
}

/** The browser's answer: the person has the passkey from now on, and is told. */
export async function finishAddPasskey(
  visit: Visit,
  session: Session,
  response: RegistrationResponseJSON,
): Promise<Done> {
  const { settings, now, client } = visit;
  const userId = session.user.id;
  if (!offersPasskeys(settings)) return fail("passkey_unavailable");
  const found = await requireAttempt(visit, FLOW);
  if (!found.ok || found.data.userId !== userId) return fail("attempt_missing");
  const attempt = found.data;
  const spend = (challenge: string) => spendChallenge({ attempt, now, strategy: "passkey" }, challenge);
  const created = await checkCreation(response, relyingParty(), spend, { silent: attempt.data.silent });
  if (!created) return fail("passkey_refused");
  const name = passkeyName(created.aaguid, describeAgent(client.userAgent));
  const added = await transact(async (tx) => {
    await lockIdentifiers(tx, userId);
    // The owner of the address may have come meanwhile: a stranger's session is over, and leaves nothing (LK-03).
    if (!(await isStillOpen(tx, session))) return fail("unauthenticated");
    const result = await addPasskey(tx, userId, { ...created, name }, { limit: settings.passkey.perPerson, now });
    if (!result.ok) return result;
    if (!(await spendAttempt(tx, attempt, now))) return fail("attempt_missing");
    await audit(tx, { type: "passkey.added", ...by(visit, session), data: { aaguid: created.aaguid } });
    return result;
  });
  if (!added.ok) return added;
  forgetAttempt(visit, FLOW);
  visit.later(() => notifyPasskeyChanged(visit, userId, { how: "added", name }));
  return ok({ done: `Your passkey "${name}" is ready.` });
}

export async function renameOwnPasskey(visit: Visit, session: Session, id: string, name: string): Promise<Done> {
  const renamed = await db.transaction(async (tx) => {
    const mine = await renamePasskey(tx, session.user.id, id, name);
    if (mine) await audit(tx, { type: "passkey.renamed", ...by(visit, session) });
    return mine;
  });
  return renamed ? ok({ done: "The name is saved." }) : fail("not_found");
}

/** Removes a passkey, never the last way in. Tells the owner. */
export async function removeOwnPasskey(visit: Visit, session: Session, id: string): Promise<Done> {
  const userId = session.user.id;
  const removed = await transact(async (tx) => {
    await lockIdentifiers(tx, userId);
    const gone = await deletePasskey(tx, userId, id);
    if (!gone) return fail("not_found");
    if (!hasWayIn(await readHolding(tx, userId), visit.settings)) return fail("passkey_last");
    await voidAttempts(tx, userId, visit.now);
    await audit(tx, { type: "passkey.removed", ...by(visit, session) });
    return ok(gone);
  });
  if (!removed.ok) return removed;
  const { name } = removed.data;
  visit.later(() => notifyPasskeyChanged(visit, userId, { how: "removed", name }));
  return ok({ done: `The passkey "${name}" is removed.` });
}
