import "server-only";
import { NextRequest, NextResponse } from "next/server";
import { db } from "@/db/client";
import { ProvidedIdentity } from "@/lib/connections/identity";
import type { Profile } from "@/lib/connections/social-providers";
import { appOrigin } from "@/lib/env";
import { type ErrorCode, type Failure, fail, ok, type Result } from "@/lib/errors";
import { findAttempt } from "@/lib/flows/attempt";
import { isConnectionTest } from "@/lib/flows/connection-test";
import { pathOf } from "@/lib/flows/next-step";
import { finishSso } from "@/lib/flows/sso-return";
import { stoppedStep } from "@/lib/flows/sso-stopped";
import { auditRepeatable } from "@/lib/security/audit-repeats";
import { type IdTokenCheck, verifyIdToken } from "@/lib/security/id-token";
import { currentVisit } from "@/lib/visit";
import { authFor } from "./auth-for";
import { ssoFailure } from "./failure";
import { findProvider } from "./find-provider";
import { type OidcTrail, recordOidcAnswer } from "./oidc-answer";
import type { Provider } from "./provider-config";

/**
 * A provider has sent the browser back. Auth.js exchanges the code and checks state, PKCE and nonce; the ID token is
 * checked once more, and who it shows is handed to the flow. Whatever fails ends on a page that says what and what next.
 * @param connection as the address has it.
 */
export async function providerReturn(request: NextRequest, connection: string): Promise<Response> {
  const visit = await currentVisit();
  const journey = await findAttempt(visit.cookies, "sso", visit.now);
  const stopped = (problem: ErrorCode) => pathOf(stoppedStep(journey, problem, connection));
  const provider = await findProvider(visit.settings, connection);
  if (!provider) return to(stopped("strategy_unavailable"));
  let problem: ErrorCode | undefined;
  const answered = request.nextUrl.searchParams;
  const trail: OidcTrail = { answered };
  const { handlers } = authFor(provider, {
    onError(error) {
      trail.thrown ??= error;
      problem ??= ssoFailure(error, answered.get("error"));
    },
    async onAnswer({ account, profile }) {
      trail.claims = profile as Profile;
      const identity = await identityOf(provider, account as Account, profile as Profile, visit.now);
      if (!identity.ok) trail.refused = identity.error;
      const next = identity.ok ? await finishSso(visit, identity.data) : identity;
      if (next.ok) return pathOf(next.data);
      problem = codeOf(next.error);
      return stopped(problem);
    },
  });
  const response = await answer(handlers, request, provider);
  if (problem) await auditRefusal(connection, problem, visit);
  // Who only says that they come from the provider fills no log.
  if (journey?.data.connection === connection) {
    const record = () => recordOidcAnswer(visit, journey, trail, problem ?? null);
    if (isConnectionTest(journey, connection)) await record();
    else visit.later(record);
  }
  return problem ? to(stopped(problem)) : response;
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
  if (!claims || claims.subject !== account.providerAccountId) return fail("id_token_refused", { details: NO_SUBJECT });
  if (provider.idToken) {
    const verified = await verifyIdToken(account.id_token ?? "", { ...provider.idToken, now });
    if (!verified.ok) return verified;
    if (verified.data.sub !== claims.subject) return fail("id_token_refused", { details: NO_SUBJECT });
  }
  return ok(new ProvidedIdentity(provider.id, provider.strategy, claims));
}

const NO_SUBJECT = { check: "sub" satisfies IdTokenCheck };

/** For people it is one thing whether the token or what it was checked with was at fault. */
const codeOf = ({ code }: Failure): ErrorCode =>
  code === "provider_unreachable" ? "sso_provider_down" : code === "id_token_refused" ? "sso_refused" : code;

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
  auditRepeatable(db, {
    type: "sso.refused",
    result: "failure",
    actorId: null,
    client,
    now,
    data: { connection, code: problem },
  });
