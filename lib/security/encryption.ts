import "server-only";
import { createCipheriv, createDecipheriv, createHash, randomBytes } from "node:crypto";
import { env } from "@/lib/env";
import { keyFor } from "./keys";

/** NIST SP 800-38D §5.2.1: a nonce of 96 bits, a tag of 128. */
const ALGORITHM = "aes-256-gcm";
const NONCE_BYTES = 12;
const TAG_BYTES = 16;

const idOf = (key: Buffer) => createHash("sha256").update(key).digest("hex").slice(0, 8);

/**
 * @param boundTo what the text belongs to, e.g. a user id: it opens nowhere else (MF-03).
 * @returns the text as it may rest in a row: `<key id>.<nonce, cipher text and tag in base64url>`.
 */
export function encrypt(text: string, boundTo: string): string {
  const key = keyFor("encryption");
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv(ALGORITHM, key, nonce).setAAD(Buffer.from(boundTo));
  const sealed = Buffer.concat([nonce, cipher.update(text, "utf8"), cipher.final(), cipher.getAuthTag()]);
  return `${idOf(key)}.${sealed.toString("base64url")}`;
}

/**
 * @returns the text that was encrypted, with today's key or, after a rotation, with the one before.
 * @throws when it was changed, belongs to something else, or its key is gone.
 */
export function decrypt(stored: string, boundTo: string): string {
  const [id = "", sealed = ""] = stored.split(".");
  const key = [env.AUTH_SECRET, env.AUTH_SECRET_PREVIOUS]
    .filter((secret) => secret !== undefined)
    .map((secret) => keyFor("encryption", secret))
    .find((candidate) => idOf(candidate) === id);
  if (!key) throw new Error("A stored secret was encrypted with a key that is gone. Set AUTH_SECRET_PREVIOUS to it.");
  const bytes = Buffer.from(sealed, "base64url");
  const decipher = createDecipheriv(ALGORITHM, key, bytes.subarray(0, NONCE_BYTES), { authTagLength: TAG_BYTES })
    .setAAD(Buffer.from(boundTo))
    .setAuthTag(bytes.subarray(-TAG_BYTES));
  return Buffer.concat([decipher.update(bytes.subarray(NONCE_BYTES, -TAG_BYTES)), decipher.final()]).toString("utf8");
}

/** @returns whether the text rests under today's key; if not, it is time to encrypt it anew. */
export const isCurrent = (stored: string): boolean => stored.startsWith(`${idOf(keyFor("encryption"))}.`);
