import "server-only";
import { type ErrorCode, fail, ok, type Result } from "@/lib/errors";
import type { CookieJar } from "@/lib/sessions/cookie";
import type { Session } from "@/lib/sessions/read";
import { enabledStrategy } from "@/lib/strategies";
import { findLink, LINK_MINUTES, type Link, refuseLink, wasRefused } from "@/lib/strategies/links";
import type { Attempt, Flow } from "@/lib/strategies/strategy";
import type { Visit } from "@/lib/visit";
import { finishAddIdentifier } from "./add-identifier";
import { findAttempt, isOwnAttempt } from "./attempt";
import { complete } from "./complete";
import { HOME_PATH, type NextStep, pathOf } from "./next-step";
import { prove } from "./prove";
import { afterProof } from "./reset-password";
import { advance } from "./sign-up-advance";
import { finishStepUp } from "./step-up";

/** The journeys a link can belong to. */
export const LINK_FLOWS = [
  "sign-in",
  "sign-up",
  "step-up",
  "add-identifier",
  "reset-password",
] as const satisfies Flow[];
export type LinkFlow = (typeof LINK_FLOWS)[number];

/** Where a waiting tab stands. `gone`: this browser's journey is over, here or in another tab. */
export type LinkStatus = "waiting" | "proved" | "wrong-device" | "expired" | "gone";

/** What looking at a link needs of a visit. */
type Look = Pick<Visit, "settings" | "now"> & { cookies: Pick<CookieJar, "get"> };

/**
 * What a link would do, for its page; changes nothing (EM-05).
 * @returns the link with the attempt it belongs to, or why it can't be used.
 */
export async function readLink({ cookies, settings, now }: Look, token: string): Promise<Result<Link>> {
  const link = await findLink(token, now);
  if (!link) return fail("link_unknown");
  if (link.failure) return fail(link.failure);
  if (!enabledStrategy(link.strategy, settings, link.attempt)) return fail("strategy_unavailable");
  return (await isSuperseded(cookies, link.attempt, link.createdAt, now)) ? fail("link_stale") : ok(link);
}

/** @returns the page on which the journey of a link waits; it leads to the start where this browser has no such journey. */
export async function waitingPathOf(token: string, now: Date): Promise<string> {
  const link = await findLink(token, now);
  return pathOf({ step: "verify", flow: link?.attempt.flow ?? "sign-in" });
}

/** @returns whether this browser has asked anew, for the same address, since the link was sent. */
async function isSuperseded(jar: Pick<CookieJar, "get">, attempt: Attempt, sentAt: Date, now: Date): Promise<boolean> {
  if (isOwnAttempt(jar, attempt)) return false;
  const open = await findAttempt(jar, attempt.flow, now);
  return open !== null && open.identifierValue === attempt.identifierValue && open.createdAt > sentAt;
}

/**
 * The button on a link's page. In the browser that asked for it the journey goes on there. In another one nobody is
 * signed in: with the same-browser rule on, the link is void and the waiting tab says why (P05, EM-04); with it off, the
 * waiting tab finishes by itself.
 */
export async function openLink(visit: Visit, token: string, session: Session | null): Promise<Result<NextStep>> {
  const link = await readLink(visit, token);
  if (!link.ok) return link;
  const { attempt, strategy } = link.data;
  const { flow } = attempt;
  const here = isOwnAttempt(visit.cookies, attempt);
  // Only the tab of a link waits for one that is opened elsewhere.
  const mustBeHere = visit.settings.email.sameBrowser || strategy !== "email-link";
  if (!here && mustBeHere) {
    await refuseLink(attempt.id, token, visit.now);
    return fail("link_wrong_device");
  }
  // What only the person who asked for it may do, signed in: nobody else spends their link.
  const needsSession = flow === "add-identifier" || flow === "step-up";
  if (here && needsSession && session?.user.id !== attempt.userId) return fail("unauthenticated");
  const proved = await prove(visit, attempt, strategy, { token });
  if (!proved.ok) return proved;
  if (!here) return ok({ step: "link-opened", flow, where: "elsewhere", next: HOME_PATH });
  const finished = await finish(visit, proved.data.attempt, session);
  if (finished.ok) return ok({ step: "link-opened", flow, where: "here", next: pathOf(finished.data) });
  // The waiting tab of this browser may have been faster.
  const meanwhile = (await findLink(token, visit.now))?.attempt;
  if (!meanwhile?.completedAt && !meanwhile?.awaits) return finished;
  const next = meanwhile.awaits ? pathOf({ step: meanwhile.awaits, flow }) : (attempt.data.redirectTo ?? HOME_PATH);
  return ok({ step: "link-opened", flow, where: "here", next });
}

/** The waiting tab goes on once its link was opened. @returns why it can't, if the link is not even opened. */
export async function finishLink(visit: Visit, flow: LinkFlow, session: Session | null): Promise<Result<NextStep>> {
  const attempt = await findAttempt(visit.cookies, flow, visit.now);
  if (!attempt) return session ? ok({ step: "done", redirectTo: HOME_PATH }) : fail("attempt_missing");
  if (attempt.amr.includes("email-link")) return finish(visit, attempt, session);
  const status = await linkStatus(visit.cookies, flow, visit.now);
  return fail(unusable[status] ?? "link_unopened");
}

const unusable: Partial<Record<LinkStatus, ErrorCode>> = {
  "wrong-device": "link_wrong_device",
  expired: "link_expired",
};

/** @param attempt with the proof by link written down. */
async function finish(visit: Visit, attempt: Attempt, session: Session | null): Promise<Result<NextStep>> {
  if (attempt.flow === "step-up") return session ? finishStepUp(visit, session, attempt) : fail("unauthenticated");
  if (attempt.awaits) return ok({ step: attempt.awaits, flow: attempt.flow });
  if (attempt.flow === "reset-password") return afterProof(visit, attempt);
  if (attempt.flow === "sign-up") return advance(visit, attempt);
  if (attempt.flow === "add-identifier") {
    return session ? finishAddIdentifier(visit, session, attempt) : fail("unauthenticated");
  }
  const { userId } = attempt;
  return userId ? complete(visit, attempt, async () => ok({ userId })) : fail("attempt_missing");
}

/** @returns how this browser's journey by link stands. Reads only. */
export async function linkStatus(jar: Pick<CookieJar, "get">, flow: LinkFlow, now: Date): Promise<LinkStatus> {
  const attempt = await findAttempt(jar, flow, now);
  // Another tab of this browser has gone on to the last step: this one follows.
  if (attempt?.awaits && attempt.amr.includes("email-link")) return "proved";
  if (attempt?.strategy !== "email-link") return "gone";
  if (attempt.identifierProvedAt) return "proved";
  if (await wasRefused(attempt.id)) return "wrong-device";
  const { sentAt, sentBy } = attempt;
  const expired = !sentAt || sentBy !== "email-link" || sentAt.getTime() + LINK_MINUTES * 60_000 <= now.getTime();
  return expired ? "expired" : "waiting";
}
