import { socialConnections } from "@/lib/connections/social";
import type { Section, Settings } from "./schema";
import { offeredWallets, WALLET_APPS } from "./wallet";

type Field = { [S in Section]: `${S}.${Extract<keyof Settings[S], string>}` }[Section];
export type Change = { [S in Section]?: Partial<Settings[S]> };
/** What of the stored settings could not be read, by section; of a record, its entries as `field.entry`. */
export type Unreadable = { [S in Section]?: string[] };

interface Rule {
  broken: boolean;
  /** Where an admin can mend it. */
  fields: Field[];
  words: string;
  /** What gives way where a strict value contradicts the rest: it lets nobody in by less, and shuts nobody out. */
  giveWay: Change;
}

/** The kinds of identifier sign-up can ask for. */
const KINDS = ["email", "phone", "username"] as const;
type Kind = (typeof KINDS)[number];

/** @returns whether a code or link sent to this kind signs its owner in. */
export function signsInByMessage({ email, phone }: Settings, kind: Kind): boolean {
  if (kind === "email") return email.signIn && (email.codeSignIn || email.linkSignIn);
  return kind === "phone" && phone.signIn && phone.codeSignIn;
}

/** @returns the kinds sign-up asks for: the required ones, or, where none is, all that are optional. */
function askedKinds(settings: Settings): Kind[] {
  const required = KINDS.filter((kind) => settings[kind].signUp === "required");
  return required.length > 0 ? required : KINDS.filter((kind) => settings[kind].signUp === "optional");
}

/** @returns whether a password chosen at sign-up, or a code or link, signs in somebody who gave one of these kinds. */
export function signsInAgain(settings: Settings, kinds: readonly Kind[]): boolean {
  const newPassword = settings.password.enabled && settings.password.requiredAtSignUp;
  return kinds.some((kind) => settings[kind].signIn && (newPassword || signsInByMessage(settings, kind)));
}

const closed: Change = { signUp: { open: false } };

