import fc from "fast-check";
import { beforeEach, describe, expect, it, vi } from "vitest";

beforeEach(() => vi.unstubAllEnvs());

/** @returns what judges addresses for a server like this. */
async function judgeOf(environment: Record<string, string>) {
  for (const [name, value] of Object.entries(environment)) vi.stubEnv(name, value);
  vi.resetModules();
  return import("./outbound-redirect");
}
const PUBLIC = { APP_URL: "https://app.example.com" };
const LOCAL = { APP_URL: "http://localhost:3000", LOOPBACK_PROVIDERS: "true" };

/** Never, whatever the server. */
const HOSTILE: [what: string, addresses: unknown[]][] = [
  [
    "another scheme",
    [
      "javascript:alert(1)",
      "javascript://idp.example.com/%0aalert(1)",
      "JaVaScRiPt:alert(1)",
      "java\tscript:alert(1)",
      "java\nscript:alert(1)",
      " javascript:alert(1)",
      "\u0000javascript:alert(1)",
      "\u00a0https://idp.example.com",
      "vbscript:msgbox(1)",
      "data:text/html,<script>alert(1)</script>",
      "data:text/html;base64,PHNjcmlwdD4=",
      "blob:https://idp.example.com/6e2c",
      "filesystem:https://idp.example.com/temporary/x",
      "view-source:https://idp.example.com",
      "file:///etc/passwd",
      "about:blank",
      "ftp://idp.example.com",
      "ws://idp.example.com",
      "wss://idp.example.com",
      "mailto:ada@idp.example.com",
      "tel:+15551234",
      "intent://idp.example.com#Intent;scheme=https;end",
      "otpauth://totp/x",
      "urn:x",
      "http://idp.example.com/authorize",
      "HTTP://idp.example.com",
    ],
  ],
  [
    "no address, or one that only a browser takes for one",
    [
      "",
      " ",
      "idp.example.com",
      "//idp.example.com",
      "/authorize",
      "/\\idp.example.com",
      "\\\\idp.example.com",
      "https:idp.example.com",
      "https:/idp.example.com",
      "https:///idp.example.com",
      "https:\\\\idp.example.com",
      "https://",
      "https://?x",
      "https:// idp.example.com",
      "https://idp.example.com:99999/",
      "https://idp.example.com:x/",
      "https://idp..example.com/",
      "https://.example.com/",
      "https://idp.example.com./",
      "https://-idp.example.com/",
      "https://idp_.example.com/",
      "https://*.example.com/",
      "https://intranet/",
      "https://com/",
      "https://idp.example.123/",
      `https://${"a".repeat(64)}.example.com/`,
      `https://${"a.".repeat(130)}example.com/`,
      null,
      undefined,
      42,
      {},
      ["https://idp.example.com"],
    ],
  ],
  [
    "credentials",
    [
      "https://ada:secret@idp.example.com/",
      "https://ada@idp.example.com/",
      "https://@idp.example.com/",
      "https://:@idp.example.com/",
      "https://accounts.google.com@evil.test/",
      "https://accounts.google.com%2f@evil.test/",
      "https://accounts.google.com\\@evil.test/",
    ],
  ],
  [
    "a host that reads as another",
    [
      "https://idp.example%2ecom/",
      "https://%69dp.example.com/",
      "https://idp。example。com/",
      "https://idp．example.com/",
      "https://app.example.com。evil.test/",
      "https://ｉｄｐ.example.com/",
      "https://idp\u00ad.example.com/",
      "https://bücher.example/",
      "https://idp.exa\tmple.com/",
      "https://idp.example.com\\evil.test/",
      "https://idp.example.com:0443/",
    ],
  ],
  [
    "an address of IP, however it is written",
    [
      "https://8.8.8.8/",
      "https://10.0.0.1/",
      "https://192.168.1.1/",
      "https://169.254.169.254/latest",
      "https://0.0.0.0/",
      "https://3232235777/",
      "https://0xc0a80101/",
      "https://0300.0250.1.1/",
      "https://192.168.257/",
      "https://[2606:4700::1111]/",
      "https://[fe80::1]/",
      "https://[fd00::1]/",
      "https://[::ffff:10.0.0.1]/",
      "https://2130706433/",
      "https://0x7f.1/",
      "https://0177.0.0.1/",
      "https://127.1/",
      "https://[::ffff:127.0.0.1]/",
      "https://[0:0:0:0:0:0:0:1]/",
    ],
  ],
  [
    "characters no address has",
    [
      "https://idp.example.com/authorize\r\nSet-Cookie: a=b",
      "https://idp.example.com/%0d\n",
      "https://idp.example.com/a b",
      "https://idp.example.com/\u0000",
      "https://idp.example.com/\u202e",
      "https://idp.example.com/é",
      "https://idp.example.com/\\evil",
      "https://idp.example.com\n",
      "https://idp.example.com/#/sso",
    ],
  ],
  ["too much", [`https://idp.example.com/${"x".repeat(10_240)}`, `https://idp.example.com/${"x".repeat(2_000)}`]],
];

