import "server-only";
import { and, asc, eq } from "drizzle-orm";
import { db, type Executor } from "@/db/client";
import { accounts } from "@/db/schema";
import type { ProvidedLink } from "@/db/schema/attempts";
import { fail, ok, type Result } from "@/lib/errors";

/** @returns whose identity at a provider it is; null for nobody's. One read by primary key. */
export async function findAccount(connection: string, subject: string): Promise<{ userId: string } | null> {
  const [row] = await db
    .select({ userId: accounts.userId })
    .from(accounts)
    .where(and(eq(accounts.provider, connection), eq(accounts.providerAccountId, subject)));
  return row ?? null;
}

/** @returns a person's connected accounts, oldest first. */
export const listAccounts = (executor: Executor, userId: string) =>
  executor
    .select({
      connection: accounts.provider,
      subject: accounts.providerAccountId,
      label: accounts.label,
      createdAt: accounts.createdAt,
      lastUsedAt: accounts.lastUsedAt,
    })
    .from(accounts)
    .where(eq(accounts.userId, userId))
    .orderBy(asc(accounts.createdAt));

/**
 * Gives an identity at a provider to a person, or writes down that they used the one they have. The primary key decides
 * between two who come at once (OA-05).
 * @returns whether it is new to them; `connection_taken` when it is somebody else's.
 */
export async function linkAccount(
  tx: Executor,
  userId: string,
  { connection, subject, label }: Pick<ProvidedLink, "connection" | "subject" | "label">,
  now: Date,
): Promise<Result<{ isNew: boolean }>> {
  const inserted = await tx
    .insert(accounts)
    .values({
      userId,
      type: "oidc",
      provider: connection,
      providerAccountId: subject,
      label,
      createdAt: now,
      lastUsedAt: now,
    })
    .onConflictDoNothing()
    .returning({ userId: accounts.userId });
  if (inserted.length > 0) return ok({ isNew: true });
  const used = await tx
    .update(accounts)
    .set({ label, lastUsedAt: now })
    .where(and(eq(accounts.provider, connection), eq(accounts.providerAccountId, subject), eq(accounts.userId, userId)))
    .returning({ userId: accounts.userId });
  return used.length > 0 ? ok({ isNew: false }) : fail("connection_taken");
}

/** Takes a connected account away from its person. @returns `not_found` for one that is not theirs (AZ-03). */
export async function unlinkAccount(
  tx: Executor,
  userId: string,
  { connection, subject }: { connection: string; subject: string },
): Promise<Result> {
  const gone = await tx
    .delete(accounts)
    .where(and(eq(accounts.userId, userId), eq(accounts.provider, connection), eq(accounts.providerAccountId, subject)))
    .returning({ userId: accounts.userId });
  return gone.length > 0 ? ok() : fail("not_found");
}
