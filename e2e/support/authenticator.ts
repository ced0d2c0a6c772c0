import { createCipheriv, createHash, hkdfSync, randomBytes } from "node:crypto";
import { generateSecret, generateSync } from "otplib";
import type { Sql } from "postgres";

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

/** @returns what the app shows now. */
export const appCode = (seed: string): string => generateSync({ secret: seed });
