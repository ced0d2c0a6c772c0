import "server-only";
import { eq } from "drizzle-orm";
import { db, type Executor } from "@/db/client";
import { passwords } from "@/db/schema";
import { hashPassword, verifyPassword } from "@/lib/security/password-hash";

/** @returns the stored hash, or null. For the password strategy and the profile only. */
async function readPasswordHash(userId: string): Promise<string | null> {
  const [row] = await db.select({ hash: passwords.hash }).from(passwords).where(eq(passwords.userId, userId));
  return row?.hash ?? null;
}

/** @returns whether the person has a password. */
export const hasPassword = async (userId: string): Promise<boolean> => (await readPasswordHash(userId)) !== null;

/** @returns whether this is the person's password. A hash below today's parameters is replaced on the way (PW-01). */
export async function isPasswordOf(userId: string | null, password: string, now: Date): Promise<boolean> {
  const stored = userId ? await readPasswordHash(userId) : null;
  const { matches, outdated } = await verifyPassword(stored, password);
  if (userId && matches && outdated) await savePasswordHash(db, userId, await hashPassword(password), now);
  return matches;
}

/** Sets or replaces a person's password. @param hash a PHC string from `hashPassword`. */
export async function savePasswordHash(tx: Executor, userId: string, hash: string, now: Date): Promise<void> {
  const row = { userId, hash, updatedAt: now };
  await tx.insert(passwords).values(row).onConflictDoUpdate({ target: passwords.userId, set: row });
}

/** Removes a person's password. @returns whether there was one. */
export async function deletePassword(tx: Executor, userId: string): Promise<boolean> {
  const gone = await tx.delete(passwords).where(eq(passwords.userId, userId)).returning({ userId: passwords.userId });
  return gone.length > 0;
}
