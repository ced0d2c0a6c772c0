import { describe, expect, it } from "vitest";
import { readDomain } from "./domain-name";

describe("[SA-09] a domain of a connection", () => {
  it.each([
    ["example.com", "example.com"],
    [" EXAMPLE.com. ", "example.com"],
    ["@example.com", "example.com"],
    ["Bücher.example", "xn--bcher-kva.example"],
    ["ｅｘａｍｐｌｅ.com", "example.com"],
    ["mail.example.co.uk", "mail.example.co.uk"],
    ["acme.test", "acme.test"],
    ["acme.github.io", "acme.github.io"],
  ])("%j is kept as addresses have it", (typed, domain) => {
    expect(readDomain(typed)).toEqual({ ok: true, data: domain });
  });

  it.each([
    "",
    "com.",
    "localhost",
    "https://example.com",
    "example.com/path",
    "a@example.com",
    "*.example.com",
    "exa mple.com",
    "-a.example.com",
    "127.0.0.1",
    "[::1]",
    "a\u0000.example.com",
    `${"a".repeat(64)}.com`,
    `${"a.".repeat(130)}com`,
  ])("%j is none", (typed) => {
    expect(readDomain(typed)).toMatchObject({
      error: { code: "domain_invalid", fields: { domain: expect.any(String) } },
    });
  });

  it.each(["gmail.com", "GMAIL.com", "outlook.com", "web.de", "co.uk", "github.io", "example.gov.uk".slice(8)])(
    "%j is nobody's alone",
    (typed) => {
      expect(readDomain(typed)).toMatchObject({ error: { code: "domain_public" } });
    },
  );
});
