import "server-only";
import { and, eq, isNotNull, isNull, lt, or } from "drizzle-orm";
import { db, type Executor } from "@/db/client";
import { attempts, secondFactors, totpEnrolments, users } from "@/db/schema";
import { ceilingOf, forgetGuesses } from "@/lib/access/guess-ceiling";
import { decrypt, encrypt, isCurrent } from "@/lib/security/encryption";
import { newSeed, stepOf } from "@/lib/security/totp";

/** What a code from an authenticator app was worth. */
export type TotpVerdict = "right" | "used" | "wrong" | "unreadable";

interface Owner {
  attemptId: string;
  userId: string;
}

/**
 * Begins to set up an app: a fresh seed, which replaces one on its way in the same journey (MF-04). Where another request
 * has voided the journey meanwhile, nothing begins.
 */
export async function beginTotpEnrolment({ attemptId, userId }: Owner, now: Date): Promise<void> {
  await db.transaction(async (tx) => {
    const [open] = await tx
      .select({ id: attempts.id })
      .from(attempts)
      .where(eq(attempts.id, attemptId))
      .for("key share");
    if (!open) return;
    const row = { attemptId, secret: encrypt(newSeed(), userId), provedStep: null, createdAt: now };
    await tx.insert(totpEnrolments).values(row).onConflictDoUpdate({ target: totpEnrolments.attemptId, set: row });
  });
}

/**
 * @returns the seed on its way in this journey, in base32, and the name apps list it under; null once it is active or
 * was never begun.
 */
export async function readTotpEnrolment({
  attemptId,
  userId,
}: Owner): Promise<{ seed: string; account: string } | null> {
  const [row] = await db
    .select({ secret: totpEnrolments.secret, account: users.identifier })
    .from(totpEnrolments)
    .innerJoin(users, eq(users.id, userId))
    .where(eq(totpEnrolments.attemptId, attemptId));
  return row ? { seed: decrypt(row.secret, userId), account: row.account ?? "" } : null;
}

/** The first code of an app on its way: shows that it holds the seed. It is used with that. */
export async function proveTotpEnrolment(owner: Owner, code: string, now: Date): Promise<TotpVerdict> {
  const enrolment = await readTotpEnrolment(owner);
  const step = enrolment && stepOf(enrolment.seed, code, now);
  if (step === null) return "wrong";
  const proved = await db
    .update(totpEnrolments)
    .set({ provedStep: step })
    .where(and(eq(totpEnrolments.attemptId, owner.attemptId), isNull(totpEnrolments.provedStep)))
    .returning({ attemptId: totpEnrolments.attemptId });
  return proved.length > 0 ? "right" : "used";
}

/**
 * Makes a proved app the person's second factor, in place of one they had; its seed is shown nowhere any more.
 * @returns false when there is none, or its code is still to come.
 */
export async function activateTotp(tx: Executor, { attemptId, userId }: Owner, now: Date): Promise<boolean> {
  const [proved] = await tx
    .delete(totpEnrolments)
    .where(and(eq(totpEnrolments.attemptId, attemptId), isNotNull(totpEnrolments.provedStep)))
    .returning({ secret: totpEnrolments.secret, lastStep: totpEnrolments.provedStep });
  if (!proved) return false;
  // What was guessed at the app before says nothing about this one.
  await forgetGuesses(tx, [ceilingOf(userId, "totp")]);
  const mine = and(eq(secondFactors.userId, userId), eq(secondFactors.strategy, "totp"));
  const replaced = await tx
    .update(secondFactors)
    .set({ ...proved, createdAt: now })
    .where(mine)
    .returning({ id: secondFactors.id });
  if (replaced.length === 0) {
    await tx.insert(secondFactors).values({ userId, strategy: "totp", ...proved, createdAt: now });
  }
  return true;
}

/** @returns null, loudly, for a seed whose key is gone or that was another person's: its owner needs another method. */
function readSeed(secret: string, userId: string): string | null {
  try {
    return decrypt(secret, userId);
  } catch (error) {
    console.error(`the authenticator app of user ${userId} can't be read`, error);
    return null;
  }
}

/**
 * Spends a code of the person's app: its time step and all before it are worth nothing afterwards, in one statement, so
 * of many at once one is right (MF-02).
 */
export async function spendTotp(userId: string, code: string, now: Date): Promise<TotpVerdict> {
  const [row] = await db
    .select({ id: secondFactors.id, secret: secondFactors.secret })
    .from(secondFactors)
    .where(and(eq(secondFactors.userId, userId), eq(secondFactors.strategy, "totp")));
  if (!row?.secret) return "wrong";
  const seed = readSeed(row.secret, userId);
  if (seed === null) return "unreadable";
  const step = stepOf(seed, code, now);
  if (step === null) return "wrong";
  const spent = await db
    .update(secondFactors)
    // After a rotation of AUTH_SECRET the seed moves to the new key as its owner comes by.
    .set({ lastStep: step, ...(isCurrent(row.secret) ? {} : { secret: encrypt(seed, userId) }) })
    .where(
      and(
        eq(secondFactors.id, row.id),
        eq(secondFactors.secret, row.secret),
        or(isNull(secondFactors.lastStep), lt(secondFactors.lastStep, step)),
      ),
    )
    .returning({ id: secondFactors.id });
  return spent.length > 0 ? "right" : "used";
}
