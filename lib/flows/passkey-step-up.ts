import "server-only";
import type { PublicKeyCredentialRequestOptionsJSON } from "@simplewebauthn/server";
import { fail, ok, type Result } from "@/lib/errors";
import type { Session } from "@/lib/sessions/read";
import { enabledStrategy } from "@/lib/strategies";
import type { Visit } from "@/lib/visit";
import { contextOf } from "./prove";
import { openStepUp } from "./step-up-journey";

/** Begins a ceremony with one of the signed-in person's own passkeys, where the first factor is due. */
export async function startPasskeyStepUp(
  visit: Visit,
  session: Session,
): Promise<Result<PublicKeyCredentialRequestOptionsJSON>> {
  const attempt = await openStepUp(visit, session);
  if (!attempt) return fail("attempt_missing");
  const strategy = enabledStrategy("passkey", visit.settings, attempt);
  if (!strategy?.start) return fail("passkey_unavailable");
  const started = await strategy.start(contextOf(visit, attempt));
  if (!started.ok) return started;
  return started.data.kind === "browser" ? ok(started.data.options) : fail("passkey_unavailable");
}
