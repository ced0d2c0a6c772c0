import "server-only";
import { db } from "@/db/client";
import { isCurrent, voidAttempts } from "@/lib/access/void-attempts";
import { linkAccount, listAccounts, unlinkAccount } from "@/lib/connections/accounts";
import { findEnterprise } from "@/lib/connections/enterprise";
import type { ProvidedIdentity } from "@/lib/connections/identity";
import { fail, ok, type Result } from "@/lib/errors";
import { audit } from "@/lib/security/audit";
import { readCookie } from "@/lib/sessions/cookie";
import { findSession, isStillOpen, type Session } from "@/lib/sessions/read";
import type { Attempt } from "@/lib/strategies/strategy";
import { readHolding } from "@/lib/users/holding";
import { lockIdentifiers } from "@/lib/users/identifiers";
import { hasWayIn } from "@/lib/users/ways-in";
import type { Visit } from "@/lib/visit";
import { by, type Done } from "./change";
import { notifyConnectionChanged } from "./connection-notices";
import type { NextStep } from "./next-step";
import { transact } from "./transact";

/** Where connected accounts are listed. */
export const CONNECTIONS_PATH = "/profile/security";

/**
 * Somebody came back from a provider whose account they want to add to theirs. They are still signed in as who they
 * were when they left, or nothing happens (LK-06).
 * @returns `unauthenticated`; `connection_taken` when it is somebody else's.
 */
export async function connectIdentity(
  visit: Visit,
  attempt: Attempt,
  { connection, claims }: ProvidedIdentity,
): Promise<Result<NextStep>> {
  const { userId } = attempt;
  const token = readCookie(visit.cookies, "session");
  const session = token ? await findSession(token, visit.now) : null;
  if (!userId || session?.user.id !== userId) return fail("unauthenticated");
  const { client, now } = visit;
  const linked = await transact(async (tx) => {
    await lockIdentifiers(tx, userId);
    if (!(await isCurrent(tx, attempt))) return fail("attempt_missing");
    // The owner of the address may have come meanwhile: a stranger's session is over, and leaves nothing (LK-03).
    if (!(await isStillOpen(tx, session))) return fail("unauthenticated");
    const result = await linkAccount(tx, userId, { connection, ...claims }, now);
    if (result.ok && result.data.isNew) {
      await audit(tx, { type: "connection.added", actorId: userId, client, now, data: { connection } });
    }
    return result;
  });
  if (!linked.ok) return linked;
  const { label } = claims;
  if (linked.data.isNew) {
    visit.later(() => notifyConnectionChanged(visit, userId, { how: "added", connection, label }));
  }
  return ok({ step: "done", redirectTo: CONNECTIONS_PATH });
}

/**
 * Disconnects a provider's account. The person's row is locked, so of two removals at once the last way in stays.
 * @returns `not_found`; `connection_last`; `changes_restricted` for an organisation's.
 */
export async function disconnect(
  visit: Visit,
  session: Session,
  account: { connection: string; subject: string },
): Promise<Done> {
  const userId = session.user.id;
  const { settings } = visit;
  if (await findEnterprise(account.connection)) return fail("changes_restricted");
  const [own] = (await listAccounts(db, userId)).filter(
    ({ connection, subject }) => connection === account.connection && subject === account.subject,
  );
  if (!own) return fail("not_found");
  const gone = await transact(async (tx) => {
    await lockIdentifiers(tx, userId);
    const couldSignIn = hasWayIn(await readHolding(tx, userId), settings);
    const unlinked = await unlinkAccount(tx, userId, account);
    if (!unlinked.ok) return unlinked;
    if (couldSignIn && !hasWayIn(await readHolding(tx, userId), settings)) return fail("connection_last");
    // A sign-in by it that waits for its second step would connect it again.
    await voidAttempts(tx, userId, visit.now);
    await audit(tx, { type: "connection.removed", ...by(visit, session), data: { connection: account.connection } });
    return unlinked;
  });
  if (!gone.ok) return gone;
  visit.later(() =>
    notifyConnectionChanged(visit, userId, {
      how: "removed",
      connection: account.connection,
      label: own.label,
    }),
  );
  return ok({ done: "The account is disconnected." });
}
