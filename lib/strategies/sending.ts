import "server-only";
import { and, eq, isNull, lte, or } from "drizzle-orm";
import { db } from "@/db/client";
import { attempts } from "@/db/schema";
import { fail, ok, type Result } from "@/lib/errors";

const RESEND_SECONDS = 30;

/** @returns when the next message may be asked for. */
export const resendAt = (sentAt: Date) => new Date(sentAt.getTime() + RESEND_SECONDS * 1000);

/** Takes the right to send, in one statement: two clicks at once send one message. @returns `resend_too_soon`. */
export async function claimSend(attemptId: string, now: Date): Promise<Result<{ resendAt: Date }>> {
  const [claimed] = await db
    .update(attempts)
    .set({ sentAt: now })
    .where(
      and(
        eq(attempts.id, attemptId),
        or(isNull(attempts.sentAt), lte(attempts.sentAt, new Date(now.getTime() - RESEND_SECONDS * 1000))),
      ),
    )
    .returning({ id: attempts.id });
  if (claimed) return ok({ resendAt: resendAt(now) });
  const [attempt] = await db.select({ sentAt: attempts.sentAt }).from(attempts).where(eq(attempts.id, attemptId));
  return fail("resend_too_soon", { retryAt: resendAt(attempt?.sentAt ?? now) });
}

/** Gives the right to send back when nothing was sent. */
export async function releaseSend(attemptId: string): Promise<void> {
  await db.update(attempts).set({ sentAt: null }).where(eq(attempts.id, attemptId));
}
