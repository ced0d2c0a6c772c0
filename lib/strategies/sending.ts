import "server-only";
import { and, eq, isNull, lte, or, sql } from "drizzle-orm";
import { db } from "@/db/client";
import { attempts } from "@/db/schema";
import { fail, ok, type Result } from "@/lib/errors";
import type { Attempt, Context, StrategyId } from "./strategy";

const RESEND_SECONDS = 30;

/** @returns when the next message may be asked for. */
export const resendAt = (sentAt: Date) => new Date(sentAt.getTime() + RESEND_SECONDS * 1000);

/**
 * Takes the right to send, in one statement: two clicks at once send one message. What another strategy of the attempt
 * has sent is another message, and is not waited for.
 * @returns `resend_too_soon`.
 */
export async function claimSend(
  { attempt, now }: Pick<Context, "attempt" | "now">,
  strategy: StrategyId,
): Promise<Result<{ resendAt: Date }>> {
  const [claimed] = await db
    .update(attempts)
    .set({ sentAt: now, sentBy: strategy })
    .where(
      and(
        eq(attempts.id, attempt.id),
        or(
          isNull(attempts.sentAt),
          sql`${attempts.sentBy} IS DISTINCT FROM ${strategy}`,
          lte(attempts.sentAt, new Date(now.getTime() - RESEND_SECONDS * 1000)),
        ),
      ),
    )
    .returning({ id: attempts.id });
  if (claimed) return ok({ resendAt: resendAt(now) });
  const [held] = await db.select({ sentAt: attempts.sentAt }).from(attempts).where(eq(attempts.id, attempt.id));
  return fail("resend_too_soon", { retryAt: resendAt(held?.sentAt ?? now) });
}

/** Gives the right to send back when nothing was sent: what was sent before is still the newest. */
export async function releaseSend({ id, sentAt, sentBy }: Attempt): Promise<void> {
  await db.update(attempts).set({ sentAt, sentBy }).where(eq(attempts.id, id));
}
