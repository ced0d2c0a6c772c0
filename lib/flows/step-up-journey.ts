import "server-only";
import { db } from "@/db/client";
import { sameOriginPath } from "@/lib/security/origin";
import type { CookieJar } from "@/lib/sessions/cookie";
import type { Session } from "@/lib/sessions/read";
import { type Level, staleLevel } from "@/lib/sessions/recency";
import { strategies } from "@/lib/strategies";
import { stageOf } from "@/lib/strategies/stage";
import type { Attempt, StrategyId } from "@/lib/strategies/strategy";
import type { Visit } from "@/lib/visit";
import { findAttempt, startAttempt, updateAttempt } from "./attempt";
import { awaitLastStep } from "./owed";

/** What looking at a confirmation needs of a visit. */
export type Look = Pick<Visit, "settings" | "now"> & { cookies: Pick<CookieJar, "get"> };

/**
 * Where a confirmation stands. The session decides what is asked for; the journey only carries it out.
 * @returns the level to prove next, null when nothing is stale; and this person's journey on that level, if one is open.
 */
export async function findStepUp(
  { cookies, settings, now }: Look,
  session: Session,
): Promise<{ level: Level | null; attempt: Attempt | null }> {
  const stale = await staleLevel(session, settings, now);
  if (!stale) return { level: null, attempt: null };
  const open = await findAttempt(cookies, "step-up", now);
  const own = open?.userId === session.user.id ? open : null;
  // Which number the session began with is not known any more, so that none is both factors the first one is asked again.
  const again = stale === "second-factor" && !own?.awaits && isByPhoneOnly(session);
  const level = again ? "first-factor" : stale;
  return { level, attempt: own && stageOf(own) === level ? own : null };
}

function isByPhoneOnly({ amr }: Session): boolean {
  const first = amr.filter((id) => strategies[id as StrategyId]?.factor !== "second");
  return first.length > 0 && first.every((id) => id === "phone-code");
}

/**
 * Goes on with the open journey, or begins one on the level that is due.
 * @param redirectUrl where to land afterwards. @returns null when nothing is stale.
 */
export async function openStepUp(visit: Visit, session: Session, redirectUrl?: string): Promise<Attempt | null> {
  const { level, attempt } = await findStepUp(visit, session);
  if (!level) return null;
  const redirectTo = sameOriginPath(redirectUrl);
  if (attempt) {
    const moved = redirectTo !== undefined && redirectTo !== attempt.data.redirectTo;
    return moved ? updateAttempt(attempt, { data: { ...attempt.data, redirectTo } }) : attempt;
  }
  const userId = session.user.id;
  const begun = await startAttempt(visit, {
    flow: "step-up",
    userId,
    identifier: null,
    strategy: null,
    data: { redirectTo },
  });
  return level === "second-factor" ? awaitLastStep(db, begun, "second-factor", userId) : begun;
}
