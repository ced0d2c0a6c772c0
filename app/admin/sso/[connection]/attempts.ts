import { listConnectionAttempts } from "@/lib/connections/connection-log";
import type { EnterpriseConnection } from "@/lib/connections/enterprise";
import { OIDC_CHECKS } from "@/lib/connections/oidc-checks";
import { PERSON_CHECKS } from "@/lib/connections/person-checks";
import { isErrorCode, wordsFor } from "@/lib/errors";
import { SAML_CHECKS } from "@/lib/strategies/saml/checks";

const WORDS: Record<string, readonly [what: string, mend: string]> = {
  ...OIDC_CHECKS,
  ...SAML_CHECKS,
  ...PERSON_CHECKS,
};

/** Ids that both protocols have mean the same, in words of their own. */
const wordsOf = (protocol: "saml" | "oidc", id: string) =>
  (protocol === "oidc" ? (OIDC_CHECKS as typeof WORDS)[id] : undefined) ?? WORDS[id] ?? [id, ""];

/** @returns the last answers of a connection's provider, in words. */
export async function readAttempts({ id: connectionId, protocol, organisation }: EnterpriseConnection) {
  const rows = await listConnectionAttempts(connectionId);
  const details = { provider: organisation, email: "this address" };
  return rows.map(({ id, at, isTest, problem, checks, decoded }) => ({
    id,
    at,
    isTest,
    problem: problem && wordsFor({ code: isErrorCode(problem) ? problem : "sso_refused", details }),
    checks: checks.map(({ id: check, state, found }) => {
      const [what, mend] = wordsOf(protocol, check);
      return { id: check, state, what, mend, found };
    }),
    decoded,
  }));
}