function rulesFor(settings: Settings, unreadable: Unreadable = {}): Rule[] {
  const { email, phone, username, password, signIn, signUp, sessions, mfa, smsCountries } = settings;
  const getsMessages = (kind: Kind) => kind !== "phone" || smsCountries.enabled.length > 0;
  const byMessage = KINDS.some((kind) => signsInByMessage(settings, kind) && getsMessages(kind));
  const byPassword = password.enabled && KINDS.some((kind) => settings[kind].signIn);
  const asked = askedKinds(settings);
  // Whoever has only an address finds their account again through a provider that vouches for it.
  const bySocial = socialConnections(settings).some(({ use }) => use === "sign-in");
  const byWallet = offeredWallets(settings).length > 0;
  return [
    {
      broken: !byMessage && !byPassword && !bySocial && !byWallet,
      fields: [
        "email.signIn",
        "email.codeSignIn",
        "email.linkSignIn",
        "phone.signIn",
        "phone.codeSignIn",
        "username.signIn",
        "password.enabled",
        "social.connections",
        // For all of them: the words would stand there five times.
        "wallet.base",
      ],
      words:
        "With this, nobody could sign in: leave passwords, codes or links on for an identifier people sign in with, a social connection or a wallet.",
      // Whatever let people in is among what can't be read, or was a connection that can't be trusted without it.
      giveWay: {
        email: { signIn: true, codeSignIn: true },
        phone: on("phone", ["signIn", "codeSignIn"], unreadable),
        username: on("username", ["signIn"], unreadable),
        wallet: on("wallet", WALLET_APPS, unreadable),
      },
    },
    {
      broken: signUp.open && asked.length === 0,
      fields: ["signUp.open", "email.signUp", "phone.signUp", "username.signUp"],
      words: "Sign-up has to ask for an address, a number or a username.",
      giveWay: closed,
    },
    {
      // Where neither is on, new people come through a provider or with a wallet, and go the same way again.
      broken: signUp.open && asked.length > 0 && (byMessage || byPassword) && !signsInAgain(settings, asked),
      fields: [
        "signUp.open",
        "email.signUp",
        "email.signIn",
        "email.codeSignIn",
        "email.linkSignIn",
        "phone.signUp",
        "phone.signIn",
        "phone.codeSignIn",
        "username.signUp",
        "username.signIn",
        "password.enabled",
        "password.requiredAtSignUp",
      ],
      words: "With this, new people could not sign in again with what sign-up asks them for.",
      giveWay: closed,
    },
    {
      broken: signUp.open && password.enabled && email.signUp === "off" && phone.signUp === "off",
      fields: ["signUp.open", "email.signUp", "phone.signUp", "password.enabled"],
      words: "A forgotten password could not be reset: let sign-up ask for an address or a number.",
      giveWay: closed,
    },
    {
      broken: signIn.preferred === "code" && !byMessage,
      fields: [
        "signIn.preferred",
        "email.signIn",
        "email.codeSignIn",
        "email.linkSignIn",
        "phone.signIn",
        "phone.codeSignIn",
      ],
      words: "A code or link is what people are asked first, so one of them has to be on.",
      giveWay: { signIn: { preferred: "password" } },
    },
    {
      // Not everybody has a number that gets messages, and an app is always offered beside one (MF-10).
      broken: (mfa.phoneCode || mfa.backupCodes || mfa.required) && !mfa.totp,
      fields: ["mfa.totp"],
      words: "This has to be on where anything else of two-step verification is: an app works for everybody.",
      giveWay: { mfa: { totp: true } },
    },
    {
      broken: sessions.idleDays > sessions.absoluteDays,
      fields: ["sessions.idleDays"],
      words: "This can't be longer than the longest session.",
      giveWay: { sessions: { idleDays: sessions.absoluteDays } },
    },
    {
      broken: username.minLength > username.maxLength,
      fields: ["username.minLength"],
      words: "This can't be more than the longest.",
      giveWay: { username: { minLength: username.maxLength } },
    },
    {
      broken: signUp.open && phone.signUp === "required" && !getsMessages("phone") && phone.verifyAtSignUp,
      fields: ["signUp.open", "phone.signUp", "smsCountries.enabled"],
      words: "Sign-up requires a number, so text messages have to go to at least one country.",
      giveWay: closed,
    },
  ];
}

/** The ones of these ways to sign in that could not be read, switched on. */
const on = <F extends string>(section: Section, ways: readonly F[], unreadable: Unreadable) =>
  Object.fromEntries(ways.filter((way) => unreadable[section]?.includes(way)).map((way) => [way, true])) as {
    [W in F]?: true;
  };

/**
 * @param unreadable the settings that are strict in these because they could not be read.
 * @returns what has to give way so that nothing contradicts: the first thing only, which may settle the others.
 */
export const givesWay = (settings: Settings, unreadable: Unreadable): Change | undefined =>
  rulesFor(settings, unreadable).find(({ broken }) => broken)?.giveWay;

/**
 * @param since how it was before a save, and what still can't be read after it. What contradicted already, and may do so
 * because of a section that can't be read, is no reason to refuse the save of another one.
 * @returns for each field of the section that contradicts another setting, why: combinations in which nobody could
 * sign in or up, or reset a password.
 */
export function conflictsIn(
  settings: Settings,
  section: Section,
  since?: { before: Settings; unreadable: Unreadable },
): Record<string, string> {
  const conflicts: Record<string, string> = {};
  const before = since && rulesFor(since.before);
  for (const [index, { broken, fields, words }] of rulesFor(settings).entries()) {
    const parts = fields.map((field) => field.split(".") as [Section, string]);
    const isOld = before?.[index]?.broken && parts.some(([owner]) => since?.unreadable[owner]);
    if (!broken || isOld) continue;
    for (const [owner, name] of parts) if (owner === section) conflicts[name] ??= words;
  }
  return conflicts;
}
