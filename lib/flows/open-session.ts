import "server-only";
import type { Executor } from "@/db/client";
import { audit } from "@/lib/security/audit";
import { readCookie } from "@/lib/sessions/cookie";
import { createSession } from "@/lib/sessions/create";
import { recognise } from "@/lib/sessions/devices";
import { trustDevice } from "@/lib/sessions/trusted-browsers";
import type { Attempt } from "@/lib/strategies/strategy";
import type { Visit } from "@/lib/visit";

/** Writes the session of a journey that owes nothing any more. Its one caller is `complete.ts`. */
export async function openSession(tx: Executor, visit: Visit, attempt: Attempt, userId: string) {
  const { now, client, settings } = visit;
  const { mfa } = settings;
  const device = await recognise(tx, userId, readCookie(visit.cookies, "device"), { client, now });
  if (attempt.data.trustBrowser && attempt.secondFactorAt && mfa.trustBrowser) {
    await trustDevice(tx, device.id, new Date(now.getTime() + mfa.trustDays * 86_400_000));
    await audit(tx, { type: "device.trusted", actorId: userId, client, now, data: { days: mfa.trustDays } });
  }
  const session = await createSession(tx, {
    userId,
    deviceId: device.id,
    amr: attempt.amr,
    secondFactorAt: attempt.secondFactorAt,
    replaces: readCookie(visit.cookies, "session"),
    client,
    settings,
    now,
  });
  await audit(tx, {
    type: attempt.flow === "sign-up" ? "sign-up" : "sign-in",
    actorId: userId,
    method: attempt.amr.join("+"),
    client,
    now,
    data: { flow: attempt.flow },
  });
  return { session, device };
}
