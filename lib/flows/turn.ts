import "server-only";
import { returnGuess, takeGuess } from "@/lib/access/guess-ceiling";
import { countersOf, returnTry, type Try, takeTry } from "@/lib/access/lockout";
import { fail, ok, type Result } from "@/lib/errors";
import { findDevice } from "@/lib/sessions/devices";
import { guessSubject } from "@/lib/strategies/guess-subject";
import { stageOf } from "@/lib/strategies/stage";
import type { Context, Strategy } from "@/lib/strategies/strategy";

/** One proof's turn to be looked at, with all that was counted for it. */
export interface Turn {
  tries: Try[];
  guess: { subject: string; chance: number } | null;
  /** Answer it as a wrong one, right or not. */
  isBlind: boolean;
}

/**
 * Counts a try before the proof is looked at: in a row, where too many lock, and under the ceiling of a year. What only
 * the account's own counters refuse is not told to somebody who has proved nothing.
 * @returns `locked`.
 */
export async function takeTurn(context: Context, { id: proof, guessing }: Strategy): Promise<Result<Turn>> {
  const turn: Turn = { tries: [], guess: null, isBlind: false };
  if (!guessing) return ok(turn);
  const counted = guessing.locksAs ? await countInARow(context, proof, turn) : ok();
  if (!counted.ok) return counted;
  const subject = guessing.ceiling ? await guessSubject(context, proof) : null;
  if (!guessing.ceiling || !subject) return ok(turn);
  const chance = await guessing.ceiling.chance(context);
  if (await takeGuess(subject, chance, guessing.ceiling.perYear, context.now)) turn.guess = { subject, chance };
  else if (guessing.locksAs === null) turn.isBlind = true;
  else {
    await returnTurn(turn);
    return fail("locked");
  }
  return ok(turn);
}

async function countInARow(context: Context, proof: string, turn: Turn): Promise<Result> {
  const { attempt, settings, now, deviceToken } = context;
  const { userId, identifierKind: kind, identifierValue: value } = attempt;
  const stage = stageOf(attempt);
  // What somebody has just been shown, to set it up, is not guessed.
  if (stage === "enrolment") return ok();
  const counters = countersOf({
    proof,
    userId,
    deviceId: userId && deviceToken ? await findDevice(userId, deviceToken) : null,
    typed: (stage === "first-factor" || !userId) && kind && value ? { kind, value } : null,
  });
  if (!counters) return ok();
  const seen = await takeTry(counters.seen, settings.protection, now);
  if (!seen.ok) return seen;
  turn.tries.push(seen.data);
  if (!counters.whole) return ok();
  const whole = await takeTry(counters.whole, settings.protection, now);
  if (whole.ok) turn.tries.push(whole.data);
  else turn.isBlind = true;
  return ok();
}

/** Whether this try, if it is wrong, locks the account (or what nobody has). */
export const locks = ({ tries }: Turn): boolean => tries.at(-1)?.locks ?? false;

/** Gives everything back: the proof was right, or could not be looked at. */
export async function returnTurn({ tries, guess }: Turn): Promise<void> {
  for (const one of tries) await returnTry(one);
  if (guess) await returnGuess(guess.subject, guess.chance);
}
