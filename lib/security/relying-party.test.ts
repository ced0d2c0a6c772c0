import { describe, expect, it } from "vitest";
import { rpId, whyNoPasskeys } from "./relying-party";

const why = (origin: string, id: string, related = "") => whyNoPasskeys(related, { origin, id });

describe("[P24 PK-14] passkeys hold for the relying party and what is under it", () => {
  it.each([
    ["https://example.com", "example.com"],
    ["https://example.com:8443", "example.com"],
    ["https://app.example.com", "example.com"],
    ["https://deep.app.example.com", "example.com"],
    ["https://app.example.com", "app.example.com"],
    ["http://localhost:3000", "localhost"],
    ["http://app.localhost:3000", "app.localhost"],
    ["https://intranet", "intranet"],
  ])("%s with %s is well", (origin, id) => {
    expect(why(origin, id)).toBeNull();
  });

  it.each([
    ["a sibling", "https://other.example.com", "app.example.com"],
    ["the domain above", "https://example.com", "app.example.com"],
    ["a name that ends alike", "https://evilexample.com", "example.com"],
    ["a name that begins alike", "https://example.com.evil.test", "example.com"],
    ["another domain", "https://example.org", "example.com"],
    ["a sibling under localhost", "http://other.localhost:3000", "app.localhost"],
    ["localhost", "http://localhost:3000", "example.com"],
  ])("%s is not: the words name both", (_, origin, id) => {
    const words = why(origin, id);
    expect(words).toContain(`PASSKEY_RP_ID is ${id}`);
    expect(words).toContain(origin);
  });

  it.each([
    ["https://app.example.com", "com"],
    ["https://example.com", "com"],
    ["https://wiki.intranet", "intranet"],
    ["http://app.localhost:3000", "localhost"],
    ["https://example.com", "localhost"],
  ])("%s is not well with %s: what has no dot is nobody's, or one address", (origin, id) => {
    const words = why(origin, id);
    expect(words).toContain(`PASSKEY_RP_ID is ${id}, which has no dot`);
    expect(words).toContain(origin);
    expect(why(origin, id, origin)).toBe(words);
  });

  it.each(["http://127.0.0.1:3000", "http://192.168.1.20", "https://203.0.113.7", "https://[2001:db8::7]"])(
    "%s has no name, not even as its own relying party",
    (origin) => {
      expect(why(origin, new URL(origin).hostname)).toContain("Passkeys need a name");
      expect(why(origin, "localhost", origin)).toContain("Passkeys need a name");
    },
  );

  it.each(["http://example.com", "http://app.example.com", "http://evillocalhost", "http://localhost.evil.test"])(
    "%s is not https",
    (origin) => {
      expect(why(origin, new URL(origin).hostname)).toContain("Passkeys need https");
      expect(why(origin, "example.com", origin)).toContain("Passkeys need https");
    },
  );

  it("[B06] another domain is well once the relying party names exactly its origin", () => {
    const related = "https://example.org https://example.net";
    expect(why("https://example.net", "example.com", related)).toBeNull();
    for (const origin of ["https://example.net:8443", "https://app.example.net", "https://example.ne"]) {
      expect(why(origin, "example.com", related), origin).not.toBeNull();
    }
  });

  it("is the host of APP_URL where nothing else is configured", () => {
    expect(rpId()).toBe("localhost");
    expect(whyNoPasskeys("")).toBeNull();
  });
});
