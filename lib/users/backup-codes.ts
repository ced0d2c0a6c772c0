import "server-only";
import { createHash, randomBytes } from "node:crypto";
import { and, eq, isNull } from "drizzle-orm";
import { db, type Executor } from "@/db/client";
import { backupCodes } from "@/db/schema";
import { onlyOne, withHyphens, withoutInvisible, withPlainDigits } from "@/lib/typed-text";
import { hasSecondFactor } from "./second-factors";

/** How many a set has. */
export const BACKUP_CODES = 10;
/** Crockford's base32: no I, L, O or U, which people misread. */
const ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz";
const LENGTH = 16;
/** What each is worth. */
export const BACKUP_CODE_BITS = LENGTH * Math.log2(ALPHABET.length);

/** 16 characters of 5 bits: 80 bits, above the 64 of MF-06, so a salted SHA-256 keeps them (NIST SP 800-63B-4 §3.1.2.2). */
const newCode = () => [...randomBytes(LENGTH)].map((byte) => ALPHABET[byte % 32]).join("");

/** Groups of four, as people copy them. */
const IN_GROUPS = /(?<![a-z0-9])[a-z0-9]{4}(?:-[a-z0-9]{4}){3}(?![a-z0-9])/g;
const inGroups = (code: string) => code.match(/.{4}/g)?.join("-") ?? code;

/**
 * @returns a code as it was made, however it was typed: in any case, width and digits, with spaces and dashes, with letters
 * that look like digits, or pasted with a text around it.
 */
function canonical(typed: string): string {
  const text = withHyphens(withPlainDigits(withoutInvisible(typed).normalize("NFKC").toLowerCase()));
  const code = onlyOne(text.match(IN_GROUPS)) ?? text;
  return code.replace(/[\s-]/g, "").replace(/[il]/g, "1").replace(/o/g, "0");
}

const hashOf = (userId: string, code: string) => createHash("sha256").update(`${userId}:${code}`).digest("hex");

/**
 * Makes a new set and voids the old one.
 * @returns the ten codes, in clear for the only time; null for somebody with no second factor they could stand in for.
 */
export async function renewBackupCodes(tx: Executor, userId: string, now: Date): Promise<string[] | null> {
  if (!(await hasSecondFactor(tx, userId))) return null;
  const codes = Array.from({ length: BACKUP_CODES }, newCode);
  await tx.delete(backupCodes).where(eq(backupCodes.userId, userId));
  await tx
    .insert(backupCodes)
    .values(codes.map((code) => ({ userId, codeHash: hashOf(userId, code), createdAt: now })));
  return codes.map(inGroups);
}

/** Spends a backup code, in one statement. @param typed in any case, with or without dashes. @returns what it was worth. */
export async function spendBackupCode(userId: string, typed: string, now: Date): Promise<"right" | "used" | "wrong"> {
  const own = and(eq(backupCodes.userId, userId), eq(backupCodes.codeHash, hashOf(userId, canonical(typed))));
  const spent = await db
    .update(backupCodes)
    .set({ usedAt: now })
    .where(and(own, isNull(backupCodes.usedAt)))
    .returning({ userId: backupCodes.userId });
  if (spent.length > 0) return "right";
  const [known] = await db.select({ usedAt: backupCodes.usedAt }).from(backupCodes).where(own);
  return known ? "used" : "wrong";
}
