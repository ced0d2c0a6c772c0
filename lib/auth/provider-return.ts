import "server-only";
import { NextRequest, NextResponse } from "next/server";
import { db } from "@/db/client";
import { ProvidedIdentity } from "@/lib/connections/identity";
import type { Profile } from "@/lib/connections/social-providers";
import { appOrigin } from "@/lib/env";
import { type ErrorCode, fail, ok, type Result } from "@/lib/errors";
import { pathOf } from "@/lib/flows/next-step";
import { finishSso } from "@/lib/flows/sso-return";
import { stoppedStep } from "@/lib/flows/sso-stopped";
import { audit } from "@/lib/security/audit";
import { verifyIdToken } from "@/lib/security/id-token";
import { currentVisit } from "@/lib/visit";
import { authFor } from "./auth-for";
import { ssoFailure } from "./failure";
import { findProvider } from "./find-provider";
import type { Provider } from "./provider-config";

/**
 * A provider has sent the browser back. Auth.js exchanges the code and checks state, PKCE and nonce; the ID token is
 * checked once more, and who it shows is handed to the flow. Whatever fails ends on a page that says what and what next.
 * @param connection as the address has it.
 */
export async function providerReturn(request: NextRequest, connection: string): Promise<Response> {
  const visit = await currentVisit();
  const stopped = async (problem: ErrorCode) => pathOf(await stoppedStep(visit, problem, connection));
  const provider = await findProvider(visit.settings, connection);
  if (!provider) return to(await stopped("strategy_unavailable"));
  let problem: ErrorCode | undefined;
  const { handlers } = authFor(provider, {
    onError: (error) => (problem ??= ssoFailure(error, request.nextUrl.searchParams.get("error"))),
    async onAnswer({ account, profile }) {
      const identity = await identityOf(provider, account as Account, profile as Profile, visit.now);
      const next = identity.ok ? await finishSso(visit, identity.data) : identity;
      if (next.ok) return pathOf(next.data);
      problem = next.error.code;
      return stopped(problem);
    },
  });
  const response = await answer(handlers, request, provider);
  if (problem) await auditRefusal(connection, problem, visit);
  return problem ? to(await stopped(problem)) : response;
}

type Account = { providerAccountId: string; id_token?: string };
type Handlers = ReturnType<typeof authFor>["handlers"];

const to = (path: string) => NextResponse.redirect(new URL(path, appOrigin()), 303);

async function identityOf(
  provider: Provider,
  account: Account,
  profile: Profile,
  now: Date,
): Promise<Result<ProvidedIdentity>> {
  const claims = provider.claims(profile);
  if (!claims || claims.subject !== account.providerAccountId) return fail("sso_refused");
  if (provider.idToken) {
    const verified = await verifyIdToken(account.id_token ?? "", { ...provider.idToken, now });
    if (!verified.ok) return fail(verified.error.code === "provider_unreachable" ? "sso_provider_down" : "sso_refused");
    if (verified.data.sub !== claims.subject) return fail("sso_refused");
  }
  return ok(new ProvidedIdentity(provider.id, provider.strategy, claims));
}

/** Who answers by a form (Apple) had it turned into an address by our own redirect; Auth.js wants the form back. */
function answer(handlers: Handlers, request: NextRequest, { config }: Provider): Promise<Response> {
  const { params } = (config.authorization ?? {}) as { params?: Record<string, unknown> };
  if (params?.response_mode !== "form_post") return handlers.GET(request);
  const { origin, pathname, searchParams } = request.nextUrl;
  return handlers.POST(
    new NextRequest(`${origin}${pathname}`, {
      method: "POST",
      headers: { cookie: request.headers.get("cookie") ?? "", "content-type": "application/x-www-form-urlencoded" },
      body: searchParams.toString(),
    }),
  );
}

const auditRefusal = (
  connection: string,
  problem: ErrorCode,
  { client, now }: Awaited<ReturnType<typeof currentVisit>>,
) =>
  audit(db, {
    type: "sso.refused",
    result: "failure",
    actorId: null,
    client,
    now,
    data: { connection, code: problem },
  });
