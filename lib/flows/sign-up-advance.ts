import "server-only";
import { fail, ok, type Result } from "@/lib/errors";
import type { Settings } from "@/lib/settings/schema";
import type { Attempt } from "@/lib/strategies/strategy";
import { createUser } from "@/lib/users/create";
import { findOwner } from "@/lib/users/identifiers";
import type { Visit } from "@/lib/visit";
import { forgetAttempt } from "./attempt";
import { complete } from "./complete";
import { startMethod } from "./method";
import type { NextStep } from "./next-step";
import { moveToIdentifier, nameIdentifier } from "./proofs";
import { collected, missingSignUpFields, nextToProve, SIGN_UP_KINDS, type SignUpField } from "./sign-up-fields";
import { accountExists } from "./sso-stopped";

export type MissingField = SignUpField | "password";

/**
 * @returns what a sign-up still has to ask for after its first form, in the order of the next one. A password is never
 * asked before the address is proved, nor of whoever comes from a provider or with a wallet.
 */
export function missingFields({ data }: Pick<Attempt, "data">, settings: Settings): MissingField[] {
  const { enabled, requiredAtSignUp } = settings.password;
  const asksPassword = enabled && requiredAtSignUp && !data.link && !data.wallet;
  return [...missingSignUpFields(data, settings), ...(asksPassword ? (["password"] as const) : [])];
}

/** Goes on to the next identifier to prove, then to the missing fields, then through the door. */
export async function advance(visit: Visit, attempt: Attempt): Promise<Result<NextStep>> {
  const known = await existingAccount(attempt);
  if (known) {
    forgetAttempt(visit, "sign-up");
    return accountExists(visit, known.connection, known.email);
  }
  const next = nextToProve(attempt, visit.settings);
  if (!next) {
    return missingFields(attempt, visit.settings).length > 0 ? ok({ step: "continue" }) : create(visit, attempt, null);
  }
  const { identifierKind: kind, identifierValue: value, identifierProvedAt: at } = attempt;
  if (!at) {
    const named = await nameIdentifier(attempt, next);
    return named ? startMethod(visit, named, next.by) : ok({ step: "verify", flow: "sign-up" });
  }
  if (value && (kind === "email" || kind === "phone")) {
    const proved = [...(attempt.data.proved ?? []), { kind, value, at: at.toISOString(), by: "message" as const }];
    const moved = await moveToIdentifier(attempt, next, { ...attempt.data, proved });
    // Sent or not, what was proved stays proved: the next screen says which, and sends again.
    if (moved) await startMethod(visit, moved, next.by);
  }
  return ok({ step: "verify", flow: "sign-up" });
}

/**
 * Who came from a provider that does not vouch for the address, and has proved it since, may learn that it has an
 * account. Nothing is linked to that by a code (LK-05).
 */
async function existingAccount({ data, ...attempt }: Attempt): Promise<{ connection: string; email: string } | null> {
  const { link, email } = data;
  const isProved = collected({ data, ...attempt }).some(({ kind, verifiedAt }) => kind === "email" && verifiedAt);
  if (!link || !email || !isProved) return null;
  const owner = await findOwner({ kind: "email", value: email });
  return owner?.verified ? { connection: link.connection, email } : null;
}

/** Makes the account, if the settings still let it be made, and goes through the door. */
export async function create(visit: Visit, attempt: Attempt, passwordHash: string | null): Promise<Result<NextStep>> {
  const { settings } = visit;
  if (!settings.signUp.open) return fail("sign_up_closed");
  const identifiers = collected(attempt);
  const required = SIGN_UP_KINDS.filter((kind) => settings[kind].signUp === "required");
  if (
    (identifiers.length === 0 && !attempt.data.link && !attempt.data.wallet) ||
    required.some((kind) => !attempt.data[kind])
  )
    return fail("attempt_missing");
  const amr = passwordHash && attempt.amr.length === 0 ? ["password"] : attempt.amr;
  return complete(visit, { ...attempt, amr }, (tx) =>
    createUser(tx, { identifiers, names: attempt.data, passwordHash, now: visit.now }),
  );
}
