import { z } from "zod";
import { singleLine } from "@/lib/single-line";
import { section, setting, wholeNumber } from "./setting";
import { socialSection } from "./social";
import { walletSection } from "./wallet";

const requirement = z.enum(["off", "optional", "required"]);

/** The hard limits behind the settings: what no admin can undo (PW-03). */
const PASSWORD_FLOOR = 8;
const PASSWORD_CEILING = 128;
export const USERNAME_BOUNDS = { min: 4, max: 64 };

const whole = (min: number, max: number) =>
  wholeNumber(z.int("Enter a whole number.").min(min, `At least ${min}.`).max(max, `At most ${max}.`));
const country = z.string().regex(/^[A-Z]{2}$/, "Choose a country.");

/** @returns the origins in a text that has a space or a comma between them. */
export const originsIn = (typed: string): string[] => typed.split(/[\s,]+/).filter(Boolean);

/** A web origin, written as browsers write it: they compare it letter by letter, and know no patterns. */
const isWebOrigin = (text: string): boolean =>
  /^https?:[^*]+$/.test(text) && URL.canParse(text) && new URL(text).origin === text;

/**
 * Every option an admin can change, with its default, so that an empty table is a working app, and its strict value.
 * One top-level key is one row of the `settings` table and one card in /admin.
 */
