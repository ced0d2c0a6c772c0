import "server-only";
import { and, eq, gt } from "drizzle-orm";
import { db } from "@/db/client";
import { devices, passkeys } from "@/db/schema";
import { ok, type Result } from "@/lib/errors";
import { sameOriginPath } from "@/lib/security/origin";
import { offersPasskeys } from "@/lib/security/relying-party";
import type { Session } from "@/lib/sessions/read";
import type { Attempt } from "@/lib/strategies/strategy";
import type { Visit } from "@/lib/visit";
import { HOME_PATH, type NextStep } from "./next-step";

const SNOOZE_DAYS = 30;
const NEVER = new Date("9999-12-31T00:00:00Z");

/** Where somebody is offered a passkey after another kind of sign-in. */
const OFFER_PATH = "/create-passkey";

/** @returns where a finished sign-in leads: to the offer of a passkey first, for whoever has none and hasn't said no here. */
export async function landingOf(
  visit: Visit,
  attempt: Attempt,
  { userId, deviceId }: { userId: string; deviceId: string },
  landing: string,
): Promise<string> {
  const { settings, now } = visit;
  // Whoever's organisation signs them in has no use for one.
  if (attempt.amr.includes("enterprise")) return landing;
  if (attempt.flow !== "sign-in" || !settings.passkey.offerAfterSignIn || !offersPasskeys(settings)) return landing;
  const held = await db.$count(passkeys, eq(passkeys.userId, userId));
  const snoozed = await db.$count(devices, and(eq(devices.id, deviceId), gt(devices.passkeyOfferAfter, now)));
  return held > 0 || snoozed > 0 ? landing : `${OFFER_PATH}?redirect_url=${encodeURIComponent(landing)}`;
}

/** Offers no passkey on this browser for a while, or ever again, and goes on. */
export async function declinePasskeyOffer(
  { now }: Visit,
  { deviceId }: Session,
  { ever, redirectUrl }: { ever: boolean; redirectUrl?: string },
): Promise<Result<NextStep>> {
  const until = ever ? NEVER : new Date(now.getTime() + SNOOZE_DAYS * 86_400_000);
  if (deviceId) await db.update(devices).set({ passkeyOfferAfter: until }).where(eq(devices.id, deviceId));
  return ok({ step: "done", redirectTo: sameOriginPath(redirectUrl) ?? HOME_PATH });
}
