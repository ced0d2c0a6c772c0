import "server-only";
import { db } from "@/db/client";
import { ok, type Result } from "@/lib/errors";
import { audit } from "@/lib/security/audit";
import { clearCookie, readCookie } from "@/lib/sessions/cookie";
import { getSession } from "@/lib/sessions/read";
import { revokeByToken } from "@/lib/sessions/revoke";
import type { Visit } from "@/lib/visit";
import type { NextStep } from "./next-step";

/** Ends this browser's session: the row goes, so the cookie is dead wherever it was copied to (SE-05). */
export async function signOut(visit: Visit): Promise<Result<NextStep>> {
  const token = readCookie(visit.cookies, "session");
  const session = token ? await getSession() : null;
  const ended = token ? await revokeByToken(token) : false;
  if (session && ended)
    await audit(db, { type: "sign-out", actorId: session.user.id, client: visit.client, now: visit.now });
  clearCookie(visit.cookies, "session");
  return ok({ step: "done", redirectTo: "/" });
}
