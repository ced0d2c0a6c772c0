import { render, toPlainText } from "react-email";
import { describe, expect, it } from "vitest";
import { accountExists } from "./templates/account-exists";
import { accountLocked } from "./templates/account-locked";
import { emailAdded } from "./templates/email-added";
import { emailChanged } from "./templates/email-changed";
import { emailLink, type LinkPurpose } from "./templates/email-link";
import { newDevice } from "./templates/new-device";
import { noAccount } from "./templates/no-account";
import { passwordChanged } from "./templates/password-changed";
import { passwordRemoved } from "./templates/password-removed";
import { phoneAdded, phoneRemoved } from "./templates/phone-changed";
import { resetPasswordCode } from "./templates/reset-password-code";
import { usernameChanged } from "./templates/username-changed";
import { type CodePurpose, verificationCode } from "./templates/verification-code";

const at = new Date("2026-11-23T10:05:59Z");
const url = "https://app.test/go#token";
const code = (appName: string, purpose: CodePurpose) =>
  verificationCode({ appName, code: "042137", minutes: 10, purpose });
const link = (appName: string, purpose: LinkPurpose, sameBrowser = false) =>
  emailLink({ appName, url, minutes: 10, purpose, sameBrowser });

/** Every template with `text` wherever a value could come from a stranger, and the words it must contain. */
const templates = (text: string) =>
  [
    [
      "sign-in code",
      code(text, "sign-in"),
      ["sign-in code", "042137", "It works for 10 minutes.", "If you didn't ask for it"],
    ],
    [
      "sign-up code",
      code(text, "sign-up"),
      ["sign-up code", "042137", "It works for 10 minutes.", "If you didn't ask for it"],
    ],
    [
      "step-up code",
      code(text, "step-up"),
      ["Confirm that it is you", "042137", "It works for 10 minutes.", "If you didn't ask for it"],
    ],
    [
      "new address code",
      code(text, "add-identifier"),
      ["Verify this address", "042137", "It works for 10 minutes.", "If you didn't ask for it"],
    ],
    [
      "reset code",
      resetPasswordCode({ appName: text, code: "042137", minutes: 1 }),
      ["Reset your password", "042137", "It works for 1 minute."],
    ],
    [
      "sign-in link",
      link(text, "sign-in"),
      ["sign-in link", "It works once, for 10 minutes.", "If you didn't ask for it", url],
    ],
    [
      "sign-up link",
      link(text, "sign-up"),
      ["sign-up link", "It works once, for 10 minutes.", "If you didn't ask for it", url],
    ],
    [
      "step-up link",
      link(text, "step-up"),
      ["Confirm that it is you", "It works once, for 10 minutes.", "someone may be using your account", url],
    ],
    [
      "new address link",
      link(text, "add-identifier"),
      ["Verify this address", "It works once, for 10 minutes.", "If you didn't ask for it", url],
    ],
    [
      "password changed",
      passwordChanged({ appName: text, at, resetUrl: url }),
      ["Your password was changed", "23 November 2026 at 10:05 UTC", "If it wasn't you", url],
    ],
    [
      "password removed",
      passwordRemoved({ appName: text, at, profileUrl: url }),
      ["Your password was removed", "10:05 UTC", "If it wasn't you", url],
    ],
    [
      "new device",
      newDevice({ appName: text, browser: text, system: text, ip: text, at, profileUrl: url }),
      ["10:05 UTC", "If it wasn't you", "sign out that device", url],
    ],
    [
      "email added",
      emailAdded({ appName: text, addedEmail: text }),
      ["An address was added", "If it wasn't you", "change your password"],
    ],
    [
      "account exists",
      accountExists({ appName: text, signInUrl: url }),
      ["You already have an account", "sign in instead", url],
    ],
    [
      "no account",
      noAccount({ appName: text, signUpUrl: url }),
      ["There is no account for this address", "sign up", url],
    ],
    [
      "account locked",
      accountLocked({ appName: text, what: "password", unlockUrl: url }),
      ["Your account is locked", "Unlock account", url],
    ],
    [
      "email changed",
      emailChanged({ appName: text, newEmail: text }),
      ["Your email address was changed", "If it wasn't you"],
    ],
    [
      "phone added",
      phoneAdded({ appName: text, phone: text }),
      ["A phone number was added", "If it wasn't you", "change your password"],
    ],
    [
      "phone removed",
      phoneRemoved({ appName: text, phone: text }),
      ["A phone number was removed", "If it wasn't you", "change your password"],
    ],
    [
      "username changed",
      usernameChanged({ appName: text, username: text }),
      ["Your username was changed", "If it wasn't you", "change your password"],
    ],
  ] as const;

