import "server-only";
import { and, eq, isNotNull } from "drizzle-orm";
import type { Executor } from "@/db/client";
import { identifiers, passwords } from "@/db/schema";
import { listSecondFactors } from "./second-factors";
import type { Holding } from "./ways-in";

/** @returns what a person could sign in with: proved identifiers, a password, second factors. */
export async function readHolding(executor: Executor, userId: string): Promise<Holding> {
  const proved = and(eq(identifiers.userId, userId), isNotNull(identifiers.verifiedAt));
  const [own, [password], secondFactors] = [
    await executor
      .select({ id: identifiers.id, kind: identifiers.kind, value: identifiers.value })
      .from(identifiers)
      .where(proved),
    await executor.select({ at: passwords.updatedAt }).from(passwords).where(eq(passwords.userId, userId)),
    await listSecondFactors(executor, userId),
  ];
  return { identifiers: own, hasPassword: password !== undefined, secondFactors };
}
