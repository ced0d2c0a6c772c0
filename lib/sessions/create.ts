import "server-only";
import { eq } from "drizzle-orm";
import type { Executor } from "@/db/client";
import { sessions, users } from "@/db/schema";
import type { Client } from "@/lib/client";
import { hashToken, newToken } from "@/lib/security/keys";
import type { Settings } from "@/lib/settings/schema";

/**
 * Writes a session row. Its one caller is `lib/flows/complete.ts`, after every step is done.
 * A session this browser already presents dies: a planted one is worth nothing (SE-03).
 * @returns the token for the cookie, and when the longest it can live ends.
 */
export async function createSession(
  tx: Executor,
  input: {
    userId: string;
    deviceId: string;
    amr: string[];
    /** When the second factor was proved, if it was. */
    secondFactorAt: Date | null;
    /** The session token the browser came with. */
    replaces: string | undefined;
    client: Client;
    settings: Settings;
    now: Date;
  },
): Promise<{ token: string; absoluteExpires: Date }> {
  const { userId, deviceId, amr, client, now } = input;
  const { idleDays, absoluteDays } = input.settings.sessions;
  const token = newToken();
  const absoluteExpires = new Date(now.getTime() + absoluteDays * 86_400_000);
  if (input.replaces) await tx.delete(sessions).where(eq(sessions.sessionToken, hashToken(input.replaces)));
  await tx.insert(sessions).values({
    sessionToken: hashToken(token),
    userId,
    deviceId,
    amr,
    createdAt: now,
    lastSeenAt: now,
    expires: new Date(now.getTime() + Math.min(idleDays, absoluteDays) * 86_400_000),
    absoluteExpires,
    firstFactorAt: now,
    secondFactorAt: input.secondFactorAt,
    ip: client.ip,
    userAgent: client.userAgent,
  });
  await tx.update(users).set({ lastSignInAt: now }).where(eq(users.id, userId));
  return { token, absoluteExpires };
}

/**
 * After a step-up, or with a new second factor: same session, new token (SE-03), fresh proof times.
 * @param proved what was proved just now. @returns the new token, or null when the session ended meanwhile.
 */
export async function renewSession(
  tx: Executor,
  id: string,
  proved: { amr: string[]; firstFactorAt?: Date; secondFactorAt?: Date },
): Promise<{ token: string; absoluteExpires: Date } | null> {
  const token = newToken();
  const [row] = await tx
    .update(sessions)
    .set({ sessionToken: hashToken(token), ...proved })
    .where(eq(sessions.id, id))
    .returning({ absoluteExpires: sessions.absoluteExpires });
  return row ? { token, absoluteExpires: row.absoluteExpires } : null;
}
