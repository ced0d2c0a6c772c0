import "server-only";
import { fail, ok, type Result } from "@/lib/errors";
import { sameOriginPath } from "@/lib/security/origin";
import { consume } from "@/lib/security/rate-limits";
import { firstFactors } from "@/lib/strategies";
import type { Attempt } from "@/lib/strategies/strategy";
import { findOwner } from "@/lib/users/identifiers";
import { identify, signInKinds } from "@/lib/users/identify";
import type { Visit } from "@/lib/visit";
import { requireAttempt, startAttempt } from "./attempt";
import { complete } from "./complete";
import { refuseBreached } from "./leaked-password";
import { startMethod } from "./method";
import { takeGuess } from "./network-tries";
import type { Leave, NextStep } from "./next-step";
import { prove } from "./prove";
import { startEnterprise } from "./sso-start";

/**
 * First step: who says they are coming. Under strict enumeration protection the next screen is the same for everybody.
 * @param input.identifier address, number or username as typed. @param input.redirectUrl where to go afterwards, as the
 * browser sent it.
 */
export async function startSignIn(
  visit: Visit,
  input: { identifier: string; redirectUrl?: string },
): Promise<Result<NextStep | Leave>> {
  const allowed = await consume("start:network", visit.client.ip);
  if (!allowed.ok) return allowed;
  const identified = identify(input.identifier, visit.settings, signInKinds(visit.settings));
  if (!identified.ok) return identified;
  const identifier = identified.data;
  const away = identifier.kind === "email" ? await startEnterprise(visit, identifier.value, input) : null;
  if (away) return away;
  const [preferred] = firstFactors(visit.settings, identifier.kind);
  if (!preferred) return fail("strategy_unavailable");

  const owner = await findOwner(identifier);
  const told = await tell(visit, owner !== null);
  if (!told.ok) return told;
  const attempt = await startAttempt(visit, {
    flow: "sign-in",
    userId: owner?.userId ?? null,
    identifier,
    strategy: null,
    data: { redirectTo: sameOriginPath(input.redirectUrl), verified: owner?.verified },
  });
  return startMethod(visit, attempt, preferred);
}

/** Friendly mode says that an account is unknown; as often as a network may guess, and no longer says anything then. */
async function tell(visit: Visit, isKnown: boolean): Promise<Result> {
  if (visit.settings.protection.enumeration !== "bulk") return ok();
  const guess = await takeGuess(visit);
  if (!guess.ok) return guess;
  await guess.data(isKnown);
  if (isKnown) return ok();
  return fail("invalid_input", {
    fields: { identifier: "There is no account with this. Check it, or create an account." },
  });
}

/** "Use another method", and "send again". */
export async function chooseSignInMethod(visit: Visit, strategyId: unknown): Promise<Result<NextStep | Leave>> {
  const attempt = await requireAttempt(visit, "sign-in");
  if (!attempt.ok) return attempt;
  return strategyId === "enterprise"
    ? goToOrganisation(visit, attempt.data)
    : startMethod(visit, attempt.data, strategyId);
}

/** The address's organisation has a way in of its own that it does not insist on. */
async function goToOrganisation(
  visit: Visit,
  { identifierKind, identifierValue, data }: Attempt,
): Promise<Result<NextStep | Leave>> {
  const allowed = await consume("start:network", visit.client.ip);
  if (!allowed.ok) return allowed;
  if (identifierKind !== "email" || !identifierValue) return fail("strategy_unavailable");
  const options = { redirectUrl: data.redirectTo, enforcedOnly: false };
  return (await startEnterprise(visit, identifierValue, options)) ?? fail("strategy_unavailable");
}

/** A proof of the person's first factor. @returns signed in, or what is wrong with the proof. */
export async function verifySignIn(visit: Visit, strategyId: unknown, proof: unknown): Promise<Result<NextStep>> {
  const attempt = await requireAttempt(visit, "sign-in");
  if (!attempt.ok) return attempt;
  const proved = await prove(visit, attempt.data, strategyId, proof);
  if (!proved.ok) return proved;
  const { verified } = proved.data;
  if (!("userId" in verified)) return fail("code_incorrect");
  const { userId } = verified;
  if (strategyId === "password") {
    const sound = await refuseBreached(visit, userId, proof);
    if (!sound.ok) return sound;
  }
  return complete(visit, proved.data.attempt, async () => ok({ userId }));
}
