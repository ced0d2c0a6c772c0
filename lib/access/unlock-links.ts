import "server-only";
import { and, eq, gt, lt, sql } from "drizzle-orm";
import { db, type Executor } from "@/db/client";
import { deleteBatch } from "@/db/delete-batch";
import { unlockLinks } from "@/db/schema";
import { hashToken, newToken } from "@/lib/security/keys";

/** As long as the day over which its owner is told of a few locks only: with a stranger at work there always is one that works. */
const UNLOCK_HOURS = 24;

/** @returns the token of a fresh link for a person's mailbox or phone; only its hash is stored. Earlier ones go on working. */
export async function issueUnlockLink(userId: string, now: Date): Promise<string> {
  const token = newToken();
  const expiresAt = new Date(now.getTime() + UNLOCK_HOURS * 3_600_000).toISOString();
  await db.execute(sql`
    INSERT INTO unlock_links (token_hash, user_id, expires_at)
    SELECT ${hashToken(token)}, id, ${expiresAt}::timestamptz FROM users WHERE id = ${userId} FOR KEY SHARE`);
  return token;
}

/** Spends a link: of many at once, one wins. @returns whose it is, or null for one that is unknown, spent or too old. */
export async function spendUnlockLink(tx: Executor, token: string, now: Date): Promise<string | null> {
  const [spent] = await tx
    .delete(unlockLinks)
    .where(and(eq(unlockLinks.tokenHash, hashToken(token)), gt(unlockLinks.expiresAt, now)))
    .returning({ userId: unlockLinks.userId });
  return spent?.userId ?? null;
}

/** Forgets a batch of links that are too old. @returns whether it was the last. */
export const purgeUnlockLinks = (tx: Executor, now: Date): Promise<boolean> =>
  deleteBatch(tx, unlockLinks, [unlockLinks.tokenHash], lt(unlockLinks.expiresAt, now));
