import type { Section, Settings } from "@/lib/settings/schema";

interface SectionNames<S extends Section> {
  /** Of the card it is set on, or of the page where it has several. */
  title: string;
  /** Where that is. */
  page: string;
  /** The labels of its settings there. */
  settings: Record<keyof Settings[S], string>;
}

const AUTHENTICATION = "/admin/authentication";

/** @returns the id of a card with this title, to link to. */
export const anchorOf = (title: string): string => title.toLowerCase().replace(/[^a-z0-9]+/g, "-");

/** What the pages of /admin call the sections of the settings, and each setting in them. */
export const settingNames: { [S in Section]: SectionNames<S> } = {
  branding: { title: "Branding", page: AUTHENTICATION, settings: { appName: "Name of this site" } },
  signUp: { title: "Sign-up", page: AUTHENTICATION, settings: { open: "Open" } },
  email: {
    title: "Email",
    page: AUTHENTICATION,
    settings: {
      signUp: "Ask for one at sign-up",
      verifyAtSignUp: "Verify at sign-up",
      verifyBy: "Verify by",
      signIn: "Sign in with an address",
      codeSignIn: "Sign in with a code",
      linkSignIn: "Sign in with a link",
      sameBrowser: "Require the same device and browser",
      restrictChanges: "Restrict changes",
    },
  },
  phone: {
    title: "Phone",
    page: AUTHENTICATION,
    settings: {
      signUp: "Ask for one at sign-up",
      verifyAtSignUp: "Verify at sign-up",
      signIn: "Sign in with a number",
      codeSignIn: "Sign in with a code",
      defaultCountry: "First country",
      restrictChanges: "Restrict changes",
    },
  },
  username: {
    title: "Username",
    page: AUTHENTICATION,
    settings: {
      signUp: "Ask for one at sign-up",
      signIn: "Sign in with a username",
      minLength: "Fewest characters",
      maxLength: "Most characters",
      specialCharacters: "More characters",
      latinOnly: "Latin letters only",
      restrictChanges: "Restrict changes",
    },
  },
  password: {
    title: "Password",
    page: AUTHENTICATION,
    settings: {
      enabled: "Passwords",
      requiredAtSignUp: "Ask for one at sign-up",
      minLength: "Shortest length",
      maxLength: "Longest length",
      minStrength: "Least strength",
      requireLowercase: "Ask for a lower-case letter",
      requireUppercase: "Ask for an upper-case letter",
      requireNumber: "Ask for a number",
      requireSymbol: "Ask for a symbol",
      refuseCommon: "Refuse common passwords",
      refuseBreached: "Refuse leaked passwords",
      breachedAtSignIn: "Refuse leaked passwords at sign-in",
    },
  },
  mfa: {
    title: "Two-step verification",
    page: AUTHENTICATION,
    settings: {
      totp: "Authenticator app",
      phoneCode: "Text message",
      backupCodes: "Backup codes",
      required: "Require it",
      trustBrowser: "Offer to trust a browser",
      trustDays: "Trusted for",
    },
  },
  passkey: {
    title: "Passkeys",
    page: AUTHENTICATION,
    settings: {
      enabled: "Passkeys",
      button: "Button",
      autofill: "Suggest them",
      perPerson: "Most for one person",
      satisfiesSecondFactor: "Counts as both steps",
      offerAfterSignIn: "Offer one after signing in",
      relatedOrigins: "Related origins",
    },
  },
  social: { title: "Social", page: "/admin/social", settings: { connections: "Connections" } },
  wallet: {
    title: "Wallets",
    page: "/admin/wallets",
    settings: {
      base: "Base",
      metamask: "MetaMask",
      coinbase: "Coinbase Wallet",
      okx: "OKX Wallet",
      other: "Other wallets",
      chains: "Networks",
      allowOnly: "Only allowed wallets",
      allowed: "Allowed",
      blocked: "Blocked",
    },
  },
  names: {
    title: "Names",
    page: AUTHENTICATION,
    settings: { firstName: "First name", lastName: "Last name" },
  },
  signIn: { title: "Sign-in", page: AUTHENTICATION, settings: { preferred: "First method" } },
  sms: {
    title: "Spending guard",
    page: "/admin/sms",
    settings: {
      notices: "Notices by text message",
      perDay: "Messages a day",
      perCountryDaily: "Messages a day to one country",
      unverifiedPercent: "Codes nobody enters",
      unverifiedSample: "Counted from",
    },
  },
  smsCountries: { title: "Countries", page: "/admin/sms", settings: { enabled: "Countries" } },
  sessions: {
    title: "Sessions",
    page: AUTHENTICATION,
    settings: { absoluteDays: "Longest session", idleDays: "Without a visit", recentAuthMinutes: "Fresh proof" },
  },
  protection: {
    title: "Protection",
    page: AUTHENTICATION,
    settings: {
      enumeration: "Who has an account",
      codeTries: "Wrong codes allowed",
      lockoutFailures: "Wrong proofs in a row",
      lockoutMinutes: "Locked for",
      networkFailures: "Failed attempts per network",
      networkSends: "Emailed codes per network",
      networkTexts: "Texted codes per network",
    },
  },
};
