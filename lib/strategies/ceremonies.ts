import "server-only";
import { and, eq, gt, isNull } from "drizzle-orm";
import { db } from "@/db/client";
import { challenges } from "@/db/schema";
import { hashToken } from "@/lib/security/keys";
import { storeChallenge } from "./challenges";
import type { Context, StrategyId } from "./strategy";

type Ceremony = Pick<Context, "attempt" | "now"> & { strategy: StrategyId };

/** WebAuthn level 3, §13.4.3, and ERC-4361: random, of the server, for a few minutes (PK-01, W3-01). */
const MINUTES = 5;

/** Notes the challenge of a ceremony of the attempt; only its hash is stored. */
export const noteChallenge = ({ strategy, ...context }: Ceremony, challenge: string): Promise<void> =>
  storeChallenge(context, { strategy, secretHash: hashToken(challenge), minutes: MINUTES });

/** Spends a challenge, in one statement: of many answers to it, one is looked at. @returns whether it was the attempt's. */
export async function spendChallenge({ attempt, now, strategy }: Ceremony, challenge: string) {
  const spent = await db
    .update(challenges)
    .set({ usedAt: now })
    .where(
      and(
        eq(challenges.attemptId, attempt.id),
        eq(challenges.strategy, strategy),
        eq(challenges.secretHash, hashToken(challenge)),
        isNull(challenges.usedAt),
        gt(challenges.expiresAt, now),
      ),
    )
    .returning({ id: challenges.id });
  return spent.length > 0;
}
