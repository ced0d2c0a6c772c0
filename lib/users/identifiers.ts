import "server-only";
import { and, asc, desc, eq, isNull, ne, sql } from "drizzle-orm";
import { db, type Executor } from "@/db/client";
import { identifiers, passwords, sessions, users } from "@/db/schema";
import { fail, ok, type Result } from "@/lib/errors";

export type IdentifierKind = (typeof identifiers.$inferSelect)["kind"];
export interface Identifier {
  kind: IdentifierKind;
  /** Normalised. */
  value: string;
}

/** @returns who holds the identifier and whether they proved it; null for nobody. One indexed read. */
export async function findOwner({ kind, value }: Identifier): Promise<{ userId: string; verified: boolean } | null> {
  const [row] = await db
    .select({ userId: identifiers.userId, verified: sql<boolean>`${identifiers.verifiedAt} IS NOT NULL` })
    .from(identifiers)
    .where(and(eq(identifiers.kind, kind), eq(identifiers.value, value)));
  return row ?? null;
}

/** @returns a person's identifiers, primary first, then oldest first. */
export async function listIdentifiers(userId: string) {
  return db
    .select({
      id: identifiers.id,
      kind: identifiers.kind,
      value: identifiers.value,
      verifiedAt: identifiers.verifiedAt,
      isPrimary: identifiers.isPrimary,
    })
    .from(identifiers)
    .where(eq(identifiers.userId, userId))
    .orderBy(desc(identifiers.isPrimary), asc(identifiers.createdAt));
}

/**
 * Gives an identifier to a person. Whoever proves a value takes it from an account that never did (LK-01).
 * The first of its kind becomes primary.
 * @returns `identifier_taken` when somebody else has proved it, or when nobody proved it and it is held.
 */
export async function addIdentifier(
  tx: Executor,
  userId: string,
  { kind, value }: Identifier,
  { verifiedAt, now }: { verifiedAt: Date | null; now: Date },
): Promise<Result<{ id: string }>> {
  if (verifiedAt) {
    await tx
      .delete(identifiers)
      .where(
        and(
          eq(identifiers.kind, kind),
          eq(identifiers.value, value),
          isNull(identifiers.verifiedAt),
          ne(identifiers.userId, userId),
        ),
      );
  }
  const first = sql<boolean>`NOT EXISTS (SELECT 1 FROM ${identifiers} WHERE user_id = ${userId} AND kind = ${kind})`;
  const [row] = await tx
    .insert(identifiers)
    .values({ userId, kind, value, verifiedAt, isPrimary: first, createdAt: now })
    .onConflictDoUpdate({
      target: [identifiers.kind, identifiers.value],
      set: { verifiedAt },
      setWhere: and(eq(identifiers.userId, userId), isNull(identifiers.verifiedAt)),
    })
    .returning({ id: identifiers.id });
  if (!row) return fail("identifier_taken");
  await repeatPrimaryEmail(tx, userId);
  return ok(row);
}

/**
 * The first proof of an identifier that sat unverified on an account: whatever was attached before the owner of the
 * address came (password, sessions, other unproved identifiers) may be a stranger's, so it goes (LK-01…LK-03).
 * @returns whether there was anything to prove.
 */
export async function adoptIdentifier(
  tx: Executor,
  userId: string,
  { kind, value }: Identifier,
  now: Date,
): Promise<boolean> {
  const mine = and(eq(identifiers.userId, userId), eq(identifiers.kind, kind), eq(identifiers.value, value));
  const [adopted] = await tx
    .update(identifiers)
    .set({ verifiedAt: now })
    .where(and(mine, isNull(identifiers.verifiedAt)))
    .returning({ id: identifiers.id });
  if (!adopted) return false;
  await tx.delete(passwords).where(eq(passwords.userId, userId));
  await tx.delete(sessions).where(eq(sessions.userId, userId));
  await tx.delete(identifiers).where(and(eq(identifiers.userId, userId), isNull(identifiers.verifiedAt)));
  await repeatPrimaryEmail(tx, userId);
  return true;
}

/** Makes a verified identifier of the person primary. @returns `not_found` for somebody else's (AZ-03). */
export async function makePrimary(tx: Executor, userId: string, id: string): Promise<Result> {
  const [row] = await tx
    .select({ kind: identifiers.kind, verifiedAt: identifiers.verifiedAt })
    .from(identifiers)
    .where(and(eq(identifiers.id, id), eq(identifiers.userId, userId)))
    .for("update");
  if (!row) return fail("not_found");
  if (!row.verifiedAt) return fail("unverified_identifier");
  const ofKind = and(eq(identifiers.userId, userId), eq(identifiers.kind, row.kind));
  await tx
    .update(identifiers)
    .set({ isPrimary: false })
    .where(and(ofKind, ne(identifiers.id, id)));
  await tx.update(identifiers).set({ isPrimary: true }).where(eq(identifiers.id, id));
  await repeatPrimaryEmail(tx, userId);
  return ok();
}

/**
 * Removes an identifier. The person's row is locked, so two removals at once cannot take the last two.
 * @returns the removed value; `last_identifier`, `primary_identifier` or `not_found`.
 */
export async function removeIdentifier(tx: Executor, userId: string, id: string): Promise<Result<Identifier>> {
  await tx.select({ id: users.id }).from(users).where(eq(users.id, userId)).for("update");
  const all = await tx.select().from(identifiers).where(eq(identifiers.userId, userId));
  const row = all.find((candidate) => candidate.id === id);
  if (!row) return fail("not_found");
  if (!all.some((other) => other.id !== id && other.verifiedAt)) return fail("last_identifier");
  if (row.isPrimary) return fail("primary_identifier");
  await tx.delete(identifiers).where(eq(identifiers.id, id));
  return ok({ kind: row.kind, value: row.value });
}

/** `users.email` repeats the primary address, for Auth.js and for the one statement that reads a session. */
async function repeatPrimaryEmail(tx: Executor, userId: string): Promise<void> {
  const primary = sql`FROM ${identifiers} WHERE user_id = ${userId} AND kind = 'email' AND is_primary`;
  await tx
    .update(users)
    .set({ email: sql`(SELECT value ${primary})`, emailVerified: sql`(SELECT verified_at ${primary})` })
    .where(eq(users.id, userId));
}
