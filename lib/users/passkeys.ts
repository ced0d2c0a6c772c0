import "server-only";
import { and, asc, eq, lt, or } from "drizzle-orm";
import { db, type Executor } from "@/db/client";
import { passkeys, users } from "@/db/schema";
import { fail, ok, type Result } from "@/lib/errors";
import type { Created } from "@/lib/security/webauthn";

export type Passkey = typeof passkeys.$inferSelect;

/** @returns a person's passkeys, oldest first. */
export const listPasskeys = (executor: Executor, userId: string): Promise<Passkey[]> =>
  executor.select().from(passkeys).where(eq(passkeys.userId, userId)).orderBy(asc(passkeys.createdAt));

/** @returns the passkey of that credential id, whoever has it; null for nobody. */
export async function findPasskey(credentialId: string): Promise<Passkey | null> {
  const [row] = await db.select().from(passkeys).where(eq(passkeys.credentialId, credentialId));
  return row ?? null;
}

/** The name under which an authenticator knows a person: the 16 random bytes of their id (PK-16). */
export const userHandleOf = (userId: string): Buffer<ArrayBuffer> =>
  Buffer.from(userId.replaceAll("-", ""), "hex") as Buffer<ArrayBuffer>;

/**
 * Gives a new passkey to a person. Their row is locked, so many at once stop exactly at the limit (PK-10).
 * @returns its id; `passkey_limit`; `passkey_exists` for a credential somebody has already, who keeps it (PK-07).
 */
export async function addPasskey(
  tx: Executor,
  userId: string,
  created: Created & { name: string },
  { limit, now }: { limit: number; now: Date },
): Promise<Result<{ id: string }>> {
  await tx.select({ id: users.id }).from(users).where(eq(users.id, userId)).for("update");
  if ((await tx.$count(passkeys, eq(passkeys.userId, userId))) >= limit) {
    return fail("passkey_limit", { details: { limit } });
  }
  const [row] = await tx
    .insert(passkeys)
    .values({ userId, ...created, createdAt: now })
    .onConflictDoNothing({ target: passkeys.credentialId })
    .returning({ id: passkeys.id });
  return row ? ok(row) : fail("passkey_exists");
}

/**
 * Writes a use down, if the sign counter has moved on (or the authenticator keeps none), in one statement.
 * @returns `regressed` for a counter that has been seen: a copy of the authenticator may exist (PK-09); `gone` when its
 * owner was faster to remove it.
 */
export async function recordPasskeyUse(
  id: string,
  { counter, backedUp }: { counter: number; backedUp: boolean },
  now: Date,
): Promise<"recorded" | "regressed" | "gone"> {
  const used = await db
    .update(passkeys)
    .set({ counter, backedUp, lastUsedAt: now })
    .where(
      and(eq(passkeys.id, id), or(lt(passkeys.counter, counter), counter === 0 ? eq(passkeys.counter, 0) : undefined)),
    )
    .returning({ id: passkeys.id });
  if (used.length > 0) return "recorded";
  return (await db.$count(passkeys, eq(passkeys.id, id))) > 0 ? "regressed" : "gone";
}

/** @returns false when it is not the person's (AZ-03). */
export async function renamePasskey(tx: Executor, userId: string, id: string, name: string): Promise<boolean> {
  const renamed = await tx
    .update(passkeys)
    .set({ name })
    .where(and(eq(passkeys.id, id), eq(passkeys.userId, userId)))
    .returning({ id: passkeys.id });
  return renamed.length > 0;
}

/** @returns the passkey that is gone; null when it was not the person's (AZ-03). */
export async function deletePasskey(tx: Executor, userId: string, id: string): Promise<Passkey | null> {
  const [gone] = await tx
    .delete(passkeys)
    .where(and(eq(passkeys.id, id), eq(passkeys.userId, userId)))
    .returning();
  return gone ?? null;
}
