import "server-only";
import type { EnterpriseConnection } from "@/lib/connections/enterprise";
import { failureOfDiscovery, type OidcCheckId, type OidcFailure } from "@/lib/connections/oidc-checks";
import type { Failure } from "@/lib/errors";
import { discover } from "@/lib/security/discovery";
import { UnsafeRedirectError } from "@/lib/security/outbound-redirect";
import { causesOf } from "./failure";

/** By claim, in Auth.js' checks and in our own ones of the ID token. */
const CHECK_OF_CLAIM: Record<string, OidcCheckId> = {
  exp: "times",
  nbf: "times",
  iat: "times",
  auth_time: "times",
  iss: "issuer",
  tid: "issuer",
  aud: "audience",
  azp: "audience",
  nonce: "nonce",
  sub: "subject",
};

/** @returns which check our own look at the ID token stopped at. @param claims what the token says. */
export function failureOfToken({ code, details }: Failure, claims: Record<string, unknown>): OidcFailure {
  const { check = "", reason = "" } = details ?? {};
  if (code !== "id_token_refused") return { check: "signature", found: `keys: ${reason}`, claims };
  const known = CHECK_OF_CLAIM[String(check)];
  return { check: known ?? "signature", found: known ? textOf(claims[String(check)]) : String(check), claims };
}

/** What Auth.js and oauth4webapi tell beside their words, as far as we look at it. */
interface Told {
  type?: unknown;
  code?: unknown;
  message?: unknown;
  error?: unknown;
  error_description?: unknown;
  cause?: unknown;
}

/** @returns which check Auth.js stopped at. @param thrown by it. @param answered what the browser was sent back with. */
export async function failureOfAuthJs(
  { thrown, answered }: { thrown?: unknown; answered?: URLSearchParams },
  { oidc }: EnterpriseConnection,
  now: Date,
): Promise<OidcFailure> {
  for (const cause of causesOf(thrown) as Told[]) {
    const failure = failureOf(cause, answered);
    if (failure) return failure;
  }
  // Nothing came back that could be read: from the document of its addresses, or from the address of its tokens?
  const read = oidc && !oidc.tokenUrl ? await discover(oidc.issuer, now) : null;
  if (read && !read.ok) return failureOfDiscovery(read.error);
  return { check: "exchange" };
}

function failureOf(told: Told, answered: URLSearchParams | undefined): OidcFailure | null {
  const words = typeof told.message === "string" ? told.message : "";
  const { claims, claim, parameters, body } = (told.cause ?? {}) as Record<string, unknown>;
  const said = listed(told.error, told.error_description);
  if (told instanceof UnsafeRedirectError) return { check: "authorization", found: told.address };
  if (told.type === "InvalidCheck") return { check: "state" };
  if (parameters instanceof URLSearchParams) {
    return { check: "state", found: words.includes('"iss"') ? `iss: ${parameters.get("iss")}` : undefined };
  }
  // Auth.js drops which error the provider answered with.
  if (told.type === "OAuthCallbackError") {
    return { check: "answer", found: listed(answered?.get("error"), answered?.get("error_description")) };
  }
  if (words.includes("no authorization code")) return { check: "answer" };
  if (told.code === "OAUTH_RESPONSE_BODY_ERROR") return { check: "exchange", found: said };
  if (told.code === "OAUTH_WWW_AUTHENTICATE_CHALLENGE") return { check: "exchange", found: "HTTP 401" };
  if (told.code === "OAUTH_JSON_ATTRIBUTE_COMPARISON_FAILED") {
    return { check: "discovery", found: textOf((body as Record<string, unknown> | undefined)?.issuer) };
  }
  if (typeof claims === "object" && claims !== null) return failureOfClaims(claims, claim, words);
  if (words.includes('"id_token"')) return { check: "exchange", found: "no id_token" };
  return /\bJWT\b|"alg"/.test(words) ? { check: "signature" } : null;
}

function failureOfClaims(claims: object, claim: unknown, words: string): OidcFailure {
  const said = claims as Record<string, unknown>;
  const named = String(claim ?? /JWT "(\w+)"/.exec(words)?.[1]);
  // A nonce belongs to one browser.
  const found = named === "nonce" ? undefined : textOf(said[named]);
  return { check: CHECK_OF_CLAIM[named] ?? "signature", found, claims: said };
}

const textOf = (value: unknown): string | undefined =>
  value === undefined ? undefined : typeof value === "string" ? value : JSON.stringify(value);
const listed = (...parts: unknown[]) => parts.filter((part) => typeof part === "string").join(": ") || undefined;