export const settingsSchema = z.object({
  branding: section({
    /** Shown in titles, mails and on every card. */
    appName: setting(
      singleLine(60).refine((name) => name.length > 0, "Enter a name."),
      { both: "Sign-in starter" },
    ),
  }),
  signUp: section({
    /** Whether strangers can create an account. */
    open: setting(z.boolean(), { default: true, strict: false }),
  }),
  email: section({
    /** Whether sign-up asks for an address. */
    signUp: setting(requirement, { both: "required" }),
    /** Proved before the account exists. */
    verifyAtSignUp: setting(z.boolean(), { both: true }),
    /** How an address is proved, at sign-up and when one is added. */
    verifyBy: setting(z.enum(["code", "link"]), { both: "code" }),
    /** Whether people can say who they are with it. Strict as well: this is how an admin comes in to mend the rest. */
    signIn: setting(z.boolean(), { both: true }),
    codeSignIn: setting(z.boolean(), { both: true }),
    linkSignIn: setting(z.boolean(), { both: false }),
    /** A link works only in the browser that asked for it (P05). */
    sameBrowser: setting(z.boolean(), { both: true }),
    /** Frozen after sign-up. */
    restrictChanges: setting(z.boolean(), { default: false, strict: true }),
  }),
  phone: section({
    signUp: setting(requirement, { default: "off", strict: "required" }),
    verifyAtSignUp: setting(z.boolean(), { both: true }),
    signIn: setting(z.boolean(), { both: false }),
    codeSignIn: setting(z.boolean(), { default: true, strict: false }),
    /** Of numbers typed without a country code. */
    defaultCountry: setting(country, { both: "US" }),
    restrictChanges: setting(z.boolean(), { default: false, strict: true }),
  }),
  username: section({
    signUp: setting(requirement, { both: "off" }),
    signIn: setting(z.boolean(), { both: false }),
    minLength: setting(whole(USERNAME_BOUNDS.min, USERNAME_BOUNDS.max), { both: USERNAME_BOUNDS.min }),
    maxLength: setting(whole(USERNAME_BOUNDS.min, USERNAME_BOUNDS.max), { both: USERNAME_BOUNDS.max }),
    /** Allow ^ $ ! . ` # + ~ as well (P15). */
    specialCharacters: setting(z.boolean(), { both: false }),
    /** Letters of the Latin script only: others hold look-alikes (WF-10). */
    latinOnly: setting(z.boolean(), { both: true }),
    restrictChanges: setting(z.boolean(), { default: false, strict: true }),
  }),
  password: section({
    /** Off: nobody new gets one; who has one still signs in with it (P18). */
    enabled: setting(z.boolean(), { both: true }),
    requiredAtSignUp: setting(z.boolean(), { both: true }),
    /** Strict: what NIST SP 800-63B-4 §3.1.1.2 asks of a password that is the only factor; 64 would be nobody's. */
    minLength: setting(whole(PASSWORD_FLOOR, 64), { default: PASSWORD_FLOOR, strict: 15 }),
    maxLength: setting(whole(64, PASSWORD_CEILING), { both: PASSWORD_CEILING }),
    /** zxcvbn score, 0 to 4. */
    minStrength: setting(whole(0, 4), { default: 2, strict: 4 }),
    requireLowercase: setting(z.boolean(), { default: false, strict: true }),
    requireUppercase: setting(z.boolean(), { default: false, strict: true }),
    requireNumber: setting(z.boolean(), { default: false, strict: true }),
    requireSymbol: setting(z.boolean(), { default: false, strict: true }),
    /** Refuse passwords on the offline list of common ones (PW-06). */
    refuseCommon: setting(z.boolean(), { both: true }),
    /** Look new passwords up among leaked ones (Have I Been Pwned, k-anonymity). */
    refuseBreached: setting(z.boolean(), { both: true }),
    /** A right but leaked password has to be reset before it signs anybody in. */
    breachedAtSignIn: setting(z.boolean(), { default: false, strict: true }),
  }),
  mfa: section({
    /** What people may set up as a second factor. What somebody has set up stays asked for when its switch goes off (MF-08). */
    totp: setting(z.boolean(), { default: false, strict: true }),
    phoneCode: setting(z.boolean(), { both: false }),
    backupCodes: setting(z.boolean(), { both: false }),
    /** Whoever has none sets one up before a session exists. */
    required: setting(z.boolean(), { default: false, strict: true }),
    /** Offer not to ask again on a browser, and for how long. */
    trustBrowser: setting(z.boolean(), { both: false }),
    trustDays: setting(whole(1, 90), { default: 30, strict: 1 }),
  }),
  passkey: section({
    enabled: setting(z.boolean(), { both: false }),
    /** A button on the sign-in page, and the browser's own suggestions in the identifier field. */
    button: setting(z.boolean(), { both: true }),
    autofill: setting(z.boolean(), { both: true }),
    /** Most passkeys of one person (P22). */
    perPerson: setting(whole(1, 50), { default: 10, strict: 1 }),
    /** A verified person with a device is two factors already (P23). */
    satisfiesSecondFactor: setting(z.boolean(), { default: true, strict: false }),
    /** Offer to create one after another kind of sign-in. */
    offerAfterSignIn: setting(z.boolean(), { both: true }),
    /** Origins of other domains that use these passkeys too (WebAuthn level 3, §5.11). */
    relatedOrigins: setting(
      z
        .string()
        .max(1000)
        .refine(
          (typed) => originsIn(typed).every(isWebOrigin),
          "Origins like https://example.org, with a space between them.",
        ),
      { both: "" },
    ),
  }),
  /** Social connections: /admin/social. */
  social: socialSection,
  /** Wallets: /admin/wallets. */
  wallet: walletSection,
  names: section({
    firstName: setting(requirement, { both: "off" }),
    lastName: setting(requirement, { both: "off" }),
  }),
  signIn: section({
    /** What is asked first, the password or a code or link; "use another method" lists the rest. */
    preferred: setting(z.enum(["password", "code"]), { both: "password" }),
  }),
  sms: section({
    /** Tell people by text message too when a credential of theirs changes. */
    notices: setting(z.boolean(), { both: true }),
    /** Most messages in a day: to one country, and in all. Strict: room for people whose second step is a message. */
    perCountryDaily: setting(whole(1, 1_000_000), { default: 500, strict: 50 }),
    perDay: setting(whole(1, 1_000_000), { default: 1000, strict: 100 }),
    /** A country stops when more than this share of its codes is never entered, once so many were sent in a day. */
    unverifiedPercent: setting(whole(50, 100), { default: 80, strict: 50 }),
    unverifiedSample: setting(whole(10, 10_000), { default: 30, strict: 10 }),
  }),
  smsCountries: section({
    /** Countries text messages go to, as ISO 3166-1 alpha-2 (P09). */
    enabled: setting(z.array(country).max(300), { default: ["CA", "US"], strict: [] }),
  }),
  sessions: section({
    /** Signed out after this long whatever happens. */
    absoluteDays: setting(whole(1, 365), { default: 30, strict: 1 }),
    /** Signed out after this long without a visit. */
    idleDays: setting(whole(1, 365), { default: 7, strict: 1 }),
    /** How fresh a proof sensitive changes need (SE-08). */
    recentAuthMinutes: setting(whole(1, 60), { default: 10, strict: 1 }),
  }),
  protection: section({
    /** strict: known and unknown people look the same. bulk: unknown ones are told so; only rate limits protect. */
    enumeration: setting(z.enum(["strict", "bulk"]), { both: "strict" }),
    /** Wrong codes before the whole attempt is void (EM-06). */
    codeTries: setting(whole(3, 10), { default: 5, strict: 3 }),
    /** Wrong proofs in a row, of any kind, before an account locks (RL-01). Its owner is mailed a link that unlocks it. */
    lockoutFailures: setting(whole(5, 100), { default: 10, strict: 5 }),
    lockoutMinutes: setting(whole(1, 1440), { default: 60, strict: 1440 }),
    /** Wrong passwords and codes from one network in ten minutes, over all accounts. Strict: room for an office's own. */
    networkFailures: setting(whole(20, 100_000), { default: 100, strict: 50 }),
    /** Mails with a code or link, and codes by text message, that strangers in one network can ask for in an hour. */
    networkSends: setting(whole(20, 100_000), { default: 300, strict: 50 }),
    networkTexts: setting(whole(1, 10_000), { default: 10, strict: 5 }),
  }),
});

export type Settings = z.output<typeof settingsSchema>;
export type Section = keyof Settings;
export const sections = Object.keys(settingsSchema.shape) as Section[];

/** @returns the schema of one section. */
export const sectionSchema = <S extends Section>(section: S) => settingsSchema.shape[section];

/** All defaults. */
export const defaultSettings: Settings = settingsSchema.parse(Object.fromEntries(sections.map((name) => [name, {}])));
