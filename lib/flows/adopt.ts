import "server-only";
import type { Executor } from "@/db/client";
import { voidAttempts } from "@/lib/access/void-attempts";
import { ok, type Result } from "@/lib/errors";
import { audit } from "@/lib/security/audit";
import type { Attempt } from "@/lib/strategies/strategy";
import { adoptIdentifier, type Identifier } from "@/lib/users/identifiers";
import type { Visit } from "@/lib/visit";

/** @returns the identifier that a code or link of this attempt has shown control of. */
export function provedIdentifier({
  identifierProvedAt,
  identifierKind: kind,
  identifierValue: value,
}: Attempt): Identifier | null {
  return identifierProvedAt && kind && value ? { kind, value } : null;
}

/**
 * Makes the identifier a journey has proved its person's own, before anything is asked that a stranger may have set up
 * on the account: a password, a second factor (LK-01…LK-03).
 */
export async function adoptProved(tx: Executor, { client, now }: Visit, attempt: Attempt): Promise<Result> {
  const { userId: actorId } = attempt;
  const proved = provedIdentifier(attempt);
  if (!actorId || !proved) return ok();
  const adopted = await adoptIdentifier(tx, actorId, proved, now);
  if (!adopted.ok) return adopted;
  if (adopted.data) {
    // Whoever began with what is gone now could still set up a second factor of their own, and come in (LK-03).
    await voidAttempts(tx, actorId, now, attempt);
    await audit(tx, { type: "identifier.verified", actorId, client, now, data: { kind: proved.kind } });
  }
  return ok();
}
