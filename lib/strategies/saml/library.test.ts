import { inflateRawSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { samlAcsUrl, samlEntityId } from "./connection";
import { newSamlRequestId, samlMetadata, samlRequestUrl } from "./library";
import { CONNECTION, NOW } from "./test-documents";
import { attribute, childrenNamed, isA, onlyChild, parseXml, textOf } from "./xml";

async function requested(asked: Partial<Parameters<typeof samlRequestUrl>[1]> = {}) {
  const url = new URL(await samlRequestUrl(CONNECTION, { requestId: "_request", now: NOW, ...asked }));
  const message = Buffer.from(url.searchParams.get("SAMLRequest") ?? "", "base64");
  const request = parseXml(inflateRawSync(message).toString());
  if (!request) throw new Error("not XML");
  return { url, request };
}

describe("[P29 SA-05] our request", () => {
  it("goes to the identity provider, keeps its query, and says who asks and where to answer", async () => {
    const { url, request } = await requested();
    expect(`${url.origin}${url.pathname}`).toBe("https://idp.acme.test/sso");
    expect([...url.searchParams.keys()]).toEqual(["tenant", "SAMLRequest"]);
    expect(isA(request, "protocol", "AuthnRequest")).toBe(true);
    const said = [
      "ID",
      "Version",
      "IssueInstant",
      "Destination",
      "ProtocolBinding",
      "AssertionConsumerServiceURL",
      "ForceAuthn",
    ];
    expect(said.map((name) => attribute(request, name))).toEqual([
      "_request",
      "2.0",
      NOW.toISOString(),
      CONNECTION.identityProvider.ssoUrl,
      "urn:oasis:names:tc:SAML:2.0:bindings:HTTP-POST",
      samlAcsUrl("acme"),
      null,
    ]);
    expect(textOf(onlyChild(request, "assertion", "Issuer"))).toBe(samlEntityId("acme"));
    // Some identity providers refuse whoever did not sign in by the very means a request names.
    expect(onlyChild(request, "protocol", "RequestedAuthnContext")).toBeNull();
    expect(attribute(onlyChild(request, "protocol", "NameIDPolicy"), "Format")).toBeNull();
  });

  it("can ask for a fresh sign-in and name the address", async () => {
    const { url, request } = await requested({ forceAuthn: true, loginHint: "ada+test@acme.test" });
    expect(attribute(request, "ForceAuthn")).toBe("true");
    expect(url.searchParams.get("login_hint")).toBe("ada+test@acme.test");
  });

  it("has an id nobody guesses, which is a name in XML", () => {
    const ids = Array.from({ length: 1000 }, newSamlRequestId);
    expect(new Set(ids).size).toBe(1000);
    for (const id of ids) expect(id).toMatch(/^_[0-9a-f]{40}$/);
  });
});

describe("[P29] our metadata", () => {
  it("names the connection, its one address, and asks for signed assertions", () => {
    const entity = parseXml(samlMetadata("acme").replace(/^<\?xml[^>]*>\s*/, ""));
    expect(attribute(entity, "entityID")).toBe("http://localhost:3000/api/auth/saml/acme/metadata");
    const role = onlyChild(entity, "metadata", "SPSSODescriptor");
    expect(attribute(role, "WantAssertionsSigned")).toBe("true");
    const [service, ...others] = childrenNamed(role, "metadata", "AssertionConsumerService");
    expect(others).toEqual([]);
    expect(["Binding", "Location", "isDefault"].map((name) => attribute(service, name))).toEqual([
      "urn:oasis:names:tc:SAML:2.0:bindings:HTTP-POST",
      "http://localhost:3000/api/auth/saml/acme/acs",
      "true",
    ]);
  });

  it("is the same every time", () => {
    expect(samlMetadata("acme")).toBe(samlMetadata("acme"));
    expect(samlMetadata("acme")).not.toBe(samlMetadata("other"));
  });
});
