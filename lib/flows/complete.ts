import "server-only";
import { eq } from "drizzle-orm";
import { db, type Executor } from "@/db/client";
import { users } from "@/db/schema";
import { claimFirstAdmin } from "@/lib/access/first-admin";
import { clearTries } from "@/lib/access/lockout";
import { fail, ok, type Result } from "@/lib/errors";
import { giveBack } from "@/lib/security/rate-limits";
import { setCookie } from "@/lib/sessions/cookie";
import { keepDevice } from "@/lib/sessions/devices";
import { rememberConnection } from "@/lib/sessions/last-connection";
import type { Attempt } from "@/lib/strategies/strategy";
import type { Visit } from "@/lib/visit";
import { adoptProved, provedIdentifier } from "./adopt";
import { forgetAttempt, spendAttempt } from "./attempt";
import { notifyConnected } from "./connection-notices";
import { refreshEnsName } from "./ens-name";
import { HOME_PATH, type NextStep } from "./next-step";
import { notifyNewDevice } from "./notices";
import { openSession } from "./open-session";
import { awaitLastStep, owedBy } from "./owed";
import { landingOf } from "./passkey-offer";
import { startSecondFactor } from "./second-factor-methods";
import { requireOwnProvider, settleLink } from "./settle-link";
import { settleWallet } from "./settle-wallet";
import { requireStanding } from "./standing";
import { Refused, transact } from "./transact";

type Opened = Awaited<ReturnType<typeof openSession>> & { userId: string; connected: boolean };
type Passed = { awaiting: Attempt } | Opened;

/** What a journey earned besides a session (a new person, a new password), in the transaction that opens it. */
type Settle = (tx: Executor) => Promise<Result<{ userId: string }>>;

/**
 * The one door: nothing else makes a session. Every journey that ends signed in comes through here with all its proofs
 * written in the attempt; whatever is still missing refuses here, and then nothing is written.
 * @param settle for a person known already, it runs only once nothing is owed any more.
 * @returns where to go, signed in; the last step still to do; or why not.
 */
export async function complete(visit: Visit, attempt: Attempt, settle: Settle): Promise<Result<NextStep>> {
  const passed = await transact((tx) => pass(tx, visit, attempt, settle));
  if (!passed.ok) return passed;
  if ("awaiting" in passed.data) return startSecondFactor(visit, passed.data.awaiting);

  const { session, device, userId, connected } = passed.data;
  await clearTries(db, userId);
  setCookie(visit.cookies, "session", session.token, session.absoluteExpires);
  keepDevice(visit.cookies, device.token, visit.now);
  visit.later(() => giveBack("start:network", visit.client.ip));
  forgetAttempt(visit, attempt.flow);
  const { link, wallet } = attempt.data;
  rememberConnection(visit.cookies, link?.connection ?? (wallet && `wallet-${wallet.app}`), visit.now);
  if (wallet) visit.later(() => refreshEnsName(wallet.address));
  if (connected && attempt.flow === "sign-in") visit.later(() => notifyConnected(visit, userId, attempt.data));
  if (device.isNew) visit.later(() => notifyNewDevice(visit, userId));
  const landing = attempt.data.redirectTo ?? HOME_PATH;
  return ok({ step: "done", redirectTo: await landingOf(visit, attempt, { userId, deviceId: device.id }, landing) });
}

async function pass(tx: Executor, visit: Visit, attempt: Attempt, settle: Settle): Promise<Result<Passed>> {
  const { now, client } = visit;
  if (attempt.amr.length === 0 && attempt.flow !== "sign-up") return fail("attempt_missing");
  // The person before the attempt, in that order everywhere: whoever changes a credential voids attempts after it.
  if (attempt.userId) await admit(tx, attempt.userId);
  if (!(await spendAttempt(tx, attempt, now))) return fail("attempt_missing");
  if (attempt.userId) {
    const standing = await requireStanding(tx, visit, attempt, attempt.userId);
    if (!standing.ok) return standing;
    const own = await requireOwnProvider(tx, attempt, attempt.userId);
    if (!own.ok) return own;
    const adopted = await adoptProved(tx, visit, attempt);
    if (!adopted.ok) return adopted;
    const awaiting = await lastStepOf(tx, visit, attempt, attempt.userId);
    if (awaiting) return ok({ awaiting });
  }
  const settled = await settle(tx);
  if (!settled.ok) return settled;
  const { userId } = settled.data;
  const linked = await settleLink(tx, visit, attempt, userId);
  if (!linked.ok) return linked;
  const wallet = await settleWallet(tx, visit, attempt, userId);
  if (!wallet.ok) return wallet;
  if (!attempt.userId) {
    await admit(tx, userId);
    const own = await requireOwnProvider(tx, attempt, userId);
    if (!own.ok) return own;
  }
  const earlier = attempt.data.proved?.filter(({ by }) => by === "message") ?? [];
  for (const identifier of [provedIdentifier(attempt), ...earlier]) {
    if (identifier) await claimFirstAdmin(tx, userId, identifier, { client, now });
  }
  const awaiting = attempt.userId ? null : await lastStepOf(tx, visit, attempt, userId);
  if (awaiting) return ok({ awaiting });
  return ok({ userId, connected: linked.data.isNew, ...(await openSession(tx, visit, attempt, userId)) });
}

/** The row lock orders this against a ban or deletion under way: no session outlives either. */
async function admit(tx: Executor, userId: string): Promise<void> {
  const [user] = await tx.select({ bannedAt: users.bannedAt }).from(users).where(eq(users.id, userId)).for("update");
  if (!user) throw new Refused(fail("attempt_missing"));
  if (user.bannedAt) throw new Refused(fail("banned"));
}

/** @returns the attempt before its last step, or null when nothing is owed. */
async function lastStepOf(tx: Executor, visit: Visit, attempt: Attempt, userId: string): Promise<Attempt | null> {
  const owed = await owedBy(tx, visit, attempt, userId);
  if (!owed) return null;
  const awaiting = await awaitLastStep(tx, attempt, owed, userId);
  if (!awaiting) throw new Refused(fail("attempt_missing"));
  return awaiting;
}
