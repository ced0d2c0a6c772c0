import { generateSecret, generateSync } from "otplib";
import type { Sql } from "postgres";
import { seal } from "./seal";

/* Authenticator apps. Their clock is the computer's, which is the server's too. */

const STEP_SECONDS = 30;

/** Gives a person an authenticator app, as setting one up would have. @param secret the server's. @returns its seed. */
export async function addAuthenticator(db: Sql, secret: string, userId: string): Promise<string> {
  const seed = generateSecret({ length: 20 });
  await db`INSERT INTO second_factors (user_id, strategy, secret, last_step, created_at)
    VALUES (${userId}, 'totp', ${seal(secret, seed, userId)}, 0, now())`;
  return seed;
}

/** @returns what the app shows now, or so many codes later (negative: earlier). @param seed in base32. */
export const appCode = (seed: string, later = 0): string =>
  generateSync({ secret: seed, epoch: Math.floor(Date.now() / 1000) + later * STEP_SECONDS });

/** @returns the code after the one shown now: still good, where the one of now is used. */
export const nextAppCode = (seed: string): string => appCode(seed, 1);

/** @returns a code that the app shows neither now nor soon before or after. */
export function wrongAppCode(seed: string): string {
  const near = [-2, -1, 0, 1, 2].map((later) => appCode(seed, later));
  const wrong = ["000000", "111111", "222222", "333333", "444444", "555555"].find((code) => !near.includes(code));
  if (!wrong) throw new Error("unreachable");
  return wrong;
}
