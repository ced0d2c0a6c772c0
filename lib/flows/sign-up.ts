import "server-only";
import { fail, ok, type Result } from "@/lib/errors";
import { sameOriginPath } from "@/lib/security/origin";
import { hashPassword } from "@/lib/security/password-hash";
import { consume } from "@/lib/security/rate-limits";
import type { Settings } from "@/lib/settings/schema";
import type { Attempt } from "@/lib/strategies/strategy";
import { createUser } from "@/lib/users/create";
import { findOwner } from "@/lib/users/identifiers";
import { checkPassword } from "@/lib/users/password-rules";
import type { Visit } from "@/lib/visit";
import { requireAttempt, startAttempt, updateAttempt } from "./attempt";
import { complete } from "./complete";
import { startMethod } from "./method";
import type { NextStep } from "./next-step";
import { prove } from "./prove";

export type SignUpField = "firstName" | "lastName" | "password";

/**
 * @returns what a sign-up still has to ask for, required and optional, in the order of the form.
 * Optional names are asked once, on the first screen; a password is never asked before the address is proved.
 */
export function missingFields({ data }: Pick<Attempt, "data">, { names, password }: Settings): SignUpField[] {
  const missing: SignUpField[] = [];
  if (names.firstName === "required" && !data.firstName) missing.push("firstName");
  if (names.lastName === "required" && !data.lastName) missing.push("lastName");
  if (password.enabled && password.requiredAtSignUp) missing.push("password");
  return missing;
}

/** First step: the address, and the names the settings ask for. */
export async function startSignUp(
  visit: Visit,
  input: { email: string; firstName?: string; lastName?: string; redirectUrl?: string },
): Promise<Result<NextStep>> {
  const { settings } = visit;
  if (!settings.signUp.open) return fail("sign_up_closed");
  const allowed = await consume("start:network", visit.client.ip);
  if (!allowed.ok) return allowed;
  const { firstName, lastName } = input;
  const nameless = (["firstName", "lastName"] as const).filter(
    (field) => settings.names[field] === "required" && !input[field],
  );
  if (nameless.length > 0) {
    return fail("invalid_input", { fields: Object.fromEntries(nameless.map((field) => [field, "Enter your name."])) });
  }
  const identifier = { kind: "email", value: input.email } as const;
  if (settings.protection.enumeration === "bulk" && (await findOwner(identifier))?.verified)
    return fail("identifier_taken");

  const attempt = await startAttempt(visit, {
    flow: "sign-up",
    userId: null,
    identifier,
    strategy: null,
    data: {
      firstName: settings.names.firstName === "off" ? undefined : firstName,
      lastName: settings.names.lastName === "off" ? undefined : lastName,
      redirectTo: sameOriginPath(input.redirectUrl),
    },
  });
  return settings.email.verifyAtSignUp ? startMethod(visit, attempt, "email-code") : advance(visit, attempt);
}

/** Sends the code again. */
export async function resendSignUpCode(visit: Visit): Promise<Result<NextStep>> {
  const attempt = await requireAttempt(visit, "sign-up");
  return attempt.ok ? startMethod(visit, attempt.data, "email-code") : attempt;
}

/** The code that proves the address. */
export async function verifySignUp(visit: Visit, proof: unknown): Promise<Result<NextStep>> {
  const attempt = await requireAttempt(visit, "sign-up");
  if (!attempt.ok) return attempt;
  if (attempt.data.identifierProvedAt) return advance(visit, attempt.data);
  const proved = await prove(visit, attempt.data, "email-code", proof);
  return proved.ok ? advance(visit, proved.data.attempt) : proved;
}

/** The fields that were missing. @param input.password in clear; hashed here, stored with the new person. */
export async function continueSignUp(
  visit: Visit,
  input: { firstName?: string; lastName?: string; password?: string },
): Promise<Result<NextStep>> {
  const found = await requireAttempt(visit, "sign-up");
  if (!found.ok) return found;
  if (visit.settings.email.verifyAtSignUp && !found.data.identifierProvedAt)
    return ok({ step: "verify", flow: "sign-up" });
  const { password, ...names } = input;
  const given = Object.fromEntries(Object.entries(names).filter(([, value]) => value));
  const attempt = await updateAttempt(found.data, { data: { ...found.data.data, ...given } });

  const missing = missingFields(attempt, visit.settings).filter((field) => field !== "password" || !password);
  if (missing.length > 0) {
    return fail("invalid_input", {
      fields: Object.fromEntries(missing.map((field) => [field, "This is needed to go on."])),
    });
  }
  if (!password || !visit.settings.password.enabled) return create(visit, attempt, null);
  const { firstName, lastName } = attempt.data;
  const fit = checkPassword(password, visit.settings, [attempt.identifierValue, firstName, lastName]);
  if (!fit.ok) return fit;
  return create(visit, attempt, await hashPassword(password));
}

/** Goes on to the missing fields, or through the door when there are none. */
async function advance(visit: Visit, attempt: Attempt): Promise<Result<NextStep>> {
  return missingFields(attempt, visit.settings).length > 0 ? ok({ step: "continue" }) : create(visit, attempt, null);
}

async function create(visit: Visit, attempt: Attempt, passwordHash: string | null): Promise<Result<NextStep>> {
  if (!visit.settings.signUp.open) return fail("sign_up_closed");
  const { identifierKind: kind, identifierValue: value } = attempt;
  if (!kind || !value) return fail("attempt_missing");
  const amr = passwordHash && attempt.amr.length === 0 ? ["password"] : attempt.amr;
  return complete(visit, { ...attempt, amr }, (tx) =>
    createUser(tx, {
      identifier: { kind, value },
      verifiedAt: attempt.identifierProvedAt,
      names: attempt.data,
      passwordHash,
      now: visit.now,
    }),
  );
}
