import "server-only";
import { and, desc, eq, gt, isNull, sql } from "drizzle-orm";
import { alias } from "drizzle-orm/pg-core";
import { db } from "@/db/client";
import { attempts, challenges } from "@/db/schema";
import { isNotVoid } from "@/lib/access/void-attempts";
import { fail, ok, type Result } from "@/lib/errors";
import { hashToken, newToken } from "@/lib/security/keys";
import { storeChallenge } from "./challenges";
import type { Attempt, Context, StrategyId } from "./strategy";

export const LINK_MINUTES = 10;

const newer = alias(challenges, "newer");
const isStale = sql<boolean>`EXISTS (SELECT 1 FROM ${challenges} AS ${newer}
  WHERE ${newer.attemptId} = ${challenges.attemptId} AND ${newer.strategy} = ${challenges.strategy}
  AND ${newer.createdAt} > ${challenges.createdAt})`;

type Failure = "link_unknown" | "link_expired" | "link_stale" | "link_used" | "link_wrong_device";

/** A link as it stands: the attempt that asked for it, and what keeps it from being used, if anything. */
export interface Link {
  attempt: Attempt;
  /** The strategy whose message it was in. */
  strategy: StrategyId;
  createdAt: Date;
  failure: Failure | null;
}

/** @returns a fresh token; only its hash is stored. It makes every earlier link of the attempt stale (P04). */
export async function issueLink(context: Context, strategy: StrategyId): Promise<string> {
  const token = newToken();
  await storeChallenge(context, { strategy, secretHash: hashToken(token), minutes: LINK_MINUTES });
  return token;
}

/** Looks at a link and changes nothing (EM-05). @returns null for a token that is none of ours, or of a void attempt. */
export async function findLink(token: string, now: Date): Promise<Link | null> {
  const [row] = await db
    .select({ challenge: challenges, attempt: attempts, stale: isStale })
    .from(challenges)
    .innerJoin(attempts, eq(attempts.id, challenges.attemptId))
    .where(and(eq(challenges.secretHash, hashToken(token)), isNotVoid));
  if (!row) return null;
  const { challenge, attempt, stale } = row;
  const failure = ((): Failure | null => {
    if (challenge.failure) return "link_wrong_device";
    if (challenge.usedAt || attempt.completedAt) return "link_used";
    if (stale) return "link_stale";
    return challenge.expiresAt <= now || attempt.expiresAt <= now ? "link_expired" : null;
  })();
  return { attempt, strategy: challenge.strategy as StrategyId, createdAt: challenge.createdAt, failure };
}

/** What may still be used: of many at once one wins (RC-01). */
const usable = (attemptId: string, token: string, now: Date) =>
  and(
    eq(challenges.attemptId, attemptId),
    eq(challenges.secretHash, hashToken(token)),
    isNull(challenges.usedAt),
    gt(challenges.expiresAt, now),
    sql`NOT ${isStale}`,
  );

/** Spends a link, in one statement. @returns why not: `link_unknown`, `link_used`, `link_stale`, `link_expired`, … */
export async function spendLink({ attempt, now }: Context, token: string): Promise<Result> {
  const spent = await db
    .update(challenges)
    .set({ usedAt: now })
    .where(usable(attempt.id, token, now))
    .returning({ id: challenges.id });
  if (spent.length > 0) return ok();
  const link = await findLink(token, now);
  if (link?.attempt.id !== attempt.id) return fail("link_unknown");
  return fail(link.failure ?? "link_used");
}

/** Voids a link that was opened where it was not asked for: it works nowhere any more (P05, EM-04). */
export async function refuseLink(attemptId: string, token: string, now: Date): Promise<void> {
  await db
    .update(challenges)
    .set({ usedAt: now, failure: "wrong-device" })
    .where(usable(attemptId, token, now));
}

/** @returns whether the newest link of an attempt was opened in a browser that did not ask for it. */
export async function wasRefused(attemptId: string): Promise<boolean> {
  const [newest] = await db
    .select({ failure: challenges.failure })
    .from(challenges)
    .where(and(eq(challenges.attemptId, attemptId), eq(challenges.strategy, "email-link")))
    .orderBy(desc(challenges.createdAt))
    .limit(1);
  return newest?.failure === "wrong-device";
}
