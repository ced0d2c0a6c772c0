import "server-only";
import { findEnterprise } from "@/lib/connections/enterprise";
import { samlConnectionOf } from "@/lib/connections/saml";
import { appOrigin } from "@/lib/env";
import type { ErrorCode } from "@/lib/errors";
import { findAttempt } from "@/lib/flows/attempt";
import { type Leave, pathOf } from "@/lib/flows/next-step";
import { samlRequestUrl } from "@/lib/strategies/saml/library";
import type { Visit } from "@/lib/visit";
import { authFor } from "./auth-for";
import { ssoFailure } from "./failure";
import { findProvider } from "./find-provider";

/** @returns where the browser goes to be known: the provider's page, or ours that says why it can't be reached. */
export async function providerUrl(visit: Visit, leave: Leave): Promise<string> {
  const { connection, loginHint } = leave;
  const stopped = (problem: ErrorCode) => pathOf({ step: "sso-stopped", problem, connection });
  let problem: ErrorCode | undefined;
  try {
    const saml = await samlUrl(visit, leave);
    if (saml) return saml;
    const provider = await findProvider(visit.settings, connection);
    if (!provider) return stopped("strategy_unavailable");
    const { signIn } = authFor(provider, { onError: (error) => (problem ??= ssoFailure(error)) });
    const hint = loginHint ? { login_hint: loginHint } : undefined;
    const url: string = await signIn(provider.id, { redirect: false, redirectTo: "/" }, hint);
    return url.startsWith(`${appOrigin()}/`) ? stopped(problem ?? "sso_provider_down") : url;
  } catch (error) {
    return stopped(problem ?? ssoFailure(error));
  }
}

async function samlUrl(visit: Visit, { connection, loginHint }: Leave): Promise<string | null> {
  const enterprise = await findEnterprise(connection);
  const saml = enterprise && samlConnectionOf(enterprise);
  if (!saml) return null;
  const attempt = await findAttempt(visit.cookies, "sso", visit.now);
  const requestId = attempt?.data.samlRequestId;
  if (!requestId) throw new Error("a SAML journey has no request");
  return samlRequestUrl(saml, { requestId, loginHint, now: visit.now });
}
