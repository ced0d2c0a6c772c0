import "server-only";
import { eq } from "drizzle-orm";
import { db } from "@/db/client";
import { enterpriseConnections } from "@/db/schema";
import { fail, ok, type Result } from "@/lib/errors";
import type { Attempt } from "@/lib/strategies/strategy";
import type { Visit } from "@/lib/visit";
import type { NextStep } from "./next-step";

/** An admin's test sign-in came back and held: nobody is signed in or created by it, the connection may be activated. */
export async function finishConnectionTest(visit: Visit, attempt: Attempt): Promise<Result<NextStep>> {
  const { connection } = attempt.data;
  if (!connection) return fail("attempt_missing");
  await db.update(enterpriseConnections).set({ testedAt: visit.now }).where(eq(enterpriseConnections.id, connection));
  return ok({ step: "done", redirectTo: `/admin/sso/${connection}` });
}
