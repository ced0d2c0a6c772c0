import "server-only";
import type { PublicKeyCredentialRequestOptionsJSON } from "@simplewebauthn/server";
import { fail, ok, type Result } from "@/lib/errors";
import { sameOriginPath } from "@/lib/security/origin";
import { consume } from "@/lib/security/rate-limits";
import { enabledStrategy } from "@/lib/strategies";
import type { Visit } from "@/lib/visit";
import { startAttempt, updateAttempt } from "./attempt";
import { finishCeremony, openCeremony } from "./ceremony";
import { complete } from "./complete";
import type { NextStep } from "./next-step";
import { contextOf } from "./prove";

/** Begins a ceremony of nobody in particular; more than one may be open in a browser (its suggestions, and the button). */
export async function startPasskeySignIn(visit: Visit): Promise<Result<PublicKeyCredentialRequestOptionsJSON>> {
  const allowed = await consume("start:network", visit.client.ip);
  if (!allowed.ok) return allowed;
  const strategy = enabledStrategy("passkey", visit.settings, { flow: "passkey-sign-in", awaits: null });
  if (!strategy?.start) return fail("passkey_unavailable");
  const started = await strategy.start(contextOf(visit, await openCeremony(visit, "passkey")));
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
  const proved = await finishCeremony(visit, "passkey", proof);
  if (!proved.ok) return proved;
  if (!("userId" in proved.data)) return fail("passkey_refused");
  const { userId, passkey } = proved.data;
  const journey = await startAttempt(visit, {
    flow: "sign-in",
    userId,
    identifier: null,
    strategy: "passkey",
    data: { redirectTo: sameOriginPath(redirectUrl), passkey },
  });
  const secondFactorAt = visit.settings.passkey.satisfiesSecondFactor ? visit.now : null;
  const signedIn = await updateAttempt(journey, { amr: ["passkey"], secondFactorAt });
  return complete(visit, signedIn, async () => ok({ userId }));
}
