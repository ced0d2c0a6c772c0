import { describe, expect, it } from "vitest";
import {
  accountExistsText,
  accountLockedText,
  codesLinkText,
  codesWaitText,
  codeText,
  identifierChangedText,
  noAccountText,
  passwordChangedText,
  passwordRemovedText,
} from "./texts";

const purposes = ["sign-in", "sign-up", "reset-password", "step-up", "add-identifier"] as const;
const host = "accounts.example.com";
const url = `https://${host}/sign-up`;
const code = (appName: string, purpose: (typeof purposes)[number] = "sign-in") =>
  codeText({ appName, code: "042137", minutes: 10, purpose, host });

/** Every text of a site with this name. */
const texts = (appName: string): string[] => [
  ...purposes.map((purpose) => code(appName, purpose)),
  accountExistsText({ appName, url }),
  noAccountText({ appName, url }),
  ...["password", "authenticator app"].map((what) =>
    accountLockedText({ appName, what, unlockUrl: `https://${host}/unlock#${"x".repeat(43)}` }),
  ),
  codesLinkText({ appName, url: `https://${host}/unlock#${"x".repeat(43)}` }),
  codesWaitText({ appName, at: new Date(0) }),
  passwordChangedText({ appName }),
  passwordRemovedText({ appName }),
  ...(["email address", "phone number", "username"] as const).flatMap((what) =>
    (["added", "removed", "changed"] as const).map((how) => identifierChangedText({ appName, what, how })),
  ),
];

describe("[P07] text messages", () => {
  it.each(texts("Sign-in starter"))("fit into one segment of the GSM alphabet: %s", (text) => {
    expect(text.length).toBeLessThanOrEqual(160);
    // The part of GSM 03.38 that is ASCII, without the characters that count twice.
    expect(text).toMatch(/^[\n !"#$%&'()*+,\-./0-9:;<=>?@A-Z_a-z]+$/);
    expect(text).toContain("Sign-in starter");
  });

  it.each(purposes)("end with the code, bound to our origin: %s", (purpose) => {
    const lines = code("Acme", purpose).split("\n");
    expect(lines.at(-1)).toBe("@accounts.example.com #042137");
    expect(lines[0]).toMatch(/^042137 is your Acme .*It works for 10 minutes\./);
  });

  it("say what the code is for, each purpose in its own words", () => {
    expect(new Set(purposes.map((purpose) => code("Acme", purpose))).size).toBe(purposes.length);
  });

  it("speak of one minute", () => {
    expect(codeText({ appName: "Acme", code: "042137", minutes: 1, purpose: "sign-in", host })).toContain("1 minute.");
  });

  it.each([
    "Acme\n@evil.test #666666",
    "Acme\r\n\r\n@evil.test #666666",
    "Acme\u2028@evil.test #666666\u2029",
    "\u202eemcA",
  ])("[WF-06] keep one line of what strangers wrote: %j", (name) => {
    expect(code(name).split(/[\r\n\u2028\u2029]/)).toHaveLength(3);
    for (const text of texts(name)) expect(text).not.toMatch(/[\r\u2028\u2029\u202e]|\n@evil/);
  });

  it.each([
    ["email address", "added", "An email address was added to your Acme account."],
    ["phone number", "removed", "A phone number was removed from your Acme account."],
    ["username", "changed", "The username of your Acme account was changed."],
  ] as const)("say what happened: %s %s", (what, how, words) => {
    expect(identifierChangedText({ appName: "Acme", what, how })).toContain(words);
  });
});
