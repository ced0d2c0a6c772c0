import "server-only";
import { and, asc, desc, eq, isNull, ne, sql } from "drizzle-orm";
import { db, type Executor } from "@/db/client";
import { accounts, devices, identifiers, passkeys, passwords, sessions, users, wallets } from "@/db/schema";
import { voidAttempts } from "@/lib/access/void-attempts";
import { fail, ok, type Result } from "@/lib/errors";
import type { Settings } from "@/lib/settings/schema";
import { readHolding } from "./holding";
import { removeAllSecondFactors } from "./second-factors";
import { hasWayIn } from "./ways-in";

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
 * The first of its kind becomes primary. A username has nothing to prove: it is its first taker's.
 * @returns `identifier_taken` (`username_taken`) when somebody else has proved it, or when nobody did and it is held.
 */
export async function addIdentifier(
  tx: Executor,
  userId: string,
  { kind, value }: Identifier,
  { verifiedAt: proved, now }: { verifiedAt: Date | null; now: Date },
): Promise<Result<{ id: string }>> {
  const verifiedAt = kind === "username" ? now : proved;
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
  if (!row) return fail(kind === "username" ? "username_taken" : "identifier_taken");
  await repeatPrimary(tx, userId);
  return ok(row);
}

/**
 * The first proof of an identifier that sat unverified on an account: whatever was attached before the owner of the
 * address came (password, sessions, devices, second
 * factors, passkeys, connections, other unproved identifiers) may be a stranger's, so it goes (LK-01…LK-03).
 * @returns whether there was anything to prove; `attempt_missing` when the account has become somebody else's meanwhile.
 */
export async function adoptIdentifier(
  tx: Executor,
  userId: string,
  identifier: Identifier,
  now: Date,
): Promise<Result<boolean>> {
  const all = await lockIdentifiers(tx, userId);
  const named = all.find(({ kind, value }) => kind === identifier.kind && value === identifier.value);
  if (!named || named.verifiedAt) return ok(false);
  if (isForeign(identifier, all)) return fail("attempt_missing");
  await tx.update(identifiers).set({ verifiedAt: now }).where(eq(identifiers.id, named.id));
  await tx.delete(passwords).where(eq(passwords.userId, userId));
  await tx.delete(sessions).where(eq(sessions.userId, userId));
  await removeAllSecondFactors(tx, userId);
  await tx.delete(passkeys).where(eq(passkeys.userId, userId));
  await tx.delete(accounts).where(eq(accounts.userId, userId));
  await tx.delete(devices).where(eq(devices.userId, userId));
  await tx.delete(identifiers).where(and(eq(identifiers.userId, userId), isNull(identifiers.verifiedAt)));
  await repeatPrimary(tx, userId);
  return ok(true);
}

/**
 * Whether an account names an identifier it never proved, while it has proved another: a typing error, or somebody
 * else's address. Whoever holds it can then not get into the account by it, nor can its owner be made to share it
 * (LK-03); it is proved in the profile.
 * @param all what the account holds.
 */
export function isForeign({ kind, value }: Identifier, all: (Identifier & { verifiedAt: Date | null })[]): boolean {
  const named = all.find((one) => one.kind === kind && one.value === value);
  return named?.verifiedAt === null && all.some((other) => other.verifiedAt && other.kind !== "username");
}

/** Makes a verified identifier of the person primary. @returns its value and the one before; `not_found` (AZ-03). */
export async function makePrimary(
  tx: Executor,
  userId: string,
  id: string,
): Promise<Result<Identifier & { before: string | null }>> {
  const all = await lockIdentifiers(tx, userId);
  const row = all.find((candidate) => candidate.id === id);
  if (!row) return fail("not_found");
  if (!row.verifiedAt) return fail("unverified_identifier");
  const { kind, value } = row;
  const before = all.find((other) => other.kind === kind && other.isPrimary)?.value ?? null;
  const ofKind = and(eq(identifiers.userId, userId), eq(identifiers.kind, kind));
  await tx
    .update(identifiers)
    .set({ isPrimary: false })
    .where(and(ofKind, ne(identifiers.id, id)));
  await tx.update(identifiers).set({ isPrimary: true }).where(eq(identifiers.id, id));
  await repeatPrimary(tx, userId);
  return ok({ kind, value, before });
}

