import "server-only";
import type { ErrorCode } from "@/lib/errors";
import { OutboundError } from "@/lib/security/outbound";
import { UnsafeRedirectError } from "@/lib/security/outbound-redirect";

/** How providers say that somebody pressed "Cancel" (RFC 6749 §4.1.2.1, OpenID Connect Core §3.1.2.6, LinkedIn). */
const CANCELLED = /^(access_denied|consent_required|interaction_required|login_required|user_cancelled_\w+)$/;
/** Of oauth4webapi: no answer in the shape of the protocol, such as a page of a proxy. */
const NOT_ANSWERED = /^OAUTH_(RESPONSE_IS_NOT_JSON|RESPONSE_IS_NOT_CONFORM|TIMEOUT|PARSE_ERROR)$/;

/**
 * @param answered `error` of the provider's answer, if there is one.
 * @returns what went wrong between Auth.js and a provider, from whatever it threw.
 */
export function ssoFailure(error: unknown, answered?: string | null): ErrorCode {
  const { type } = (error ?? {}) as { type?: unknown };
  // Our own flow threw, which it never does for what a provider says.
  if (type === "AccessDenied") return "sso_failed";
  // Auth.js says that the provider answered with an error, the state being right, and drops which one it was.
  if (type === "OAuthCallbackError" && answered && CANCELLED.test(answered)) return "sso_cancelled";
  for (const cause of causesOf(error)) {
    if (cause instanceof OutboundError) return "sso_provider_down";
    if (cause instanceof UnsafeRedirectError) return "sso_unsafe_address";
    const { error: said, code, status } = cause as { error?: unknown; code?: unknown; status?: unknown };
    if (typeof said === "string" && CANCELLED.test(said)) return "sso_cancelled";
    if (typeof code === "string" && NOT_ANSWERED.test(code)) return "sso_provider_down";
    if (typeof status === "number" && status >= 500) return "sso_provider_down";
  }
  return "sso_refused";
}

/** Auth.js wraps what it catches as `cause.err`, others as `cause`. */
export function causesOf(error: unknown, depth = 0): object[] {
  if (typeof error !== "object" || error === null || depth > 6) return [];
  const { cause, err } = error as { cause?: unknown; err?: unknown };
  return [error, ...causesOf(cause, depth + 1), ...causesOf(err, depth + 1)];
}
