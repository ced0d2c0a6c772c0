import "server-only";
import type { ProvidedLink } from "@/db/schema/attempts";
import { wasVoidedSince } from "@/lib/access/void-attempts";
import { type EnterpriseConnection, findEnterprise, findEnterpriseFor } from "@/lib/connections/enterprise";
import type { ProvidedIdentity } from "@/lib/connections/identity";
import { fail, ok, type Result } from "@/lib/errors";
import type { Settings } from "@/lib/settings/schema";
import { firstFactors, strategies } from "@/lib/strategies";
import type { Attempt, Verified } from "@/lib/strategies/strategy";
import { findOwner, isForeign, listIdentifiers } from "@/lib/users/identifiers";
import { nameField } from "@/lib/users/name";
import type { Visit } from "@/lib/visit";
import { startAttempt, updateAttempt } from "./attempt";
import { complete } from "./complete";
import { startMethod } from "./method";
import type { NextStep } from "./next-step";
import { advance } from "./sign-up-advance";
import { accountExists, stopWith } from "./sso-stopped";

/** The journey that follows a provider's answer. */
interface Arrival {
  visit: Visit;
  identity: ProvidedIdentity;
  link: ProvidedLink;
  enterprise: EnterpriseConnection | null;
  redirectTo: string | undefined;
  /** When the browser left for the provider. */
  begunAt: Date;
}

/**
 * Somebody came back from a provider: who has the identity signs in; an address both sides have proved links it (P32);
 * anybody else is new, and becomes an account as the settings say.
 */
export async function signInWithIdentity(
  visit: Visit,
  { data, createdAt: begunAt }: Attempt,
  identity: ProvidedIdentity,
  verified: Verified,
): Promise<Result<NextStep>> {
  const { email } = identity.claims;
  const enterprise = identity.strategy === "enterprise" ? await findEnterprise(identity.connection) : null;
  const link = linkOf(identity, enterprise);
  const arrival: Arrival = { visit, identity, link, enterprise, redirectTo: data.redirectTo, begunAt };
  if (identity.strategy === "oauth" && email && (await findEnterpriseFor(email))?.enforced) return fail("sso_required");
  if ("userId" in verified) return signIn({ ...arrival, link: { ...link, known: true } }, verified.userId);
  const owner = email ? await findOwner({ kind: "email", value: email }) : null;
  if (!email || !owner) return signUp(arrival);
  if (!owner.verified) {
    const foreign = isForeign({ kind: "email", value: email }, await listIdentifiers(owner.userId));
    return foreign ? signUp(arrival) : proveFirst(arrival, owner.userId, email);
  }
  if (identity.claims.emailVerified) return signIn(arrival, owner.userId);
  // Only whoever proves the address may learn that it has an account; where everybody may, at once (EN-01).
  return visit.settings.protection.enumeration === "strict"
    ? signUp(arrival)
    : accountExists(visit, identity.connection, email);
}

function linkOf({ connection, claims }: ProvidedIdentity, enterprise: EnterpriseConnection | null): ProvidedLink {
  const names = enterprise?.refreshesNames ? namesOf(claims) : {};
  return {
    connection,
    subject: claims.subject,
    label: claims.label,
    names: Object.keys(names).length > 0 ? names : undefined,
    organisationId: enterprise?.organisationId,
  };
}

/** What of a provider's names is a name here. */
function namesOf(claims: ProvidedIdentity["claims"]): { firstName?: string; lastName?: string } {
  const read = (["firstName", "lastName"] as const).flatMap((name) => {
    const value = nameField.safeParse(claims[name]);
    return value.success && value.data ? [[name, value.data]] : [];
  });
  return Object.fromEntries(read);
}

async function signIn({ visit, identity, link, enterprise, redirectTo, begunAt }: Arrival, userId: string) {
  if (await wasVoidedSince(userId, begunAt)) return fail("attempt_missing");
  const journey = await startAttempt(visit, {
    flow: "sign-in",
    userId,
    identifier: null,
    strategy: identity.strategy,
    data: { redirectTo, link, exemptsSecondFactor: enterprise ? !enterprise.asksSecondFactor : undefined },
  });
  const proved = await updateAttempt(journey, { amr: [identity.strategy] });
  return complete(visit, proved, async () => ok({ userId }));
}

/**
 * An account names the address and has never proved it: whoever holds the address proves it with a code or link, and
 * what a stranger may have set up goes before anything is linked (LK-01…LK-03).
 */
async function proveFirst({ visit, identity, link, redirectTo }: Arrival, userId: string, email: string) {
  const by = firstFactors(visit.settings, "email").find((id) => strategies[id].provesIdentifier);
  if (!by) return stopWith(visit, "sso_account_unproved", { connection: identity.connection, email });
  const journey = await startAttempt(visit, {
    flow: "sign-in",
    userId,
    identifier: { kind: "email", value: email },
    strategy: null,
    data: { redirectTo, link: { ...link, afterProof: true } },
  });
  return startMethod(visit, journey, by);
}

async function signUp({ visit, identity, link, enterprise, redirectTo }: Arrival): Promise<Result<NextStep>> {
  const { settings, now } = visit;
  if (enterprise && !enterprise.createsPeople) return fail("sso_no_account");
  if (!settings.signUp.open) return fail("sign_up_closed");
  const { email, emailVerified } = identity.claims;
  const asked = email && (enterprise || settings.email.signUp !== "off") ? email : undefined;
  const journey = await startAttempt(visit, {
    flow: "sign-up",
    userId: null,
    identifier: null,
    strategy: identity.strategy,
    data: {
      ...askedNames(namesOf(identity.claims), settings),
      email: asked,
      proved:
        asked && emailVerified ? [{ kind: "email", value: asked, at: now.toISOString(), by: "provider" }] : undefined,
      redirectTo,
      link,
      exemptsSecondFactor: enterprise ? !enterprise.asksSecondFactor : undefined,
    },
  });
  return advance(visit, await updateAttempt(journey, { amr: [identity.strategy] }));
}

const askedNames = (names: { firstName?: string; lastName?: string }, settings: Settings) => ({
  firstName: settings.names.firstName === "off" ? undefined : names.firstName,
  lastName: settings.names.lastName === "off" ? undefined : names.lastName,
});