/**
 * Removes an identifier, and voids every attempt under way. For all but a wallet, what else signs in than identifiers does not count, so that somebody can
 * always be reached. The person's row is locked, so two removals at once cannot take the last two ways in.
 * @returns the removed value; `not_found`, `second_factor_number`, `last_identifier`, `wallet_last`,
 * `identifier_required` or `primary_identifier`.
 */
export async function removeIdentifier(
  tx: Executor,
  userId: string,
  id: string,
  { settings, now }: { settings: Settings; now: Date },
): Promise<Result<Identifier & { verified: boolean }>> {
  const all = await lockIdentifiers(tx, userId);
  const row = all.find((candidate) => candidate.id === id);
  if (!row) return fail("not_found");
  const { kind, value } = row;
  const sameKind = all.some((other) => other.id !== id && other.verifiedAt && other.kind === kind);
  const holding = await readHolding(tx, userId);
  if (holding.secondFactors.some(({ identifierId }) => identifierId === id)) return fail("second_factor_number");
  const rest = { ...holding, identifiers: holding.identifiers.filter((other) => other.id !== id) };
  const counted = kind === "wallet" ? rest : { ...rest, passkeys: 0, connections: [], enterprise: false };
  if (!hasWayIn(counted, settings)) return fail(kind === "wallet" ? "wallet_last" : "last_identifier");
  if (kind !== "wallet" && settings[kind].signUp === "required" && !sameKind) return fail("identifier_required");
  if (row.isPrimary && sameKind) return fail("primary_identifier");
  await tx.delete(identifiers).where(eq(identifiers.id, id));
  await repeatPrimary(tx, userId);
  await voidAttempts(tx, userId, now);
  return ok({ kind, value, verified: row.verifiedAt !== null });
}

/** Sets or changes a person's one username; a change voids every attempt under way. @param value folded. @returns the one before; `username_taken`. */
export async function saveUsername(
  tx: Executor,
  userId: string,
  value: string,
  now: Date,
): Promise<Result<{ before: string | null }>> {
  const before = (await lockIdentifiers(tx, userId)).find(({ kind }) => kind === "username")?.value ?? null;
  if (before === value) return ok({ before });
  const added = await addIdentifier(tx, userId, { kind: "username", value }, { verifiedAt: now, now });
  if (!added.ok) return added;
  const { id } = added.data;
  const others = and(eq(identifiers.userId, userId), eq(identifiers.kind, "username"), ne(identifiers.id, id));
  await tx.delete(identifiers).where(others);
  await tx.update(identifiers).set({ isPrimary: true }).where(eq(identifiers.id, id));
  await repeatPrimary(tx, userId);
  if (before !== null) await voidAttempts(tx, userId, now);
  return ok({ before });
}

/** Orders changes of one person's identifiers: each sees the result of the one before. @returns them all. */
export async function lockIdentifiers(tx: Executor, userId: string) {
  await tx.select({ id: users.id }).from(users).where(eq(users.id, userId)).for("update");
  return tx.select().from(identifiers).where(eq(identifiers.userId, userId));
}

/** `users` repeats the primary address and what stands for a nameless person, for the one statement that reads a session. */
export async function repeatPrimary(tx: Executor, userId: string): Promise<void> {
  const primary = (kind: string) =>
    sql`FROM ${identifiers} WHERE user_id = ${userId} AND kind = ${kind} AND is_primary`;
  await tx
    .update(users)
    .set({
      email: sql`(SELECT value ${primary("email")})`,
      emailVerified: sql`(SELECT verified_at ${primary("email")})`,
      ensName: sql`(SELECT ens_name FROM ${wallets} WHERE identifier_id = (SELECT id ${primary("wallet")}))`,
      identifier: sql`coalesce((SELECT value ${primary("email")}), (SELECT value ${primary("phone")}), (SELECT value ${primary("username")}), (SELECT value ${primary("wallet")}))`,
    })
    .where(eq(users.id, userId));
}
