import { type NextRequest, NextResponse } from "next/server";
import { statusOf, wordsFor } from "@/lib/errors";
import { machineCallerOf } from "@/lib/machine-callers";
import { refusalOfHead } from "@/lib/request-limits";

const isHttps = (process.env.APP_URL ?? (process.env.VERCEL ? "https:" : "")).startsWith("https:");
const isDevelopment = process.env.NODE_ENV === "development";
/** What WalletConnect needs: its relay to wallets on other devices, and the frame that vouches for this site to them. */
const [RELAY, VERIFY] = process.env.WALLETCONNECT_PROJECT_ID
  ? ["wss://relay.walletconnect.org", "https://verify.walletconnect.org"]
  : [];
const SESSION_COOKIE = isHttps ? "__Host-session" : "session";
/** Pages that are no use without a session. A hint only: every page checks for itself (FW-01). */
const PRIVATE = /^\/(dashboard|profile|admin|step-up)(\/|$)/;

function contentSecurityPolicy(nonce: string): string {
  return [
    "default-src 'self'",
    // React's development build evaluates strings; production never does.
    `script-src 'self' 'nonce-${nonce}' 'strict-dynamic'${isDevelopment ? " 'unsafe-eval'" : ""}`,
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data: blob:",
    "font-src 'self'",
    ["connect-src 'self'", isDevelopment && "ws:", RELAY, VERIFY].filter(Boolean).join(" "),
    ...(VERIFY ? [`frame-src ${VERIFY}`] : []),
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
    ...(isHttps ? ["upgrade-insecure-requests"] : []),
  ].join("; ");
}

/**
 * Posts that Next would answer with a 500 get their 4xx here: from another site (every action asks again, WF-01), or
 * longer than anything is (WF-11). Where a Node HTTP server runs, lib/http-gate.ts has refused the latter before.
 */
function refusalOf(request: NextRequest): NextResponse | undefined {
  const { method, nextUrl, headers } = request;
  const head = {
    method,
    pathname: nextUrl.pathname,
    query: nextUrl.search,
    header: (name: string) => headers.get(name),
  };
  const own = process.env.APP_URL ? new URL(process.env.APP_URL).origin : nextUrl.origin;
  const isForeign = !["GET", "HEAD"].includes(method) && !machineCallerOf(head) && headers.get("origin") !== own;
  const code = isForeign ? "foreign_origin" : refusalOfHead(head);
  // Exactly this type: under any other the browser's side of Next puts words of its own in place of these.
  return (
    code && new NextResponse(wordsFor({ code }), { status: statusOf(code), headers: { "content-type": "text/plain" } })
  );
}

/** Edge: security headers for every answer; a signed-out visitor of a private page is sent to sign in. Grants nothing. */
export function middleware(request: NextRequest): NextResponse {
  const nonce = btoa(String.fromCharCode(...crypto.getRandomValues(new Uint8Array(16))));
  const policy = contentSecurityPolicy(nonce);
  const { pathname, search } = request.nextUrl;

  let response = refusalOf(request);
  if (!response && PRIVATE.test(pathname) && !request.cookies.has(SESSION_COOKIE)) {
    response = NextResponse.redirect(
      new URL(`/sign-in?redirect_url=${encodeURIComponent(pathname + search)}`, request.url),
    );
  }
  if (!response) {
    const headers = new Headers(request.headers);
    headers.set("x-nonce", nonce);
    headers.set("content-security-policy", policy);
    response = NextResponse.next({ request: { headers } });
  }
  response.headers.set("content-security-policy", policy);
  response.headers.set("x-content-type-options", "nosniff");
  // The address of a mailed link holds its token, and even our own scripts are asked for with a Referer (EM-11).
  response.headers.set(
    "referrer-policy",
    pathname === "/email-link" ? "no-referrer" : "strict-origin-when-cross-origin",
  );
  response.headers.set("cross-origin-opener-policy", "same-origin-allow-popups");
  response.headers.set(
    "permissions-policy",
    "camera=(), microphone=(), geolocation=(), payment=(), publickey-credentials-get=(self)",
  );
  // Flags are the same for everybody: their route says how long they keep.
  if (!pathname.startsWith("/flags/")) response.headers.set("cache-control", "private, no-store");
  if (isHttps) response.headers.set("strict-transport-security", "max-age=63072000; includeSubDomains");
  return response;
}

export const config = { matcher: "/((?!_next/static|_next/image|icon.svg).*)" };
