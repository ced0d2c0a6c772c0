import "server-only";
import type { Executor } from "@/db/client";
import { users } from "@/db/schema";
import { ok, type Result } from "@/lib/errors";
import { addIdentifier, type Identifier } from "./identifiers";
import { savePasswordHash } from "./passwords";

/**
 * Writes a new person. The unique identifiers decide between simultaneous sign-ups: one wins, the others get
 * `identifier_taken` or `username_taken` and their transaction undone (RC-04). Only the named fields are taken (WF-09).
 */
export async function createUser(
  tx: Executor,
  input: {
    /** With the time each was proved; null where settings do not ask for it. */
    identifiers: (Identifier & { verifiedAt: Date | null })[];
    names: { firstName?: string; lastName?: string };
    passwordHash: string | null;
    role?: "user" | "admin";
    now: Date;
  },
): Promise<Result<{ userId: string }>> {
  const { firstName, lastName } = input.names;
  const [user] = await tx
    .insert(users)
    .values({ firstName, lastName, role: input.role, createdAt: input.now })
    .returning({ id: users.id });
  if (!user) throw new Error("the user was not written");
  for (const { verifiedAt, ...identifier } of input.identifiers) {
    const added = await addIdentifier(tx, user.id, identifier, { verifiedAt, now: input.now });
    if (!added.ok) return added;
  }
  if (input.passwordHash) await savePasswordHash(tx, user.id, input.passwordHash, input.now);
  return ok({ userId: user.id });
}
