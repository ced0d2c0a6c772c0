import "server-only";
import { eq } from "drizzle-orm";
import { db, type Executor } from "@/db/client";
import { users } from "@/db/schema";
import { claimFirstAdmin } from "@/lib/access/first-admin";
import { fail, ok, type Result } from "@/lib/errors";
import { audit } from "@/lib/security/audit";
import { readCookie, setCookie } from "@/lib/sessions/cookie";
import { createSession } from "@/lib/sessions/create";
import { recognise } from "@/lib/sessions/devices";
import type { Attempt } from "@/lib/strategies/strategy";
import { adoptIdentifier, type Identifier } from "@/lib/users/identifiers";
import type { Visit } from "@/lib/visit";
import { forgetAttempt, spendAttempt } from "./attempt";
import { HOME_PATH, type NextStep } from "./next-step";
import { notifyNewDevice } from "./notices";

/** Undoes the transaction and becomes its result. */
class Refused extends Error {
  constructor(readonly refusal: ReturnType<typeof fail>) {
    super(refusal.error.code);
  }
}

/**
 * The one door: nothing else makes a session. Every journey that ends signed in comes through here with all its proofs
 * written in the attempt; whatever is still missing refuses here, and then nothing is written.
 * @param settle what the journey earned besides (a new person, a new password), in the same transaction.
 * @returns where to go, signed in; or why not.
 */
export async function complete(
  visit: Visit,
  attempt: Attempt,
  settle: (tx: Executor) => Promise<Result<{ userId: string }>>,
): Promise<Result<NextStep>> {
  const opened = await db
    .transaction((tx) => open(tx, visit, attempt, settle))
    .catch((error: unknown) => {
      if (error instanceof Refused) return error.refusal;
      throw error;
    });
  if (!opened.ok) return opened;

  const { session, device, userId } = opened.data;
  setCookie(visit.cookies, "session", session.token, session.absoluteExpires);
  setCookie(visit.cookies, "device", device.token, new Date(visit.now.getTime() + 400 * 86_400_000));
  forgetAttempt(visit, attempt.flow);
  if (device.isNew) visit.later(() => notifyNewDevice(visit, userId));
  return ok({ step: "done", redirectTo: attempt.data.redirectTo ?? HOME_PATH });
}

/** @returns the identifier that a code or link of this attempt has shown control of. */
function provedIdentifier({
  identifierProvedAt,
  identifierKind: kind,
  identifierValue: value,
}: Attempt): Identifier | null {
  return identifierProvedAt && kind && value ? { kind, value } : null;
}

async function open(
  tx: Executor,
  visit: Visit,
  attempt: Attempt,
  settle: (tx: Executor) => Promise<Result<{ userId: string }>>,
) {
  const { now, client, settings } = visit;
  if (attempt.amr.length === 0 && attempt.flow !== "sign-up") throw new Refused(fail("attempt_missing"));
  if (!(await spendAttempt(tx, attempt, now))) throw new Refused(fail("attempt_missing"));
  const proved = provedIdentifier(attempt);
  if (proved && attempt.userId) {
    const { userId: actorId } = attempt;
    const adopted = await adoptIdentifier(tx, actorId, proved, now);
    if (!adopted.ok) throw new Refused(adopted);
    if (adopted.data) {
      await audit(tx, { type: "identifier.verified", actorId, client, now, data: { kind: proved.kind } });
    }
  }
  const settled = await settle(tx);
  if (!settled.ok) throw new Refused(settled);
  const { userId } = settled.data;

  // The row lock orders this against a ban or deletion under way: no session outlives either.
  const [user] = await tx.select({ bannedAt: users.bannedAt }).from(users).where(eq(users.id, userId)).for("update");
  if (!user) throw new Refused(fail("attempt_missing"));
  if (user.bannedAt) throw new Refused(fail("banned"));

  for (const identifier of [proved, ...(attempt.data.proved ?? [])]) {
    if (identifier) await claimFirstAdmin(tx, userId, identifier, { client, now });
  }
  const device = await recognise(tx, userId, readCookie(visit.cookies, "device"), now);
  const session = await createSession(tx, {
    userId,
    deviceId: device.id,
    amr: attempt.amr,
    replaces: readCookie(visit.cookies, "session"),
    client,
    settings,
    now,
  });
  await audit(tx, {
    type: attempt.flow === "sign-up" ? "sign-up" : "sign-in",
    actorId: userId,
    method: attempt.amr.join("+"),
    client,
    now,
    data: { flow: attempt.flow },
  });
  return ok({ userId, session, device });
}
