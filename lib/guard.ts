import "server-only";
import { notFound, redirect } from "next/navigation";
import { cache } from "react";
import { db } from "@/db/client";
import { currentClient } from "./client";
import { type Failure, fail, ok, type Result, statusOf, wordsFor } from "./errors";
import { auditRepeatable } from "./security/audit-repeats";
import { isSameOrigin, sameOriginPath } from "./security/origin";
import { getSession, type Session } from "./sessions/read";
import { staleLevel } from "./sessions/recency";
import { getSettings } from "./settings/read";

const withReturn = (path: string, returnTo: string | undefined) => {
  const safe = sameOriginPath(returnTo);
  return safe ? `${path}?redirect_url=${encodeURIComponent(safe)}` : path;
};

/**
 * Who is signed in, or off to the sign-in page. One line protects a page: `const { user } = await requireUser()`.
 * @param returnTo the page's own path, to come back to.
 */
export async function requireUser(returnTo?: string): Promise<Session> {
  return (await getSession()) ?? redirect(withReturn("/sign-in", returnTo));
}

/** The signed-in admin; anybody else sees the same page as for an address that does not exist, and it is written down. */
export async function requireAdmin(returnTo?: string): Promise<Session> {
  const session = await requireUser(returnTo);
  if (!isAdmin(session)) {
    await auditDenied(session);
    notFound();
  }
  return session;
}

/** The signed-in person, proved again within the settings' minutes; otherwise off to confirm it is them (SE-08). */
export async function requireRecentAuth(returnTo: string): Promise<Session> {
  const session = await requireUser(returnTo);
  return (await isRecent(session)) ? session : redirect(withReturn("/step-up", returnTo));
}

/** The signed-in admin, proved again: for pages whose forms change the installation. */
export async function requireRecentAdmin(returnTo: string): Promise<Session> {
  await requireAdmin(returnTo);
  return requireRecentAuth(returnTo);
}

export const isAdmin = (session: Session): boolean => session.user.role === "admin";

/** @returns whether the person's proofs, of every level they have, are fresh enough for sensitive changes. */
export const isRecent = async (session: Session, now = new Date()): Promise<boolean> =>
  (await staleLevel(session, await getSettings(), now)) === null;

/** For route handlers: who is signed in. `if (!session.ok) return refusal(session.error)`. */
export async function currentSession(request: Request): Promise<Result<Session>> {
  if (request.method !== "GET" && !isSameOrigin(request.headers)) return fail("foreign_origin");
  const session = await getSession();
  return session ? ok(session) : fail("unauthenticated");
}

/** The same for sensitive changes: `const session = await recentSession(request)` refuses an old proof (SE-08). */
export async function recentSession(request: Request): Promise<Result<Session>> {
  const session = await currentSession(request);
  return !session.ok || (await isRecent(session.data)) ? session : fail("recent_auth_required");
}

/** An expected failure as a route handler answers it: 401 or 403 here, with a code for programs and words for people. */
export const refusal = (failure: Pick<Failure, "code" | "details">): Response =>
  Response.json({ code: failure.code, message: wordsFor(failure) }, { status: statusOf(failure.code) });

/** Writes down that somebody asked for what they may not have (LG-01); a request once, however many parts of its page ask. */
export const auditDenied = cache(async (session: Session): Promise<void> => {
  await auditRepeatable(db, {
    type: "authorisation.denied",
    result: "failure",
    actorId: session.user.id,
    client: await currentClient(),
    now: new Date(),
  });
});
