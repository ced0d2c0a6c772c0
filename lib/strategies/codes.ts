import "server-only";
import { and, eq, gt, isNull, sql } from "drizzle-orm";
import { z } from "zod";
import { db } from "@/db/client";
import { challenges } from "@/db/schema";
import { roomAt } from "@/lib/access/guess-ceiling";
import { fail, ok, type Result } from "@/lib/errors";
import { CODE_LENGTH, newCode } from "@/lib/security/code";
import { keyedHash } from "@/lib/security/keys";
import { digitsOfCode } from "@/lib/typed-text";
import { storeChallenge } from "./challenges";
import { guessSubject } from "./guess-subject";
import { destinationOf, stageOf } from "./stage";
import type { Context, Guessing, StrategyId } from "./strategy";

export const CODE_MINUTES = 10;
/** A pasted message, and more. */
const TYPED_MAX = 1000;

/** What a person types or pastes, in whatever script and with whatever around it. */
export const codeProof = z.object({
  code: z
    .string("Enter the code.")
    .max(TYPED_MAX, "That is too long for a code.")
    .transform((typed) => digitsOfCode(typed, CODE_LENGTH) ?? "")
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

/** What all tries of a year at codes of one kind may add up to, for one account. */
const CODES_PER_YEAR = 0.00045;

/** A right code always counts; the tries of a year have a ceiling, whatever door they are made at. */
export const codeGuessing = (strategy: StrategyId): Guessing => ({
  locksAs: null,
  ceiling: { perYear: CODES_PER_YEAR, chance: (context) => chanceOf(context, strategy) },
});

/** Every code of the attempt that still works is as good; and one more may be on its way. */
async function chanceOf({ attempt, now }: Context, strategy: StrategyId): Promise<number> {
  const live = await db.$count(
    challenges,
    and(
      eq(challenges.attemptId, attempt.id),
      eq(challenges.strategy, strategy),
      isNull(challenges.usedAt),
      gt(challenges.expiresAt, now),
    ),
  );
  return (live + 1) / 10 ** CODE_LENGTH;
}

/**
 * @returns when a code of this kind may be issued: at once in a browser the account knows, and while there is room for
 * every try that could be made at it.
 */
export async function codeRoomAt(context: Context, strategy: StrategyId): Promise<Date> {
  const { now, settings } = context;
  const subject = await guessSubject(context, strategy);
  const all = settings.protection.codeTries * (await chanceOf(context, strategy));
  return subject ? roomAt(subject, all, CODES_PER_YEAR, now) : now;
}

/**
 * Counts the try and spends the code, in one statement: of many right submissions one wins, and wrong ones past the
 * cap are not even compared (EM-06, RC-01).
 * @returns `too_many_tries`, `code_incorrect`, `code_expired` or `code_used`.
 */
export async function spendCode(context: Context, strategy: StrategyId, code: string): Promise<Result> {
  const { attempt, now, settings, isBlind } = context;
  const hash = isBlind ? "" : hashOf(context, strategy, code);
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
