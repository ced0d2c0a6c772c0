import "server-only";
import { createHash, createHmac, hkdfSync, randomBytes } from "node:crypto";
import { env } from "@/lib/env";

/** One purpose, one key (RFC 5869): what is signed for one can never be replayed for another. */
type Purpose = "audit-repeat" | "code" | "encryption" | "phone-number" | "rate-limit" | "identifier";
const keys = new Map<string, Buffer>();

/** @returns the key of a purpose. @param secret default today's `AUTH_SECRET`. */
export function keyFor(purpose: Purpose, secret = env.AUTH_SECRET): Buffer {
  if (!secret) throw new Error("AUTH_SECRET is not set. Make one with: openssl rand -base64 33");
  const known = keys.get(`${purpose} ${secret}`);
  if (known) return known;
  const key = Buffer.from(hkdfSync("sha256", secret, "", `sign-in-starter/${purpose}`, 32));
  keys.set(`${purpose} ${secret}`, key);
  return key;
}

/** @returns a keyed hash (hex) of the parts; the parts cannot run into each other. */
export function keyedHash(purpose: Purpose, ...parts: string[]): string {
  return createHmac("sha256", keyFor(purpose)).update(JSON.stringify(parts)).digest("hex");
}

/** @returns a fresh bearer token: 256 random bits, base64url. */
export const newToken = (): string => randomBytes(32).toString("base64url");

/** @returns what is used once and may be read: 128 random bits in hex, letters and digits only (ERC-4361). */
export const newNonce = (): string => randomBytes(16).toString("hex");

/** @returns the SHA-256 (hex) under which a token rests. Plain is enough: a token has full entropy. */
export const hashToken = (token: string): string => createHash("sha256").update(token).digest("hex");
