import { createCipheriv, createHash, hkdfSync, randomBytes } from "node:crypto";

/**
 * Encrypts a text as the server would have before it is written down.
 * @param secret the server's AUTH_SECRET. @param boundTo what the text belongs to: it opens nowhere else.
 */
export function seal(secret: string, text: string, boundTo: string): string {
  const key = Buffer.from(hkdfSync("sha256", secret, "", "sign-in-starter/encryption", 32));
  const nonce = randomBytes(12);
  const cipher = createCipheriv("aes-256-gcm", key, nonce).setAAD(Buffer.from(boundTo));
  const sealed = Buffer.concat([nonce, cipher.update(text, "utf8"), cipher.final(), cipher.getAuthTag()]);
  return `${createHash("sha256").update(key).digest("hex").slice(0, 8)}.${sealed.toString("base64url")}`;
}
