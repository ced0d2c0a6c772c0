import "server-only";
import { and, asc, desc, eq, isNull, sql } from "drizzle-orm";
import { db, type Executor } from "@/db/client";
import { backupCodes, identifiers, secondFactors, users } from "@/db/schema";
import { fail, ok, type Result } from "@/lib/errors";
import { distrustDevices } from "@/lib/sessions/trusted-browsers";

/** One second factor of a person. Backup codes are none: they stand in for one. */
export interface SecondFactor {
  id: string;
  strategy: "totp" | "phone-code";
  /** E.164, of a phone code. */
  phone: string | null;
  identifierId: string | null;
  isDefault: boolean;
}

/** @returns a person's second factors, the one to ask for first at the head: their own choice, else the app (MF-10). */
export async function listSecondFactors(executor: Executor, userId: string): Promise<SecondFactor[]> {
  return executor
    .select({
      id: secondFactors.id,
      strategy: secondFactors.strategy,
      phone: identifiers.value,
      identifierId: secondFactors.identifierId,
      isDefault: secondFactors.isDefault,
    })
    .from(secondFactors)
    .leftJoin(identifiers, eq(identifiers.id, secondFactors.identifierId))
    .where(eq(secondFactors.userId, userId))
    .orderBy(desc(secondFactors.isDefault), sql`${secondFactors.strategy} <> 'totp'`, asc(secondFactors.createdAt));
}

/** @returns whether a second factor has to be asked for. */
export async function hasSecondFactor(executor: Executor, userId: string): Promise<boolean> {
  const [row] = await executor
    .select({ id: secondFactors.id })
    .from(secondFactors)
    .where(eq(secondFactors.userId, userId))
    .limit(1);
  return row !== undefined;
}

/** Orders changes of one person's second factors: each sees the result of the one before. @returns them all. */
export async function lockSecondFactors(tx: Executor, userId: string): Promise<SecondFactor[]> {
  await tx.select({ id: users.id }).from(users).where(eq(users.id, userId)).for("update");
  return listSecondFactors(tx, userId);
}

/**
 * Makes a verified number of the person a second factor, once.
 * @returns the number; `not_found` for a number that is not theirs (AZ-03); `unverified_identifier` (MF-10).
 */
export async function addPhoneFactor(
  tx: Executor,
  userId: string,
  identifierId: string,
  now: Date,
): Promise<Result<{ phone: string }>> {
  const [number] = await tx
    .select({ phone: identifiers.value, verifiedAt: identifiers.verifiedAt })
    .from(identifiers)
    .where(and(eq(identifiers.id, identifierId), eq(identifiers.userId, userId), eq(identifiers.kind, "phone")));
  if (!number) return fail("not_found");
  if (!number.verifiedAt) return fail("unverified_identifier");
  await tx
    .insert(secondFactors)
    .values({ userId, strategy: "phone-code", identifierId, createdAt: now })
    .onConflictDoNothing();
  return ok({ phone: number.phone });
}

/** Asks for this one first from now on. @returns false when it is not the person's. */
export async function makeDefaultFactor(tx: Executor, userId: string, id: string): Promise<boolean> {
  const mine = await lockSecondFactors(tx, userId);
  if (!mine.some((one) => one.id === id)) return false;
  await tx.update(secondFactors).set({ isDefault: false }).where(eq(secondFactors.userId, userId));
  await tx.update(secondFactors).set({ isDefault: true }).where(eq(secondFactors.id, id));
  return true;
}

/**
 * Removes a second factor; with the last one the backup codes go (P42).
 * @param required whether everybody has to have one. @returns the one removed; `not_found`, `second_factor_required`.
 */
export async function removeSecondFactor(
  tx: Executor,
  userId: string,
  id: string,
  { required }: { required: boolean },
): Promise<Result<SecondFactor>> {
  const all = await lockSecondFactors(tx, userId);
  const gone = all.find((one) => one.id === id);
  if (!gone) return fail("not_found");
  if (required && all.length === 1) return fail("second_factor_required");
  await tx.delete(secondFactors).where(eq(secondFactors.id, id));
  if (all.length === 1) await tx.delete(backupCodes).where(eq(backupCodes.userId, userId));
  return ok(gone);
}

/** Removes every second factor, backup code and trusted browser of a person. @returns how many factors there were. */
export async function removeAllSecondFactors(tx: Executor, userId: string): Promise<number> {
  const all = await lockSecondFactors(tx, userId);
  await tx.delete(secondFactors).where(eq(secondFactors.userId, userId));
  await tx.delete(backupCodes).where(eq(backupCodes.userId, userId));
  await distrustDevices(tx, userId);
  return all.length;
}

/** @returns what a person has set up, for their own pages: the factor asked for first at the head. */
export async function readTwoStep(userId: string): Promise<{ factors: SecondFactor[]; backupCodesLeft: number }> {
  const [factors, backupCodesLeft] = await Promise.all([listSecondFactors(db, userId), countBackupCodes(userId)]);
  return { factors, backupCodesLeft };
}

/** @returns how many backup codes the person has left. */
export const countBackupCodes = (userId: string): Promise<number> =>
  db.$count(backupCodes, and(eq(backupCodes.userId, userId), isNull(backupCodes.usedAt)));
