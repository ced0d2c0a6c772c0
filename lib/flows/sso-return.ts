import "server-only";
import type { Executor } from "@/db/client";
import type { ProvidedIdentity } from "@/lib/connections/identity";
import { spendAssertion } from "@/lib/connections/saml-replay";
import { fail, ok, type Result } from "@/lib/errors";
import type { Attempt } from "@/lib/strategies/strategy";
import type { Visit } from "@/lib/visit";
import { forgetAttempt, requireAttempt, spendAttempt } from "./attempt";
import { connectIdentity } from "./connect";
import { finishConnectionTest } from "./connection-test";
import type { NextStep } from "./next-step";
import { prove } from "./prove";
import { signInWithIdentity } from "./sso-sign-in";
import { transact } from "./transact";

/**
 * The provider's answer, verified to the end: signs in or up, connects, or ends a test. The journey and, of SAML, the
 * assertion are spent in one transaction: of many at once, one goes on (SA-04).
 */
export async function finishSso(visit: Visit, identity: ProvidedIdentity): Promise<Result<NextStep>> {
  const found = await requireAttempt(visit, "sso");
  if (!found.ok) return found;
  const proved = await prove(visit, found.data, identity.strategy, identity);
  if (!proved.ok) return proved;
  const { attempt, verified } = proved.data;
  const spent = await transact((tx) => spend(tx, visit, attempt, identity));
  if (!spent.ok) return spent;
  forgetAttempt(visit, "sso");
  if (attempt.data.purpose === "test") return finishConnectionTest(visit, attempt, identity);
  if (attempt.data.purpose === "connect") return connectIdentity(visit, attempt, identity);
  return signInWithIdentity(visit, attempt, identity, verified);
}

async function spend(
  tx: Executor,
  { now }: Visit,
  attempt: Attempt,
  { connection, saml }: ProvidedIdentity,
): Promise<Result> {
  if (!(await spendAttempt(tx, attempt, now))) return fail("attempt_missing");
  return saml ? spendAssertion(tx, connection, saml) : ok();
}
