import fc from "fast-check";
import { describe, expect, it, vi } from "vitest";

vi.stubEnv("APP_URL", "https://app.example.com");
const { isSameOrigin, sameOriginPath } = await import("./origin");

const hostile = [
  "//evil.test",
  "///evil.test",
  "/\\evil.test",
  "\\/evil.test",
  "\\\\evil.test",
  "/\t/evil.test",
  "/%09/evil.test\t",
  "/\n/evil.test",
  "/\r\n/evil.test",
  "https://evil.test",
  "https:evil.test",
  "https:/evil.test",
  "HTTPS://evil.test",
  "http://app.example.com@evil.test",
  "https://app.example.com",
  "javascript:alert(1)",
  "JaVaScRiPt:alert(1)",
  "data:text/html,<script>",
  "vbscript:x",
  "evil.test",
  "./evil.test",
  "../evil.test",
  "",
  " ",
  " /dashboard",
  "/dashboard ",
  "/。evil.test",
  "／／evil.test",
  "/．evil.test",
  "/\u0000",
  "/\u202eevil",
  "?next=//evil.test",
  "#//evil.test",
  ".",
  "/./",
  "/.//evil.test",
  "/..//evil.test",
  "/a/..//evil.test",
  "/a/../..//evil.test",
  "/%2e%2e//evil.test",
  "/;@evil.test\\",
  "/dashboard\r\nSet-Cookie: a=b",
  "//app.example.com@evil.test",
  "//evil.test/%2f..",
  "///app.example.com.evil.test",
  "////evil.test",
  "/\u2028/evil.test",
  "/\u00a0/evil.test",
  "@evil.test",
  ":80",
  "file:///etc/passwd",
  "ftp://evil.test",
  "blob:https://evil.test/x",
  "about:blank",
  "/é",
  `/${"a".repeat(3000)}`,
];

describe("[WF-05] where a journey may lead", () => {
  it.each(hostile.map((value) => [value]))("refuses %j, or keeps it on this origin", (value) => {
    const path = sameOriginPath(value);
    if (path === undefined) return;
    expect(new URL(path, "https://app.example.com").origin).toBe("https://app.example.com");
    expect(path).not.toMatch(/^\/[/\\]/);
  });

  it("keeps an ordinary path with its query and fragment", () => {
    expect(sameOriginPath("/profile/security?tab=devices#top")).toBe("/profile/security?tab=devices#top");
  });

  it("never leaves the origin, whatever comes", () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.webUrl(),
          fc.string().map((tail) => `/${tail}`),
          fc.string().map((tail) => `//${tail}`),
        ),
        (value) => {
          const path = sameOriginPath(value);
          if (path !== undefined)
            expect(new URL(path, "https://app.example.com").origin).toBe("https://app.example.com");
        },
      ),
      { numRuns: 2000 },
    );
  });

  it.each([[["/a", "/b"]], [{ toString: () => "/a" }], [42], [null], [undefined]])(
    "refuses %j, which is no text",
    (value) => {
      expect(sameOriginPath(value)).toBeUndefined();
    },
  );
});

describe("[WF-01] who may change something", () => {
  const from = (headers: Record<string, string>) => isSameOrigin(new Headers(headers));

  it("takes our own pages", () => {
    expect(from({ origin: "https://app.example.com", "sec-fetch-site": "same-origin" })).toBe(true);
    expect(from({ origin: "https://app.example.com" })).toBe(true);
  });

  it.each([
    [{}],
    [{ origin: "null" }],
    [{ origin: "https://evil.test" }],
    [{ origin: "https://app.example.com.evil.test" }],
    [{ origin: "http://app.example.com" }],
    [{ origin: "https://app.example.com:8443" }],
    [{ origin: "https://app.example.com", "sec-fetch-site": "cross-site" }],
    [{ origin: "https://app.example.com", "sec-fetch-site": "same-site" }],
    [{ "sec-fetch-site": "same-origin" }],
  ])("refuses %j", (headers) => {
    expect(from(headers as Record<string, string>)).toBe(false);
  });
});
