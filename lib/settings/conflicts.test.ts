import { describe, expect, it } from "vitest";
import { conflictsIn } from "./conflicts";
import { defaultSettings, type Section, type Settings, sections } from "./schema";
import { type SocialSettings, socialSection } from "./social";
import { WALLET_APPS } from "./wallet";

type Change = { [S in Section]?: Partial<Settings[S]> };
const change = (changes: Change) =>
  Object.fromEntries(sections.map((name) => [name, { ...defaultSettings[name], ...changes[name] }])) as Settings;
/** @returns the fields that contradict, as `section.field`. */
const conflicting = (changes: Change) =>
  sections.flatMap((name) => Object.keys(conflictsIn(change(changes), name)).map((field) => `${name}.${field}`));

const onlyPassword = { email: { codeSignIn: false } };
const nothingOfOurs = { email: { codeSignIn: false }, password: { enabled: false } };
const social = (change: Partial<SocialSettings>) =>
  socialSection.parse({
    connections: {
      acme: {
        enabled: true,
        name: "Acme",
        issuer: "https://issuer.test",
        clientId: "client",
        clientSecret: "encrypted",
        ...change,
      },
    },
  });

describe("[P06 AZ-07] settings that contradict each other", () => {
  it.each<[string, Change]>([
    ["the defaults", {}],
    ["codes off, passwords for everybody", onlyPassword],
    ["passwords off", { password: { enabled: false } }],
    ["links in place of codes", { email: { codeSignIn: false, linkSignIn: true, verifyBy: "link" } }],
    [
      "numbers only, by text message",
      { email: { signUp: "off", signIn: false }, phone: { signUp: "required", signIn: true } },
    ],
    [
      "a username and a password, an address for resets",
      { email: { signIn: false }, username: { signUp: "required", signIn: true } },
    ],
    ["either an address or a number", { email: { signUp: "optional" }, phone: { signUp: "optional", signIn: true } }],
    ["a code first", { signIn: { preferred: "code" } }],
    [
      "whatever sign-up would ask for, while it is closed",
      { signUp: { open: false }, email: { signUp: "off" }, phone: { signUp: "off" } },
    ],
    ["[P28] a social connection alone", { ...nothingOfOurs, social: social({}) }],
    ...WALLET_APPS.map((app): [string, Change] => [
      `[P33] ${app} alone`,
      { ...nothingOfOurs, wallet: { [app]: true } },
    ]),
  ])("allows %s", (_, changes) => expect(conflicting(changes)).toEqual([]));

  it.each<[string, Change, string[]]>([
    [
      "nobody can sign in: no passwords, no messages",
      { email: { codeSignIn: false }, password: { enabled: false } },
      ["email.codeSignIn", "password.enabled"],
    ],
    [
      "[P28] the one social connection goes off, and nothing else is on",
      { ...nothingOfOurs, social: social({ enabled: false }) },
      ["social.connections", "email.codeSignIn", "password.enabled"],
    ],
    [
      "[P28] it is for the profile only",
      { ...nothingOfOurs, social: social({ use: "connect" }) },
      ["social.connections"],
    ],
    ["[P28] it has no secret", { ...nothingOfOurs, social: social({ clientSecret: "" }) }, ["social.connections"]],
    ["[P33] the one wallet goes off, and nothing else is on", nothingOfOurs, ["wallet.base", "social.connections"]],
    ["nobody can say who they are", { email: { signIn: false } }, ["email.signIn"]],
    [
      "sign-up asks for nothing",
      { email: { signUp: "off" } },
      ["signUp.open", "email.signUp", "phone.signUp", "username.signUp"],
    ],
    [
      "people sign in by text message only, and no country gets any",
      { ...nothingOfOurs, phone: { signIn: true }, smsCountries: { enabled: [] } },
      ["phone.codeSignIn", "email.codeSignIn"],
    ],
    [
      "new people get no way back in",
      { ...onlyPassword, password: { requiredAtSignUp: false } },
      ["email.codeSignIn", "password.requiredAtSignUp"],
    ],
    [
      "sign-up requires only what nobody signs in with",
      { phone: { signUp: "required" }, email: { signUp: "optional" } },
      ["phone.signIn"],
    ],
    [
      "a username alone can't have its password reset",
      { email: { signUp: "off" }, username: { signUp: "required", signIn: true } },
      ["email.signUp", "password.enabled"],
    ],
    ["a code first, without codes", { ...onlyPassword, signIn: { preferred: "code" } }, ["signIn.preferred"]],
    ["an idle limit beyond the longest session", { sessions: { idleDays: 31 } }, ["sessions.idleDays"]],
    [
      "the shortest username is longer than the longest",
      { username: { minLength: 9, maxLength: 8 } },
      ["username.minLength"],
    ],
    [
      "numbers required, but no country gets messages",
      { phone: { signUp: "required", signIn: true }, smsCountries: { enabled: [] } },
      ["phone.signUp", "smsCountries.enabled"],
    ],
  ])("refuses: %s", (_, changes, fields) => expect(conflicting(changes)).toEqual(expect.arrayContaining(fields)));
});
