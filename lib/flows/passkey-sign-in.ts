import "server-only";
import type { PublicKeyCredentialRequestOptionsJSON } from "@simplewebauthn/server";
import { db } from "@/db/client";
import { fail, ok, type Result } from "@/lib/errors";
import { sameOriginPath } from "@/lib/security/origin";
import { consume } from "@/lib/security/rate-limits";
import { enabledStrategy } from "@/lib/strategies";
import type { Visit } from "@/lib/visit";
import { findAttempt, forgetAttempt, requireAttempt, spendAttempt, startAttempt, updateAttempt } from "./attempt";
import { complete } from "./complete";
import type { NextStep } from "./next-step";
import { contextOf, prove } from "./prove";

const FLOW = "passkey-sign-in";

/** Begins a ceremony of nobody in particular; more than one may be open in a browser (its suggestions, and the button). */
export async function startPasskeySignIn(visit: Visit): Promise<Result<PublicKeyCredentialRequestOptionsJSON>> {
  const allowed = await consume("passkey:network", visit.client.ip);
  if (!allowed.ok) return allowed;
  const strategy = enabledStrategy("passkey", visit.settings, { flow: FLOW, awaits: null });
  if (!strategy?.start) return fail("passkey_unavailable");
  const attempt =
    (await findAttempt(visit.cookies, FLOW, visit.now)) ??
    (await startAttempt(visit, { flow: FLOW, userId: null, identifier: null, strategy: "passkey" }));
  const started = await strategy.start(contextOf(visit, attempt));
  if (!started.ok) return started;
  return started.data.kind === "browser" ? ok(started.data.options) : fail("passkey_unavailable");
}

/**
 * The browser's answer: who it is, and, since it verified the person too, both factors at once (P23), unless settings
 * want a second one all the same.
 */
export async function finishPasskeySignIn(
  visit: Visit,
  proof: unknown,
  { redirectUrl }: { redirectUrl?: string },
): Promise<Result<NextStep>> {
  const found = await requireAttempt(visit, FLOW);
  if (!found.ok) return found;
  const proved = await prove(visit, found.data, "passkey", proof);
  if (!proved.ok) return proved;
  const { attempt, verified } = proved.data;
  if (!("userId" in verified)) return fail("passkey_refused");
  const { userId } = verified;
  if (!(await spendAttempt(db, attempt, visit.now))) return fail("attempt_missing");
  forgetAttempt(visit, FLOW);
  const journey = await startAttempt(visit, {
    flow: "sign-in",
    userId,
    identifier: null,
    strategy: "passkey",
    data: { redirectTo: sameOriginPath(redirectUrl) },
  });
  const secondFactorAt = visit.settings.passkey.satisfiesSecondFactor ? visit.now : null;
  const signedIn = await updateAttempt(journey, { amr: ["passkey"], secondFactorAt });
  return complete(visit, signedIn, async () => ok({ userId }));
}
