import "server-only";
import { z } from "zod";
import { findAccount } from "@/lib/connections/accounts";
import { coversAddress, findEnterprise } from "@/lib/connections/enterprise";
import { ProvidedIdentity } from "@/lib/connections/identity";
import { fail, ok } from "@/lib/errors";
import type { Strategy } from "./strategy";

/** The identity provider of an organisation, by SAML or OpenID Connect. It speaks for its own domains only (SA-09). */
export const enterprise: Strategy<ProvidedIdentity> = {
  id: "enterprise",
  factor: "first",
  identifiers: [],
  provesIdentifier: false,
  enabled: (_, flow) => flow === "sso",
  proof: z.instanceof(ProvidedIdentity),

  async verify({ attempt }, identity) {
    const { connection, purpose, samlRequestId } = attempt.data;
    const { claims, saml } = identity;
    if (identity.strategy !== "enterprise" || identity.connection !== connection) return fail("sso_refused");
    const found = await findEnterprise(connection);
    if (!found || (!found.active && purpose !== "test")) return fail("strategy_unavailable");
    // The response answers this browser's request, or, where the connection allows it, none at all (SA-05).
    const isAnswer = saml ? saml.inResponseTo === (samlRequestId ?? null) : found.protocol === "oidc";
    if (!isAnswer || (saml && !samlRequestId && !found.idpInitiated)) return fail("sso_refused");
    if (!claims.email) return fail("sso_no_address");
    if (!(await coversAddress(connection, claims.email))) return fail("sso_foreign_address");
    const account = await findAccount(connection, claims.subject);
    return ok(account ?? { identity });
  },
};
