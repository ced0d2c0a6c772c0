import "server-only";
import { z } from "zod";
import { findAccount } from "@/lib/connections/accounts";
import { ProvidedIdentity } from "@/lib/connections/identity";
import { findSocial, socialConnections } from "@/lib/connections/social";
import { fail, ok } from "@/lib/errors";
import type { Strategy } from "./strategy";

/**
 * A social connection. Its proof is what Auth.js has verified to the end: no form or request can hold one, since a
 * `ProvidedIdentity` is a class of ours.
 */
export const oauth: Strategy<ProvidedIdentity> = {
  id: "oauth",
  factor: "first",
  identifiers: [],
  provesIdentifier: false,
  enabled: (settings, flow) => flow === "sso" && socialConnections(settings).length > 0,
  proof: z.instanceof(ProvidedIdentity),

  async verify({ attempt, settings }, identity) {
    const { connection, purpose } = attempt.data;
    if (identity.strategy !== "oauth" || identity.connection !== connection) return fail("sso_refused");
    const social = findSocial(settings, connection);
    if (!social || (social.use === "connect" && purpose !== "connect")) return fail("strategy_unavailable");
    const account = await findAccount(connection, identity.claims.subject);
    return ok(account ?? { identity });
  },
};
