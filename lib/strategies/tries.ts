import "server-only";
import { and, eq, lt, sql } from "drizzle-orm";
import { db } from "@/db/client";
import { attempts } from "@/db/schema";
import { fail, ok, type Result } from "@/lib/errors";
import type { Context } from "./strategy";

/** Counts one try of the attempt before it is looked at: past the cap nothing is compared, and the journey is over (MF-07). */
export async function countTry({ attempt, settings }: Pick<Context, "attempt" | "settings">): Promise<Result> {
  const counted = await db
    .update(attempts)
    .set({ tries: sql`${attempts.tries} + 1` })
    .where(and(eq(attempts.id, attempt.id), lt(attempts.tries, settings.protection.codeTries)))
    .returning({ id: attempts.id });
  return counted.length > 0 ? ok() : fail("too_many_tries");
}
