import { socialConnections } from "@/lib/connections/social";
import type { Section, Settings } from "./schema";
import { offeredWallets } from "./wallet";

type Field = { [S in Section]: `${S}.${Extract<keyof Settings[S], string>}` }[Section];
interface Rule {
  broken: boolean;
  /** Where an admin can mend it. */
  fields: Field[];
  words: string;
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

function rulesFor(settings: Settings): Rule[] {
  const { email, phone, username, password, signIn, sessions, mfa } = settings;
  const byMessage = KINDS.some((kind) => signsInByMessage(settings, kind));
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
    },
    {
      broken: asked.length === 0,
      fields: ["email.signUp", "phone.signUp", "username.signUp"],
      words: "Sign-up has to ask for an address, a number or a username.",
    },
    {
      // Where neither is on, new people come through a provider or with a wallet, and go the same way again.
      broken: asked.length > 0 && (byMessage || byPassword) && !signsInAgain(settings, asked),
      fields: [
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
    },
    {
      broken: password.enabled && email.signUp === "off" && phone.signUp === "off",
      fields: ["email.signUp", "phone.signUp", "password.enabled"],
      words: "A forgotten password could not be reset: let sign-up ask for an address or a number.",
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
    },
    {
      // Not everybody has a number that gets messages, and an app is always offered beside one (MF-10).
      broken: (mfa.phoneCode || mfa.backupCodes || mfa.required) && !mfa.totp,
      fields: ["mfa.totp"],
      words: "This has to be on where anything else of two-step verification is: an app works for everybody.",
    },
    {
      broken: sessions.idleDays > sessions.absoluteDays,
      fields: ["sessions.idleDays"],
      words: "This can't be longer than the longest session.",
    },
    {
      broken: username.minLength > username.maxLength,
      fields: ["username.minLength"],
      words: "This can't be more than the longest.",
    },
    {
      broken: phone.signUp === "required" && settings.smsCountries.enabled.length === 0 && phone.verifyAtSignUp,
      fields: ["phone.signUp", "smsCountries.enabled"],
      words: "Sign-up requires a number, so text messages have to go to at least one country.",
    },
  ];
}

/**
 * @returns for each field of the section that contradicts another setting, why: combinations in which nobody could
 * sign in or up, or reset a password.
 */
export function conflictsIn(settings: Settings, section: Section): Record<string, string> {
  const conflicts: Record<string, string> = {};
  for (const { broken, fields, words } of rulesFor(settings)) {
    if (!broken) continue;
    for (const field of fields) {
      const [owner, name] = field.split(".");
      if (owner === section && name) conflicts[name] ??= words;
    }
  }
  return conflicts;
}
