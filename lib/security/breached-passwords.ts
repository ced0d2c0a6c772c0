import "server-only";
import { createHash } from "node:crypto";
import { env } from "@/lib/env";

const TIMEOUT_MS = 1000;
/** The rest of a hash and how often it leaked; padding leaked 0 times. */
const LINE = /^([0-9A-F]{35}):(\d+)$/;

/**
 * Looks a password up among leaked ones (Have I Been Pwned). Of its hash five characters leave this server, and the
 * answer is padded, so that neither says which password was asked about. The form looked up is the one that is hashed
 * and stored: NFKC in UTF-8.
 * @returns whether it leaked; "unknown" when the service fails, talks nonsense or takes longer than a second.
 */
export async function isBreached(password: string): Promise<boolean | "unknown"> {
  const hash = createHash("sha1").update(password.normalize("NFKC")).digest("hex").toUpperCase();
  try {
    const response = await fetch(`${env.BREACHED_PASSWORDS_URL}/range/${hash.slice(0, 5)}`, {
      headers: { "add-padding": "true" },
      cache: "no-store",
      redirect: "error",
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    if (response.status !== 200) return "unknown";
    const lines = (await response.text()).trim().split(/\r?\n/);
    const entries = lines.map((line) => LINE.exec(line));
    if (entries.includes(null)) return "unknown";
    return entries.some((entry) => entry?.[1] === hash.slice(5) && Number(entry[2]) > 0);
  } catch {
    return "unknown";
  }
}
