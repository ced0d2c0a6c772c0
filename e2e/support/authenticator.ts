import { createCipheriv, createHash, hkdfSync, randomBytes } from "node:crypto";
import { generateSecret, generateSync } from "otplib";
import type { Sql } from "postgres";

/* Authenticator apps. Their clock is the computer's, which is the server's too. */

const STEP_SECONDS = 30;

/** Gives a person an authenticator app, as setting one up would have. @param secret the server's. @returns its seed. */
export async function addAuthenticator(db: Sql, secret: string, userId: string): Promise<string> {
  const seed = generateSecret({ length: 20 });
  const key = Buffer.from(hkdfSync("sha256", secret, "", "sign-in-starter/encryption", 32));
  const nonce = randomBytes(12);
  const cipher = createCipheriv("aes-256-gcm", key, nonce).setAAD(Buffer.from(userId));
  const sealed = Buffer.concat([nonce, cipher.update(seed, "utf8"), cipher.final(), cipher.getAuthTag()]);
  const stored = `${createHash("sha256").update(key).digest("hex").slice(0, 8)}.${sealed.toString("base64url")}`;
  await db`INSERT INTO second_factors (user_id, strategy, secret, last_step, created_at)
    VALUES (${userId}, 'totp', ${stored}, 0, now())`;
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
