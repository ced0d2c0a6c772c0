import "server-only";
import { eq } from "drizzle-orm";
import { users } from "@/db/schema";
import { ceilingOf, forgetGuesses } from "@/lib/access/guess-ceiling";
import { clearTries } from "@/lib/access/lockout";
import { fail, ok } from "@/lib/errors";
import { audit } from "@/lib/security/audit";
import type { Session } from "@/lib/sessions/read";
import { strategies } from "@/lib/strategies";
import type { Visit } from "@/lib/visit";
import { by, type Done } from "./change";
import { transact } from "./transact";

/**
 * An admin lifts every lock of a person, and forgets what has been guessed at their proofs. It proves nothing and gives
 * nobody a way in: whoever guesses on is locked again.
 * @param session the admin's. @returns `not_found`.
 */
export async function liftLocks(visit: Visit, session: Session, { userId }: { userId: string }): Promise<Done> {
  const lifted = await transact(async (tx) => {
    if ((await tx.$count(users, eq(users.id, userId))) === 0) return fail("not_found");
    await clearTries(tx, userId);
    await forgetGuesses(
      tx,
      Object.keys(strategies).map((proof) => ceilingOf(userId, proof)),
    );
    await audit(tx, { type: "unlock", ...by(visit, session), subjectId: userId, method: "admin" });
    return ok();
  });
  return lifted.ok ? ok({ done: "The lock is lifted. They can try again in any browser." }) : lifted;
}
