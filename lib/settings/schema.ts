import { z } from "zod";
import { singleLine } from "@/lib/single-line";
import { socialSection } from "./social";
import { walletSection } from "./wallet";

const requirement = z.enum(["off", "optional", "required"]);

/** The hard limits behind the settings: what no admin can undo (PW-03). */
const PASSWORD_FLOOR = 8;
const PASSWORD_CEILING = 128;
export const USERNAME_BOUNDS = { min: 4, max: 64 };

const whole = (min: number, max: number) =>
  z.coerce.number<number>().int().min(min, `At least ${min}.`).max(max, `At most ${max}.`);
const country = z.string().regex(/^[A-Z]{2}$/, "Choose a country.");

/** @returns the origins in a text that has a space or a comma between them. */
export const originsIn = (typed: string): string[] => typed.split(/[\s,]+/).filter(Boolean);

/** A web origin, written as browsers write it: they compare it letter by letter, and know no patterns. */
const isWebOrigin = (text: string): boolean =>
  /^https?:[^*]+$/.test(text) && URL.canParse(text) && new URL(text).origin === text;

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
    /** Whether sign-up asks for an address. */
    signUp: requirement.default("required"),
    /** Proved before the account exists. */
    verifyAtSignUp: z.boolean().default(true),
    /** How an address is proved, at sign-up and when one is added. */
    verifyBy: z.enum(["code", "link"]).default("code"),
    /** Whether people can say who they are with it. */
    signIn: z.boolean().default(true),
    codeSignIn: z.boolean().default(true),
    linkSignIn: z.boolean().default(false),
    /** A link works only in the browser that asked for it (P05). */
    sameBrowser: z.boolean().default(true),
    /** Frozen after sign-up. */
    restrictChanges: z.boolean().default(false),
  }),
  phone: z.object({
    signUp: requirement.default("off"),
    verifyAtSignUp: z.boolean().default(true),
    signIn: z.boolean().default(false),
    codeSignIn: z.boolean().default(true),
    /** Of numbers typed without a country code. */
    defaultCountry: country.default("US"),
    restrictChanges: z.boolean().default(false),
  }),
  username: z.object({
    signUp: requirement.default("off"),
    signIn: z.boolean().default(false),
    minLength: whole(USERNAME_BOUNDS.min, USERNAME_BOUNDS.max).default(USERNAME_BOUNDS.min),
    maxLength: whole(USERNAME_BOUNDS.min, USERNAME_BOUNDS.max).default(USERNAME_BOUNDS.max),
    /** Allow ^ $ ! . ` # + ~ as well (P15). */
    specialCharacters: z.boolean().default(false),
    /** Letters of the Latin script only: others hold look-alikes (WF-10). */
    latinOnly: z.boolean().default(true),
    restrictChanges: z.boolean().default(false),
  }),
  password: z.object({
    /** Off: nobody new gets one; who has one still signs in with it (P18). */
    enabled: z.boolean().default(true),
    requiredAtSignUp: z.boolean().default(true),
    minLength: whole(PASSWORD_FLOOR, 64).default(PASSWORD_FLOOR),
    maxLength: whole(64, PASSWORD_CEILING).default(PASSWORD_CEILING),
    /** zxcvbn score, 0 to 4. */
    minStrength: whole(0, 4).default(2),
    requireLowercase: z.boolean().default(false),
    requireUppercase: z.boolean().default(false),
    requireNumber: z.boolean().default(false),
    requireSymbol: z.boolean().default(false),
    /** Refuse passwords on the offline list of common ones (PW-06). */
    refuseCommon: z.boolean().default(true),
    /** Look new passwords up among leaked ones (Have I Been Pwned, k-anonymity). */
    refuseBreached: z.boolean().default(true),
    /** A right but leaked password has to be reset before it signs anybody in. */
    breachedAtSignIn: z.boolean().default(false),
  }),
  mfa: z.object({
    /** What people may set up as a second factor. What somebody has set up stays asked for when its switch goes off (MF-08). */
    totp: z.boolean().default(false),
    phoneCode: z.boolean().default(false),
    backupCodes: z.boolean().default(false),
    /** Whoever has none sets one up before a session exists. */
    required: z.boolean().default(false),
    /** Offer not to ask again on a browser, and for how long. */
    trustBrowser: z.boolean().default(false),
    trustDays: whole(1, 90).default(30),
  }),
  passkey: z.object({
    enabled: z.boolean().default(false),
    /** A button on the sign-in page, and the browser's own suggestions in the identifier field. */
    button: z.boolean().default(true),
    autofill: z.boolean().default(true),
    /** Most passkeys of one person (P22). */
    perPerson: whole(1, 50).default(10),
    /** A verified person with a device is two factors already (P23). */
    satisfiesSecondFactor: z.boolean().default(true),
    /** Offer to create one after another kind of sign-in. */
    offerAfterSignIn: z.boolean().default(true),
    /** Origins of other domains that use these passkeys too (WebAuthn level 3, §5.11). */
    relatedOrigins: z
      .string()
      .max(1000)
      .refine(
        (typed) => originsIn(typed).every(isWebOrigin),
        "Origins like https://example.org, with a space between them.",
      )
      .default(""),
  }),
  /** Social connections: /admin/social. */
  social: socialSection,
  /** Wallets: /admin/wallets. */
  wallet: walletSection,
  names: z.object({
    firstName: requirement.default("off"),
    lastName: requirement.default("off"),
  }),
  signIn: z.object({
    /** What is asked first, the password or a code or link; "use another method" lists the rest. */
    preferred: z.enum(["password", "code"]).default("password"),
  }),
  sms: z.object({
    /** Tell people by text message too when a credential of theirs changes. */
    notices: z.boolean().default(true),
    /** Most messages in a day: to one country, and in all. */
    perCountryDaily: whole(1, 1_000_000).default(500),
    perDay: whole(1, 1_000_000).default(1000),
    /** A country stops when more than this share of its codes is never entered, once so many were sent in a day. */
    unverifiedPercent: whole(50, 100).default(80),
    unverifiedSample: whole(10, 10_000).default(30),
  }),
  smsCountries: z.object({
    /** Countries text messages go to, as ISO 3166-1 alpha-2 (P09). */
    enabled: z.array(country).max(300).default(["CA", "US"]),
  }),
  sessions: z.object({
    /** Signed out after this long whatever happens. */
    absoluteDays: whole(1, 365).default(30),
    /** Signed out after this long without a visit. */
    idleDays: whole(1, 365).default(7),
    /** How fresh a proof sensitive changes need (SE-08). */
    recentAuthMinutes: whole(1, 60).default(10),
  }),
  protection: z.object({
    /** strict: known and unknown people look the same. bulk: unknown ones are told so; only rate limits protect. */
    enumeration: z.enum(["strict", "bulk"]).default("strict"),
    /** Wrong codes before the whole attempt is void (EM-06). */
    codeTries: whole(3, 10).default(5),
    /** Wrong proofs in a row, of any kind, before an account locks (RL-01). */
    lockoutFailures: whole(5, 100).default(10),
    lockoutMinutes: whole(1, 1440).default(60),
  }),
});

export type Settings = z.output<typeof settingsSchema>;
export type Section = keyof Settings;
export const sections = Object.keys(settingsSchema.shape) as Section[];

/** @returns the schema of one section. */
export const sectionSchema = <S extends Section>(section: S) => settingsSchema.shape[section];

/** All defaults. */
export const defaultSettings: Settings = settingsSchema.parse(Object.fromEntries(sections.map((name) => [name, {}])));
