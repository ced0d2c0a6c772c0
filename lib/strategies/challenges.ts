import "server-only";
import { and, eq, isNull, lte, or, sql } from "drizzle-orm";
import { db } from "@/db/client";
import { attempts, challenges } from "@/db/schema";
import { fail, ok, type Result } from "@/lib/errors";
import { newCode } from "@/lib/security/code";
import { keyedHash } from "@/lib/security/keys";
import type { Context, StrategyId } from "./strategy";

export const CODE_MINUTES = 10;
const RESEND_SECONDS = 30;

/** Binds a code to the attempt, its flow and its destination: right nowhere else (EM-03). */
const hashOf = ({ attempt }: Pick<Context, "attempt">, strategy: StrategyId, code: string) =>
  keyedHash("code", attempt.id, attempt.flow, strategy, attempt.identifierValue ?? "", code);

/** @returns when the next message may be asked for. */
export const resendAt = (sentAt: Date) => new Date(sentAt.getTime() + RESEND_SECONDS * 1000);

/** Takes the right to send, in one statement: two clicks at once send one message. @returns `resend_too_soon`. */
export async function claimSend(attemptId: string, now: Date): Promise<Result<{ resendAt: Date }>> {
  const [claimed] = await db
    .update(attempts)
    .set({ sentAt: now })
    .where(
      and(
        eq(attempts.id, attemptId),
        or(isNull(attempts.sentAt), lte(attempts.sentAt, new Date(now.getTime() - RESEND_SECONDS * 1000))),
      ),
    )
    .returning({ id: attempts.id });
  if (claimed) return ok({ resendAt: resendAt(now) });
  const [attempt] = await db.select({ sentAt: attempts.sentAt }).from(attempts).where(eq(attempts.id, attemptId));
  return fail("resend_too_soon", { retryAt: resendAt(attempt?.sentAt ?? now) });
}

/** Gives the right to send back when nothing was sent. */
export async function releaseSend(attemptId: string): Promise<void> {
  await db.update(attempts).set({ sentAt: null }).where(eq(attempts.id, attemptId));
}

/** @returns a fresh code; only its keyed hash is stored. Earlier codes of the attempt stay usable (EM-07). */
export async function issueCode(context: Context, strategy: StrategyId): Promise<string> {
  const code = newCode();
  await db.insert(challenges).values({
    attemptId: context.attempt.id,
    strategy,
    secretHash: hashOf(context, strategy, code),
    createdAt: context.now,
    expiresAt: new Date(context.now.getTime() + CODE_MINUTES * 60_000),
  });
  return code;
}

/**
 * Counts the try and spends the code, in one statement: of many right submissions one wins, and wrong ones past the
 * cap are not even compared (EM-06, RC-01).
 * @returns `too_many_tries`, `code_incorrect`, `code_expired` or `code_used`.
 */
export async function spendCode(context: Context, strategy: StrategyId, code: string): Promise<Result> {
  const { attempt, now, settings } = context;
  const hash = hashOf(context, strategy, code);
  const at = now.toISOString();
  const [outcome] = await db.execute<{ counted: boolean; spent: boolean }>(sql`
    WITH counted AS (
      UPDATE attempts SET tries = tries + 1
      WHERE id = ${attempt.id} AND tries < ${settings.email.codeTries} RETURNING id
    ), spent AS (
      UPDATE challenges SET used_at = ${at}
      WHERE attempt_id IN (SELECT id FROM counted) AND strategy = ${strategy}
        AND secret_hash = ${hash} AND used_at IS NULL AND expires_at > ${at}
      RETURNING id
    )
    SELECT EXISTS (SELECT 1 FROM counted) AS counted, EXISTS (SELECT 1 FROM spent) AS spent`);
  if (outcome?.spent) return ok();
  if (!outcome?.counted) return fail("too_many_tries");

  const [known] = await db
    .select({ usedAt: challenges.usedAt })
    .from(challenges)
    .where(
      and(eq(challenges.attemptId, attempt.id), eq(challenges.strategy, strategy), eq(challenges.secretHash, hash)),
    );
  if (!known) return fail("code_incorrect");
  return fail(known.usedAt ? "code_used" : "code_expired");
}
