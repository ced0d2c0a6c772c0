import "server-only";
import { and, eq, sql } from "drizzle-orm";
import { z } from "zod";
import { db } from "@/db/client";
import { challenges } from "@/db/schema";
import { fail, ok, type Result } from "@/lib/errors";
import { CODE_LENGTH, newCode } from "@/lib/security/code";
import { keyedHash } from "@/lib/security/keys";
import { storeChallenge } from "./challenges";
import { destinationOf, stageOf } from "./stage";
import type { Context, StrategyId } from "./strategy";

export const CODE_MINUTES = 10;

/** What a person types, with the spaces some put in. */
export const codeProof = z.object({
  code: z
    .string("Enter the code.")
    .transform((typed) => typed.replace(/[\s-]/g, ""))
    .pipe(z.string().regex(new RegExp(`^[0-9]{${CODE_LENGTH}}$`), `Enter the ${CODE_LENGTH} digits of the code.`)),
});

/**
 * Binds a code to the attempt, its flow, where it stands, and its destination: right nowhere else (EM-03). One that was
 * the first factor is never the second.
 */
const hashOf = ({ attempt }: Pick<Context, "attempt">, strategy: StrategyId, code: string) =>
  keyedHash("code", attempt.id, attempt.flow, stageOf(attempt), strategy, destinationOf(attempt)?.value ?? "", code);

/** @returns a fresh code; only its keyed hash is stored. Earlier codes of the attempt stay usable (EM-07). */
export async function issueCode(context: Context, strategy: StrategyId): Promise<string> {
  const code = newCode();
  await storeChallenge(context, { strategy, secretHash: hashOf(context, strategy, code), minutes: CODE_MINUTES });
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
      WHERE id = ${attempt.id} AND tries < ${settings.protection.codeTries} RETURNING id
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
