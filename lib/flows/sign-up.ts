import "server-only";
import type { AttemptData } from "@/db/schema/attempts";
import { fail, ok, type Result } from "@/lib/errors";
import { sameOriginPath } from "@/lib/security/origin";
import { hashPassword } from "@/lib/security/password-hash";
import { consume } from "@/lib/security/rate-limits";
import type { Settings } from "@/lib/settings/schema";
import { acceptPassword } from "@/lib/users/acceptable-password";
import { findOwner } from "@/lib/users/identifiers";
import type { Visit } from "@/lib/visit";
import { requireAttempt, startAttempt } from "./attempt";
import { startMethod } from "./method";
import { takeGuess } from "./network-tries";
import type { Leave, NextStep } from "./next-step";
import { fillIn } from "./proofs";
import { prove } from "./prove";
import { advance, create, missingFields } from "./sign-up-advance";
import {
  missingSignUpFields,
  nextToProve,
  readMissing,
  readSignUp,
  SIGN_UP_KINDS,
  type SignUpInput,
} from "./sign-up-fields";
import { startEnterprise } from "./sso-start";

/** First step: the identifiers and names the settings ask for. */
export async function startSignUp(
  visit: Visit,
  { redirectUrl, ...input }: SignUpInput & { redirectUrl?: string },
): Promise<Result<NextStep | Leave>> {
  const { settings } = visit;
  if (!settings.signUp.open) return fail("sign_up_closed");
  const allowed = await consume("start:network", visit.client.ip);
  if (!allowed.ok) return allowed;
  const read = readSignUp(input, settings);
  if (!read.ok) return read;
  const { data } = read;
  const away = data.email ? await startEnterprise(visit, data.email, { redirectUrl }) : null;
  if (away) return away;
  const free = await checkFree(visit, data);
  if (!free.ok) return free;
  const first = SIGN_UP_KINDS.find((kind) => data[kind]);
  const attempt = await startAttempt(visit, {
    flow: "sign-up",
    userId: null,
    identifier: first ? { kind: first, value: data[first] ?? "" } : null,
    strategy: null,
    data: { ...data, redirectTo: sameOriginPath(redirectUrl) },
  });
  return advance(visit, attempt);
}

/**
 * A username is for all to see, so that it is taken cannot be hidden; of the others it is told in friendly mode only. A
 * network learns of as many as it may guess proofs.
 */
async function checkFree(visit: Visit, data: AttemptData): Promise<Result> {
  const tells = data.username || visit.settings.protection.enumeration === "bulk";
  if (!tells) return ok();
  const guess = await takeGuess(visit);
  if (!guess.ok) return guess;
  const free = await isFree(data, visit.settings);
  await guess.data(free.ok);
  return free;
}

async function isFree(data: AttemptData, { protection }: Settings): Promise<Result> {
  if (data.username && (await findOwner({ kind: "username", value: data.username }))) return fail("username_taken");
  if (protection.enumeration !== "bulk") return ok();
  for (const kind of ["email", "phone"] as const) {
    const value = data[kind];
    if (value && (await findOwner({ kind, value }))?.verified) return fail("identifier_taken");
  }
  return ok();
}

/** Sends the code or link again. */
export async function resendSignUp(visit: Visit): Promise<Result<NextStep>> {
  const attempt = await requireAttempt(visit, "sign-up");
  if (!attempt.ok) return attempt;
  const next = nextToProve(attempt.data, visit.settings);
  return next ? startMethod(visit, attempt.data, next.by) : advance(visit, attempt.data);
}

/** The code that proves the identifier whose turn it is. */
export async function verifySignUp(visit: Visit, proof: unknown): Promise<Result<NextStep>> {
  const attempt = await requireAttempt(visit, "sign-up");
  if (!attempt.ok) return attempt;
  const { awaits, flow } = attempt.data;
  if (awaits) return ok({ step: awaits, flow });
  if (attempt.data.identifierProvedAt) return advance(visit, attempt.data);
  const proved = await prove(visit, attempt.data, nextToProve(attempt.data, visit.settings)?.by, proof);
  return proved.ok ? advance(visit, proved.data.attempt) : proved;
}

/** The fields that were missing. @param input.password in clear; hashed here, stored with the new person. */
export async function continueSignUp(
  visit: Visit,
  input: SignUpInput & { password?: string },
): Promise<Result<NextStep>> {
  const found = await requireAttempt(visit, "sign-up");
  if (!found.ok) return found;
  const { settings } = visit;
  const { awaits, flow } = found.data;
  if (awaits) return ok({ step: awaits, flow });
  if (nextToProve(found.data, settings)) return ok({ step: "verify", flow: "sign-up" });
  const { password, ...typed } = input;
  const given = readMissing(missingSignUpFields(found.data.data, settings), typed, settings);
  if (!given.ok) return given;
  const free = await checkFree(visit, given.data);
  if (!free.ok) return free;
  const data = { ...found.data.data, ...given.data };
  const missing = missingFields({ data }, settings).filter((field) => field !== "password" || !password);
  if (missing.length > 0) {
    return fail("invalid_input", {
      fields: Object.fromEntries(missing.map((field) => [field, "This is needed to go on."])),
    });
  }
  const attempt = await fillIn(found.data, data);
  if (!attempt) return ok({ step: "continue" });
  if (nextToProve(attempt, settings)) return advance(visit, attempt);
  if (!password || !settings.password.enabled) return create(visit, attempt, null);
  const { email, phone, username, firstName, lastName } = attempt.data;
  const identity = [email, phone, username, firstName, lastName];
  const { client, now } = visit;
  const fit = await acceptPassword({ password, settings, identity, userId: null, client, now });
  return fit.ok ? create(visit, attempt, await hashPassword(password)) : fit;
}
