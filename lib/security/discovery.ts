import "server-only";
import { z } from "zod";
import { fail, ok, type Result } from "@/lib/errors";
import { parseJson } from "@/lib/parse-json";
import { guardedFetch, OutboundError, type OutboundProblem } from "./outbound";
import { isSafeRedirect, UnsafeRedirectError } from "./outbound-redirect";

const CACHE_MINUTES = 10;
/** What Microsoft's issuers for people of any tenant have in its place. */
const TENANT = "{tenantid}";
const ANY_TENANT = ["common", "organizations"];

/** We ask there ourselves, where every request is guarded. */
const endpoint = z.url({ protocol: /^https?$/ });
const discoveryDocument = z.object({
  issuer: z.string(),
  jwks_uri: endpoint,
  authorization_endpoint: z.string().optional(),
  token_endpoint: endpoint.optional(),
  userinfo_endpoint: endpoint.optional(),
});
export type Discovery = z.infer<typeof discoveryDocument>;

/** `details.reason` of a `provider_unreachable`. */
export type DiscoveryProblem =
  | OutboundProblem
  | "bad-status"
  | "not-json"
  | "unsafe-redirect"
  | "incomplete"
  | "other-issuer";

const cache = new Map<string, { discovery: Promise<Result<Discovery>>; until: number }>();

/**
 * Reads what an OpenID provider says about itself (OpenID Connect Discovery 1.0, §4), and keeps it for ten minutes.
 * @param issuer as it is configured; the document has to name the same (§4.3).
 * @returns the document; its `issuer` holds `{tenantid}` for Microsoft's `common` and `organizations`. Or
 * provider_unreachable, with a `DiscoveryProblem` as `details.reason`; of an unsafe redirect, the address as
 * `details.address`.
 */
export async function discover(issuer: string, now: Date): Promise<Result<Discovery>> {
  const kept = cache.get(issuer);
  if (kept && kept.until > now.getTime()) return kept.discovery;
  const discovery = read(issuer);
  cache.set(issuer, { discovery, until: now.getTime() + CACHE_MINUTES * 60_000 });
  // What went wrong is not kept: an admin who mends it should see so at once.
  if (!(await discovery).ok && cache.get(issuer)?.discovery === discovery) cache.delete(issuer);
  return discovery;
}

async function read(issuer: string): Promise<Result<Discovery>> {
  try {
    const response = await guardedFetch(`${issuer.replace(/\/$/, "")}/.well-known/openid-configuration`, {
      headers: { accept: "application/json" },
    });
    if (response.status !== 200) return unreachable("bad-status");
    const json = parseJson(await response.text());
    refuseUnsafeRedirect(json);
    const document = discoveryDocument.safeParse(json);
    if (!document.success) return unreachable("incomplete");
    return isIssuer(document.data.issuer, issuer) ? ok(document.data) : unreachable("other-issuer");
  } catch (error) {
    if (error instanceof OutboundError) return unreachable(error.code);
    if (error instanceof SyntaxError) return unreachable("not-json");
    if (error instanceof UnsafeRedirectError) return unreachable("unsafe-redirect", { address: error.address });
    throw error;
  }
}

/** @param document whatever a provider answered. @throws UnsafeRedirectError where it sends people to no safe address. */
export function refuseUnsafeRedirect(document: unknown): void {
  const { authorization_endpoint: address } = (document ?? {}) as { authorization_endpoint?: unknown };
  if (address !== undefined && !isSafeRedirect(address)) throw new UnsafeRedirectError(String(address));
}

const unreachable = (reason: DiscoveryProblem, more: { address?: string } = {}) =>
  fail("provider_unreachable", { details: { reason, ...more } });

/** Compared as addresses, as Auth.js does: without a path, a slash at the end is no other issuer. */
function isIssuer(named: string, configured: string): boolean {
  const names = [named, ...ANY_TENANT.map((anybody) => named.replace(TENANT, anybody))];
  return names.some((name) => URL.canParse(name) && new URL(name).href === new URL(configured).href);
}

/**
 * The issuer a token has to name, or a key to belong to: for people of any tenant, the one of their own tenant
 * (Microsoft identity platform, "Validate the issuer").
 * @param named an issuer, maybe with `{tenantid}`. @param tenant the token's `tid`.
 * @returns undefined where a tenant is needed and this is none.
 */
export function issuerOfTenant(named: string, tenant: unknown): string | undefined {
  if (!named.includes(TENANT)) return named;
  return z.guid().safeParse(tenant).success ? named.replace(TENANT, String(tenant)) : undefined;
}
