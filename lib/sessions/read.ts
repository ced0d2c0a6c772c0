import "server-only";
import { and, eq, gt, isNull, sql } from "drizzle-orm";
import { cookies } from "next/headers";
import { after } from "next/server";
import { cache } from "react";
import { db, type Executor } from "@/db/client";
import { withRequestLimit } from "@/db/request-limit";
import { sessions, users } from "@/db/schema";
import { hashToken } from "@/lib/security/keys";
import { getSettings } from "@/lib/settings/read";
import { readCookie } from "./cookie";

/** A visit is written down at most this often. */
const TOUCH_AFTER_MS = 5 * 60_000;

/** Prepared once: building the statement would cost more than running it (T1). */
const statement = db
  .select({
    id: sessions.id,
    amr: sessions.amr,
    createdAt: sessions.createdAt,
    lastSeenAt: sessions.lastSeenAt,
    expires: sessions.expires,
    absoluteExpires: sessions.absoluteExpires,
    firstFactorAt: sessions.firstFactorAt,
    secondFactorAt: sessions.secondFactorAt,
    deviceId: sessions.deviceId,
    user: {
      id: users.id,
      name: users.name,
      firstName: users.firstName,
      lastName: users.lastName,
      email: users.email,
      identifier: users.identifier,
      ensName: users.ensName,
      image: users.image,
      role: users.role,
    },
  })
  .from(sessions)
  .innerJoin(users, eq(users.id, sessions.userId))
  .where(
    and(
      eq(sessions.sessionToken, sql.placeholder("tokenHash")),
      gt(sessions.expires, sql.placeholder("now")),
      isNull(users.bannedAt),
    ),
  )
  .prepare("session_read");

export type Session = Awaited<ReturnType<typeof statement.execute>>[number];

/** @returns the live session of a token, in one SQL statement; null when it is expired, revoked, or its person banned. */
export async function findSession(token: string, now = new Date()): Promise<Session | null> {
  const [session] = await statement.execute({ tokenHash: hashToken(token), now: now.toISOString() });
  return session ?? null;
}

/** @returns whether a session has not ended meanwhile, asked in the transaction of a change that rests on it. */
export const isStillOpen = async (tx: Executor, { id }: Pick<Session, "id">): Promise<boolean> =>
  (await tx.$count(sessions, eq(sessions.id, id))) > 0;

/** @returns who is signed in, one read however often a request asks; null for nobody. The half signed-in are nobody. */
export const getSession = cache(async (): Promise<Session | null> => {
  const token = readCookie(await cookies(), "session");
  if (!token) return null;
  const now = new Date();
  const session = await findSession(token, now);
  if (session && now.getTime() - session.lastSeenAt.getTime() > TOUCH_AFTER_MS) {
    after(() => withRequestLimit(() => touch(session, now)));
  }
  return session;
});

/** Slides the idle limit, never past the absolute one (SE-07). */
async function touch(session: Session, now: Date): Promise<void> {
  const { idleDays } = (await getSettings()).sessions;
  const idle = new Date(now.getTime() + idleDays * 86_400_000);
  const expires = idle < session.absoluteExpires ? idle : session.absoluteExpires;
  await db.update(sessions).set({ lastSeenAt: now, expires }).where(eq(sessions.id, session.id));
}