describe.each(templates("Acme"))("%s", (_name, { subject, body }, words) => {
  it("says what it must in HTML and in text", async () => {
    const html = await render(body);
    const text = toPlainText(html);
    expect(subject).toContain("Acme");
    for (const part of words) {
      expect(text.toLowerCase()).toContain(part.toLowerCase());
      expect(html).toContain(part.replaceAll("'", "&#x27;"));
    }
    expect(html).toContain("prefers-color-scheme: dark");
    expect(text).not.toMatch(/undefined|\[object/);
  });
});

it("puts a code first in the subject, where phones look for it", () => {
  expect(code("Acme", "sign-in").subject).toBe("042137 is your Acme sign-in code");
  expect(resetPasswordCode({ appName: "Acme", code: "042137", minutes: 10 }).subject).toBe(
    "042137 is your Acme password reset code",
  );
});

it.each(["sign-in", "sign-up", "add-identifier"] as const)(
  "[P05] says where to open the link when that matters: %s",
  async (purpose) => {
    const where = "in the browser where you asked for it";
    expect(await render(link("Acme", purpose, true).body)).toContain(where);
    expect(await render(link("Acme", purpose, false).body)).not.toContain(where);
  },
);

it("cuts what strangers wrote to 200 characters, without breaking one", async () => {
  const html = await render(
    newDevice({ appName: "Acme", browser: "🦊".repeat(300), system: "x".repeat(5000), ip: "::1", at, profileUrl: url })
      .body,
  );
  expect(html).toContain(`<strong>${"🦊".repeat(200)}</strong>`);
  expect(html).toContain(`<strong>${"x".repeat(200)}</strong>`);
});

const payloads = [
  "<script>alert(1)</script>",
  "<img src=x onerror=alert(1)>",
  "</strong></p><svg/onload=alert(1)>",
  '"><iframe src=javascript:alert(1)>',
  '\'><a href="https://evil.test">click</a>',
  "</style><style>*{display:none}</style>",
  "<!--><script>alert(1)</script>-->",
  "<form action=https://evil.test><input name=password>",
  "<meta http-equiv=refresh content='0;url=https://evil.test'>",
  "]]><x:script xmlns:x='http://www.w3.org/1999/xhtml'>alert(1)</x:script>",
];

describe.each(payloads)("[WF-06] %s", (payload) => {
  it.each(templates(payload))("is text in: %s", async (_name, { subject, body }) => {
    const html = await render(body);
    expect(html).not.toContain(payload);
    expect(html).toContain(
      payload
        .replace(/&/g, "&amp;")
        .replace(/</g, "&lt;")
        .replace(/>/g, "&gt;")
        .replace(/"/g, "&quot;")
        .replace(/'/g, "&#x27;"),
    );
    const tags = new Set([...html.matchAll(/<([a-z][\w:-]*)/gi)].map((match) => match[1]));
    for (const tag of ["script", "svg", "iframe", "form", "input", "img", "x:script"]) expect(tags).not.toContain(tag);
    expect(subject).not.toMatch(/[\r\n]/);
  });
});
