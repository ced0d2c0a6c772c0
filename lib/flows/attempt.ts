import "server-only";
import { and, eq, gt, isNull, lt, ne } from "drizzle-orm";
import { db, type Executor } from "@/db/client";
import { deleteBatch } from "@/db/delete-batch";
import { attempts } from "@/db/schema";
import type { AttemptData } from "@/db/schema/attempts";
import { epochOf, isNotVoid } from "@/lib/access/void-attempts";
import { fail, ok, type Result } from "@/lib/errors";
import { hashToken, newToken } from "@/lib/security/keys";
import { type CookieJar, clearCookie, readCookie, setCookie } from "@/lib/sessions/cookie";
import type { Attempt, Flow, StrategyId } from "@/lib/strategies/strategy";
import type { Identifier } from "@/lib/users/identifiers";
import type { Visit } from "@/lib/visit";

/** How long a journey may take. A code in it lives shorter. */
const MINUTES: Record<Flow, number> = {
  "sign-in": 60,
  "sign-up": 24 * 60,
  "reset-password": 60,
  "step-up": 30,
  "add-identifier": 60,
  "add-second-factor": 30,
  "passkey-sign-in": 60,
  "add-passkey": 10,
  // As long as Auth.js' own cookies live (OA-01).
  sso: 15,
  "wallet-sign-in": 60,
  "add-wallet": 30,
};

/** Begins a journey: a row, and its token in a cookie of this browser. An unfinished one of the same kind is left to expire. */
export async function startAttempt(
  visit: Visit,
  input: {
    flow: Flow;
    userId: string | null;
    identifier: Identifier | null;
    strategy: StrategyId | null;
    data?: AttemptData;
  },
): Promise<Attempt> {
  const token = newToken();
  const expiresAt = new Date(visit.now.getTime() + MINUTES[input.flow] * 60_000);
  const [attempt] = await db
    .insert(attempts)
    .values({
      tokenHash: hashToken(token),
      flow: input.flow,
      userId: input.userId,
      epoch: epochOf(input.userId),
      identifierKind: input.identifier?.kind,
      identifierValue: input.identifier?.value,
      strategy: input.strategy,
      data: input.data ?? {},
      createdAt: visit.now,
      expiresAt,
    })
    .returning();
  if (!attempt) throw new Error("the attempt was not written");
  setCookie(visit.cookies, `${input.flow}-attempt`, token, expiresAt);
  return attempt;
}

/** @returns this browser's open journey of the kind, or null when there is none, it is done or void, or its time is over. */
export async function findAttempt(jar: Pick<CookieJar, "get">, flow: Flow, now: Date): Promise<Attempt | null> {
  const token = readCookie(jar, `${flow}-attempt`);
  if (!token) return null;
  const [attempt] = await db
    .select()
    .from(attempts)
    .where(
      and(
        eq(attempts.tokenHash, hashToken(token)),
        eq(attempts.flow, flow),
        isNull(attempts.completedAt),
        gt(attempts.expiresAt, now),
        isNotVoid,
      ),
    );
  return attempt ?? null;
}

/** @returns whether this browser is the one that began the journey. */
export const isOwnAttempt = (jar: Pick<CookieJar, "get">, attempt: Attempt): boolean =>
  hashToken(readCookie(jar, `${attempt.flow}-attempt`) ?? "") === attempt.tokenHash;

/** @returns the open journey, or `attempt_missing`. */
export async function requireAttempt(visit: Visit, flow: Flow): Promise<Result<Attempt>> {
  const attempt = await findAttempt(visit.cookies, flow, visit.now);
  return attempt ? ok(attempt) : fail("attempt_missing");
}

/** Writes down what the journey has learnt; whom and what it is about changes elsewhere. @returns the attempt as it is now. */
export async function updateAttempt(
  attempt: Attempt,
  change: Partial<
    Pick<Attempt, "strategy" | "amr" | "awaits" | "secondFactorPhone" | "secondFactorAt" | "data" | "sentAt" | "sentBy">
  >,
): Promise<Attempt> {
  await db.update(attempts).set(change).where(eq(attempts.id, attempt.id));
  return { ...attempt, ...change };
}

/**
 * Spends the journey, in the transaction that makes what it earned: of many at once, one wins (RC-01). The caller holds
 * the lock of its user, if it has one, so that nothing voids it any more once this has said yes.
 */
export async function spendAttempt(tx: Executor, attempt: Attempt, now: Date): Promise<boolean> {
  const spent = await tx
    .update(attempts)
    .set({ completedAt: now })
    .where(and(eq(attempts.id, attempt.id), isNull(attempts.completedAt), isNotVoid))
    .returning({ id: attempts.id });
  return spent.length > 0;
}

/**
 * Deletes the other open journeys of a person of the same kind in which nothing is proved yet: their codes die with them.
 * @param attempt of somebody who has shown that they are this person: a stranger ends nobody's journey.
 */
export async function replaceOthers(
  executor: Executor,
  userId: string,
  { id, flow }: Pick<Attempt, "id" | "flow">,
): Promise<void> {
  const isOther = and(eq(attempts.userId, userId), eq(attempts.flow, flow), ne(attempts.id, id));
  const isUnproved = and(isNull(attempts.identifierProvedAt), isNull(attempts.completedAt));
  await executor.delete(attempts).where(and(isOther, isUnproved));
}

/** Deletes a journey that its own browser has replaced: the codes on their way to it die. */
export async function deleteAttempt({ id }: Pick<Attempt, "id">): Promise<void> {
  await db.delete(attempts).where(and(eq(attempts.id, id), isNull(attempts.completedAt)));
}

/** Forgets the browser's journey of this kind. */
export const forgetAttempt = (visit: Visit, flow: Flow) => clearCookie(visit.cookies, `${flow}-attempt`);

/** Deletes a batch of journeys that ended a day ago or more, with their codes. @returns whether it was the last. */
export const purgeAttempts = (tx: Executor, now: Date): Promise<boolean> =>
  deleteBatch(tx, attempts, [attempts.id], lt(attempts.expiresAt, new Date(now.getTime() - 86_400_000)));
