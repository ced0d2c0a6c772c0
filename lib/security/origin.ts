import { appOrigin } from "@/lib/env";

/**
 * Whether a state-changing request comes from our own pages (WF-01). A browser always sends Origin with a POST, so a
 * missing one is refused too; Next alone lets it through.
 * @param received the request's headers.
 */
export function isSameOrigin(received: Pick<Headers, "get">): boolean {
  const site = received.get("sec-fetch-site");
  return received.get("origin") === appOrigin() && (site === null || site === "same-origin");
}

/**
 * @returns the value as a path on this origin, or undefined for anything that could lead elsewhere (WF-05).
 * @param value whatever came in a query, form or cookie.
 */
export function sameOriginPath(value: unknown): string | undefined {
  if (typeof value !== "string" || value.length > 2000 || !/^\/[\x21-\x7e]*$/.test(value) || value.includes("\\"))
    return undefined;
  const base = "https://origin.invalid";
  if (!URL.canParse(value, base)) return undefined;
  const url = new URL(value, base);
  // A browser resolves `/./` and `//`: only what still names this origin after that is a path of ours.
  if (url.origin !== base || url.pathname.startsWith("//")) return undefined;
  return url.pathname + url.search + url.hash;
}
