import "server-only";
import type { AttemptData } from "@/db/schema/attempts";
import { type ErrorCode, type ErrorDetails, fail, ok, type Result } from "@/lib/errors";
import { signsInAgain } from "@/lib/settings/conflicts";
import type { Settings } from "@/lib/settings/schema";
import { verifierOf } from "@/lib/strategies";
import type { Attempt } from "@/lib/strategies/strategy";
import { normaliseEmail } from "@/lib/users/email-address";
import { kindsInWords } from "@/lib/users/identify";
import { readPhone } from "@/lib/users/typed-phone";
import { checkUsername } from "@/lib/users/username";
import { hasWayIn } from "@/lib/users/ways-in";

/** The kinds sign-up can ask for, in the order of the form and of their verification. */
export const SIGN_UP_KINDS = ["email", "phone", "username"] as const;
export type SignUpKind = (typeof SIGN_UP_KINDS)[number];
const NAMES = ["firstName", "lastName"] as const;

/** What the first form of a sign-up posts, as typed. */
export interface SignUpInput {
  email?: string;
  phone?: string;
  /** ISO country chosen beside the number. */
  phoneCountry?: string;
  username?: string;
  firstName?: string;
  lastName?: string;
}

export type SignUpField = SignUpKind | (typeof NAMES)[number];

/** @returns the fields the first form shows, by the settings. What can be left out and can't be proved is not asked for. */
export function signUpFields(settings: Settings): { name: SignUpField; required: boolean }[] {
  const { names } = settings;
  const isInVain = (kind: SignUpKind) =>
    kind !== "username" &&
    settings[kind].signUp === "optional" &&
    settings[kind].verifyAtSignUp &&
    !verifierOf(kind, settings, "sign-up");
  return [
    ...NAMES.map((name) => ({ name, asked: names[name] })),
    ...SIGN_UP_KINDS.map((name) => ({ name, asked: isInVain(name) ? "off" : settings[name].signUp })),
  ].flatMap(({ name, asked }) => (asked === "off" ? [] : [{ name, required: asked === "required" }]));
}

/**
 * Reads the first form: what the settings ask for is there and usable, what they do not ask for is dropped.
 * @returns normalised values; `invalid_input` per field; `country_not_allowed` for a number whose country is off (P12).
 */
export function readSignUp(input: SignUpInput, settings: Settings): Result<AttemptData> {
  const data: AttemptData = {};
  const fields: Record<string, string> = {};
  let code: ErrorCode = "invalid_input";
  let details: ErrorDetails | undefined;
  for (const { name, required } of signUpFields(settings)) {
    const typed = input[name]?.trim();
    if (!typed) {
      if (required) fields[name] = `Enter your ${words[name]}.`;
      continue;
    }
    const value = read[name](typed, settings, input);
    if (value.ok) data[name] = value.data;
    else {
      fields[name] = value.error.fields?.[name] ?? `Enter a valid ${words[name]}.`;
      ({ code, details } = value.error);
    }
  }
  if (Object.keys(fields).length === 0 && !leavesWayIn(data, settings)) {
    const kinds = SIGN_UP_KINDS.filter((kind) => settings[kind].signUp !== "off" && !data[kind]);
    fields[kinds[0] ?? "email"] = `Enter your ${kindsInWords(kinds)}, so that you can sign in again.`;
  }
  const wrong = Object.keys(fields).length;
  if (wrong === 0) return ok(data);
  return fail(wrong === 1 ? code : "invalid_input", { details, fields });
}

const words: Record<SignUpField, string> = {
  email: "email address",
  phone: "phone number",
  username: "username",
  firstName: "first name",
  lastName: "last name",
};

const wrong = (field: SignUpField, text: string) => fail("invalid_input", { fields: { [field]: text } });

const read: Record<SignUpField, (typed: string, settings: Settings, input: SignUpInput) => Result<string>> = {
  email(typed) {
    const value = normaliseEmail(typed);
    return value ? ok(value) : wrong("email", "Enter an email address like name@example.com.");
  },
  phone: (typed, settings, { phoneCountry }) => readPhone({ phone: typed, phoneCountry }, settings),
  username: checkUsername,
  firstName: (typed) => ok(typed),
  lastName: (typed) => ok(typed),
};

/** @returns whether somebody with these identifiers, and the password they will be asked for, could sign in again. */
function leavesWayIn(data: AttemptData, settings: Settings): boolean {
  const identifiers = SIGN_UP_KINDS.flatMap((kind) => (data[kind] ? [{ kind, value: data[kind] }] : []));
  const { enabled, requiredAtSignUp } = settings.password;
  const hasPassword = enabled && requiredAtSignUp;
  return hasWayIn({ identifiers, hasPassword, secondFactors: [], passkeys: 0, connections: [] }, settings);
}

/** @returns the required fields that nobody has filled in yet: a provider tells only some of them. */
export const missingSignUpFields = (data: AttemptData, settings: Settings): SignUpField[] =>
  signUpFields(settings).flatMap(({ name, required }) => (required && !data[name] ? [name] : []));

/**
 * Reads what was typed for missing fields, and for those already there nothing.
 * @returns normalised values; `invalid_input` per field, or why a number can't be used.
 */
export function readMissing(missing: SignUpField[], input: SignUpInput, settings: Settings): Result<AttemptData> {
  const data: AttemptData = {};
  for (const name of missing) {
    const typed = input[name]?.trim();
    if (!typed) continue;
    const value = read[name](typed, settings, input);
    if (!value.ok) return value;
    data[name] = value.data;
  }
  return ok(data);
}

/** @returns the identifiers of a sign-up with the time each was proved, in the order of the form. */
export function collected({ data, identifierKind, identifierValue, identifierProvedAt }: Attempt) {
  return SIGN_UP_KINDS.flatMap((kind) => {
    const value = data[kind];
    if (!value) return [];
    const earlier = data.proved?.find((proof) => proof.kind === kind && proof.value === value);
    const current = identifierKind === kind && identifierValue === value ? identifierProvedAt : null;
    return [{ kind, value, verifiedAt: current ?? (earlier ? new Date(earlier.at) : null) }];
  });
}

/** @returns the next identifier the settings want proved before the account exists, and how; null when all are. */
export function nextToProve(attempt: Attempt, settings: Settings) {
  const next = collected(attempt).find(
    ({ kind, verifiedAt }) => kind !== "username" && settings[kind].verifyAtSignUp && !verifiedAt,
  );
  return next ? { kind: next.kind, value: next.value, by: verifierOf(next.kind, settings, "sign-up") } : null;
}

/** @returns whether strangers can create an account by the form: open, what has to be proved can be, and they can come back. */
export function isSignUpPossible(settings: Settings): boolean {
  const kinds = (["email", "phone"] as const).filter((kind) => settings[kind].verifyAtSignUp);
  return (
    settings.signUp.open &&
    kinds.every(
      (kind) => settings[kind].signUp !== "required" || verifierOf(kind, settings, "sign-up") !== undefined,
    ) &&
    signsInAgain(
      settings,
      SIGN_UP_KINDS.filter((kind) => settings[kind].signUp !== "off"),
    )
  );
}
