import { z } from "zod";
import { singleLine } from "@/lib/single-line";

const requirement = z.enum(["off", "optional", "required"]);

/** The hard limits behind the settings: what no admin can undo (PW-03). */
const PASSWORD_FLOOR = 8;
export const PASSWORD_CEILING = 128;

/**
 * Every option an admin can change, with its default: an empty table is a working app.
 * One top-level key is one row of the `settings` table and one card in /admin.
 */
export const settingsSchema = z.object({
  branding: z.object({
    /** Shown in titles, mails and on every card. */
    appName: singleLine(60)
      .refine((name) => name.length > 0, "Enter a name.")
      .default("Sign-in starter"),
  }),
  signUp: z.object({
    /** Whether strangers can create an account. */
    open: z.boolean().default(true),
  }),
  email: z.object({
    /** Proved by a code before the account exists. */
    verifyAtSignUp: z.boolean().default(true),
    /** Sign-in with a code sent to the address. */
    codeSignIn: z.boolean().default(true),
    /** Wrong codes before the whole attempt is void (EM-06). */
    codeTries: z.coerce.number<number>().int().min(3, "At least 3.").max(10, "At most 10.").default(5),
  }),
  password: z.object({
    /** Off: nobody new gets one; who has one still signs in with it (P18). */
    enabled: z.boolean().default(true),
    requiredAtSignUp: z.boolean().default(true),
    minLength: z.coerce
      .number<number>()
      .int()
      .min(PASSWORD_FLOOR, `At least ${PASSWORD_FLOOR}.`)
      .max(64, "At most 64: longer ones would shut people out.")
      .default(PASSWORD_FLOOR),
    /** Refuse passwords on the offline list of common ones (PW-06). */
    refuseCommon: z.boolean().default(true),
  }),
  names: z.object({
    firstName: requirement.default("off"),
    lastName: requirement.default("off"),
  }),
  signIn: z.object({
    /** The method shown first; "use another method" lists the rest. */
    preferred: z.enum(["password", "email-code"]).default("password"),
  }),
  sessions: z.object({
    /** Signed out after this long whatever happens. */
    absoluteDays: z.coerce.number<number>().int().min(1, "At least 1.").max(365, "At most 365.").default(30),
    /** Signed out after this long without a visit. */
    idleDays: z.coerce.number<number>().int().min(1, "At least 1.").max(365, "At most 365.").default(7),
    /** How fresh a proof sensitive changes need (SE-08). */
    recentAuthMinutes: z.coerce.number<number>().int().min(1, "At least 1.").max(60, "At most 60.").default(10),
  }),
  protection: z.object({
    /** strict: known and unknown people look the same. bulk: unknown ones are told so; only rate limits protect. */
    enumeration: z.enum(["strict", "bulk"]).default("strict"),
    /** Wrong proofs in a row, of any kind, before an account locks (RL-01). */
    lockoutFailures: z.coerce.number<number>().int().min(5, "At least 5.").max(100, "At most 100.").default(10),
    lockoutMinutes: z.coerce.number<number>().int().min(1, "At least 1.").max(1440, "At most 1440.").default(60),
  }),
});

export type Settings = z.output<typeof settingsSchema>;
export type Section = keyof Settings;
export const sections = Object.keys(settingsSchema.shape) as Section[];

/** @returns the schema of one section. */
export const sectionSchema = <S extends Section>(section: S) => settingsSchema.shape[section];

/** All defaults. */
export const defaultSettings: Settings = settingsSchema.parse(Object.fromEntries(sections.map((name) => [name, {}])));

/**
 * @returns for each field that contradicts another, why: combinations in which nobody could sign in or up.
 * Keys are field names of the section in which the admin can mend it.
 */
export function conflictsIn(settings: Settings): Record<string, string> {
  const conflicts: Record<string, string> = {};
  const { email, password, signIn, sessions } = settings;
  if (!email.codeSignIn && !password.enabled) {
    conflicts.codeSignIn = "Turn on sign-in by code or passwords: with both off, nobody could sign in.";
    conflicts.enabled = conflicts.codeSignIn;
  }
  if (!email.codeSignIn && !password.requiredAtSignUp) {
    conflicts.requiredAtSignUp = "With sign-in by code off, people without a password could not sign in.";
  }
  if (signIn.preferred === "email-code" && !email.codeSignIn) {
    conflicts.preferred = "Sign-in by code is off, so it can't be the first method.";
  }
  if (sessions.idleDays > sessions.absoluteDays) {
    conflicts.idleDays = "This can't be longer than the longest session.";
  }
  return conflicts;
}
