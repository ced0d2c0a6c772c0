import { parseJson } from "@/lib/parse-json";

/**
 * @returns the challenge a browser answered to; null for what is no client data (WebAuthn level 3, §5.8.1), and for an
 * answer out of a frame: a page of ours is in no frame of another's, and the library lets such answers pass (PK-03).
 */
export function challengeIn(clientDataJSON: unknown): string | null {
  try {
    const data = parseJson(Buffer.from(String(clientDataJSON), "base64url").toString("utf8")) as object;
    if (("crossOrigin" in data && data.crossOrigin !== false) || "topOrigin" in data) return null;
    return "challenge" in data && typeof data.challenge === "string" ? data.challenge : null;
  } catch {
    return null;
  }
}