describe.each([
  ["a public server", PUBLIC],
  ["a server that lets providers live beside it", LOCAL],
])("[OA-09 WF-05] %s sends nobody to", (_, environment) => {
  it.each(HOSTILE)("%s", async (_, addresses) => {
    const { isSafeRedirect, safeRedirect, UnsafeRedirectError } = await judgeOf(environment);
    for (const address of addresses) {
      expect([address, isSafeRedirect(address)]).toEqual([address, false]);
      // Where it goes out, more may have been added to it.
      if (typeof address === "string" && address.length !== 2_024) {
        expect(() => safeRedirect(address), address).toThrow(UnsafeRedirectError);
      }
    }
  });
});

describe("[OA-09 WF-05] an address people may be sent to", () => {
  it.each([
    "https://accounts.google.com/o/oauth2/v2/auth",
    "https://login.microsoftonline.com/common/oauth2/v2.0/authorize",
    "https://acme.okta.com/app/acme_1/exk1/sso/saml?tenant=7&x=%C3%A9",
    "https://IDP.Example.com",
    "https://idp.example.com:8443/realms/acme",
    "https://idp.example.com:443/",
    "https://idp.example.com?x",
    "https://xn--bcher-kva.example/",
    "https://idp.xn--p1ai/",
    "https://adfs.corp.local/adfs/ls/",
    "https://app.example.com.evil.test/",
    "https://example.com/authorize",
  ])("%s", async (address) => {
    const { isSafeRedirect, safeRedirect } = await judgeOf(PUBLIC);
    expect(isSafeRedirect(address)).toBe(true);
    expect(safeRedirect(address)).toBe(address);
  });

  it.each(["https://app.example.com/sign-out", "https://app.example.com:443/", "HTTPS://APP.EXAMPLE.COM/x"])(
    "is not this site itself: %s",
    async (address) => {
      expect((await judgeOf(PUBLIC)).isSafeRedirect(address)).toBe(false);
    },
  );

  it.each([
    "http://localhost:4100/saml/sso",
    "http://127.0.0.1:4100/saml/sso",
    "http://[::1]:4100/",
    "http://idp.localhost:4100/",
    "https://localhost:4100/",
  ])("is on this machine only where that is allowed: %s", async (address) => {
    expect((await judgeOf(LOCAL)).isSafeRedirect(address)).toBe(true);
    expect((await judgeOf({ ...LOCAL, LOOPBACK_PROVIDERS: "false" })).isSafeRedirect(address)).toBe(false);
    expect((await judgeOf({ ...PUBLIC, LOOPBACK_PROVIDERS: "" })).isSafeRedirect(address)).toBe(false);
  });

  it("may be longer with what is asked there", async () => {
    const { safeRedirect } = await judgeOf(PUBLIC);
    const asked = `https://idp.example.com/sso?SAMLRequest=${"x".repeat(4_000)}`;
    expect(safeRedirect(asked)).toBe(asked);
  });

  it("leads where it says, whatever it is", async () => {
    const { isSafeRedirect } = await judgeOf(PUBLIC);
    const piece = fc.constantFrom(
      "https:",
      "http:",
      "//",
      "/",
      "\\",
      "@",
      ":",
      ".",
      "idp.example.com",
      "evil.test",
      "%2e",
      "\t",
      "#",
      "?",
      "javascript:",
      "。",
      "1",
      "[::1]",
    );
    const text = fc.oneof(
      fc.webUrl(),
      fc.array(piece, { maxLength: 8 }).map((pieces) => pieces.join("")),
      fc.string(),
    );
    fc.assert(
      fc.property(text, (address) => {
        if (!isSafeRedirect(address)) return;
        const url = new URL(address);
        expect(url.protocol).toBe("https:");
        expect(address.toLowerCase().startsWith(`https://${url.host}`)).toBe(true);
        expect(address).toMatch(/^[!-~]+$/);
      }),
      { numRuns: 3000 },
    );
  });
});
