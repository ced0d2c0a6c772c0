import "server-only";
import { findEnterprise } from "@/lib/connections/enterprise";
import { samlConnectionOf } from "@/lib/connections/saml";
import type { ErrorCode } from "@/lib/errors";
import { findAttempt } from "@/lib/flows/attempt";
import { isConnectionTest } from "@/lib/flows/connection-test";
import { type Leave, pathOf } from "@/lib/flows/next-step";
import { stoppedStep } from "@/lib/flows/sso-stopped";
import { safeRedirect } from "@/lib/security/outbound-redirect";
import { samlRequestUrl } from "@/lib/strategies/saml/library";
import type { Visit } from "@/lib/visit";
import { authFor } from "./auth-for";
import { ssoFailure } from "./failure";
import { findProvider } from "./find-provider";
import { recordOidcAnswer } from "./oidc-answer";

/**
 * @returns where the browser goes to be known: the provider's page, or ours that says why nobody is sent there. An admin's
 * test ends where it began, with the check that failed.
 */
export async function providerUrl(visit: Visit, leave: Leave): Promise<string> {
  const { connection } = leave;
  const told: { error?: unknown } = {};
  const stopped = async (problem: ErrorCode) => {
    const journey = await findAttempt(visit.cookies, "sso", visit.now);
    if (journey && isConnectionTest(journey, connection)) {
      await recordOidcAnswer(visit, journey, { thrown: told.error }, problem);
    }
    return pathOf(stoppedStep(journey, problem, connection));
  };
  try {
    const url = (await samlUrl(visit, leave)) ?? (await oauthUrl(visit, leave, told));
    return url === null ? stopped("strategy_unavailable") : safeRedirect(url);
  } catch (error) {
    told.error ??= error;
    return stopped(ssoFailure(told.error));
  }
}

/** @param told keeps what Auth.js complains of: it answers with an address of ours then. */
async function oauthUrl(
  visit: Visit,
  { connection, loginHint }: Leave,
  told: { error?: unknown },
): Promise<string | null> {
  const provider = await findProvider(visit.settings, connection);
  if (!provider) return null;
  const { signIn } = authFor(provider, {
    onError(error) {
      told.error ??= error;
    },
  });
  const hint = loginHint ? { login_hint: loginHint } : undefined;
  return signIn(provider.id, { redirect: false, redirectTo: "/" }, hint);
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
