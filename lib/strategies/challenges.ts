import "server-only";
import { sql } from "drizzle-orm";
import { db } from "@/db/client";
import type { Context, StrategyId } from "./strategy";

/**
 * Stores the hash of a secret that its attempt waits for. Where another request has voided the attempt meanwhile nothing
 * is stored, and the secret is right nowhere.
 */
export async function storeChallenge(
  { attempt, now }: Pick<Context, "attempt" | "now">,
  { strategy, secretHash, minutes }: { strategy: StrategyId; secretHash: string; minutes: number },
): Promise<void> {
  const expiresAt = new Date(now.getTime() + minutes * 60_000);
  await db.execute(sql`
    INSERT INTO challenges (attempt_id, strategy, secret_hash, created_at, expires_at)
    SELECT id, ${strategy}, ${secretHash}, ${now.toISOString()}::timestamptz, ${expiresAt.toISOString()}::timestamptz
    FROM attempts WHERE id = ${attempt.id} FOR KEY SHARE`);
}
