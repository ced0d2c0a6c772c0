import { describe, expect, it } from "vitest";
import { newSamlKey } from "@/scripts/identity-provider/saml-key";
import { readIdentityProviderMetadata } from "./metadata";
import { KEY, NEXT_KEY, NOW, STRANGERS_KEY } from "./test-documents";

const bare = (pem: string) => pem.replace(/-----[A-Z ]+-----|\s/g, "");
const XMLNS = 'xmlns="urn:oasis:names:tc:SAML:2.0:metadata" xmlns:ds="http://www.w3.org/2000/09/xmldsig#"';
const MD = 'xmlns:md="urn:oasis:names:tc:SAML:2.0:metadata"';
const PROTOCOL = 'protocolSupportEnumeration="urn:oasis:names:tc:SAML:2.0:protocol"';
const [REDIRECT, POST] = ["HTTP-Redirect", "HTTP-POST"].map((name) => `urn:oasis:names:tc:SAML:2.0:bindings:${name}`);
const SSO = `<SingleSignOnService Binding="${REDIRECT}" Location="https://idp.acme.test/sso"/>`;

const key = (pem: string, use = ' use="signing"') =>
  `<KeyDescriptor${use}><ds:KeyInfo><ds:X509Data><ds:X509Certificate>${bare(pem)}</ds:X509Certificate></ds:X509Data></ds:KeyInfo></KeyDescriptor>`;
const entity = (keys: string, services = SSO, id = "https://idp.acme.test/entity") =>
  `<EntityDescriptor ${XMLNS} entityID="${id}"><IDPSSODescriptor ${PROTOCOL}>${keys}${services}</IDPSSODescriptor></EntityDescriptor>`;
const read = (xml: string) => readIdentityProviderMetadata(xml, NOW);
const codeOf = (xml: string) => {
  const result = read(xml);
  return result.ok ? "ok" : [result.error.code, result.error.details?.missing].filter(Boolean).join(": ");
};

/** Laid out as each of them lays it out, with everything around it that has no meaning here. */
const REAL: [name: string, entityId: string, ssoUrl: string, xml: string][] = [
  [
    "Okta",
    "http://www.okta.com/exk1fcia6d6EMsf331d8",
    "https://acme.okta.com/app/acme_starter_1/exk1fcia6d6EMsf331d8/sso/saml",
    `<?xml version="1.0" encoding="UTF-8"?><md:EntityDescriptor entityID="http://www.okta.com/exk1fcia6d6EMsf331d8" ${MD}><md:IDPSSODescriptor WantAuthnRequestsSigned="false" ${PROTOCOL}><md:KeyDescriptor use="signing"><ds:KeyInfo xmlns:ds="http://www.w3.org/2000/09/xmldsig#"><ds:X509Data><ds:X509Certificate>${bare(KEY.certificate).replace(/.{64}/g, "$&\n")}
</ds:X509Certificate></ds:X509Data></ds:KeyInfo></md:KeyDescriptor><md:NameIDFormat>urn:oasis:names:tc:SAML:1.1:nameid-format:emailAddress</md:NameIDFormat><md:SingleSignOnService Binding="${POST}" Location="https://acme.okta.com/app/acme_starter_1/exk1fcia6d6EMsf331d8/sso/saml"/><md:SingleSignOnService Binding="${REDIRECT}" Location="https://acme.okta.com/app/acme_starter_1/exk1fcia6d6EMsf331d8/sso/saml"/></md:IDPSSODescriptor></md:EntityDescriptor>`,
  ],
  [
    "Microsoft Entra",
    "https://sts.windows.net/6f0a7b6c-0000-4000-8000-1d2e3f405162/",
    "https://login.microsoftonline.com/6f0a7b6c-0000-4000-8000-1d2e3f405162/saml2",
    `\ufeff<?xml version="1.0" encoding="utf-8"?><EntityDescriptor ID="_5c1d0a1e-0000-4000-8000-a0b1c2d3e4f5" entityID="https://sts.windows.net/6f0a7b6c-0000-4000-8000-1d2e3f405162/" xmlns="urn:oasis:names:tc:SAML:2.0:metadata"><Signature xmlns="http://www.w3.org/2000/09/xmldsig#"><SignedInfo><CanonicalizationMethod Algorithm="http://www.w3.org/2001/10/xml-exc-c14n#"/></SignedInfo><SignatureValue>AAAA</SignatureValue><KeyInfo><X509Data><X509Certificate>${bare(STRANGERS_KEY.certificate)}</X509Certificate></X509Data></KeyInfo></Signature><RoleDescriptor xsi:type="fed:SecurityTokenServiceType" protocolSupportEnumeration="http://docs.oasis-open.org/wsfed/federation/200706" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xmlns:fed="http://docs.oasis-open.org/wsfed/federation/200706"><KeyDescriptor use="signing"><KeyInfo xmlns="http://www.w3.org/2000/09/xmldsig#"><X509Data><X509Certificate>${bare(STRANGERS_KEY.certificate)}</X509Certificate></X509Data></KeyInfo></KeyDescriptor></RoleDescriptor><IDPSSODescriptor ${PROTOCOL}><KeyDescriptor use="signing"><KeyInfo xmlns="http://www.w3.org/2000/09/xmldsig#"><X509Data><X509Certificate>${bare(KEY.certificate)}</X509Certificate></X509Data></KeyInfo></KeyDescriptor><SingleLogoutService Binding="${REDIRECT}" Location="https://login.microsoftonline.com/6f0a7b6c-0000-4000-8000-1d2e3f405162/saml2"/><SingleSignOnService Binding="${REDIRECT}" Location="https://login.microsoftonline.com/6f0a7b6c-0000-4000-8000-1d2e3f405162/saml2"/><SingleSignOnService Binding="${POST}" Location="https://login.microsoftonline.com/6f0a7b6c-0000-4000-8000-1d2e3f405162/saml2"/></IDPSSODescriptor></EntityDescriptor>`,
  ],
  [
    "Google Workspace",
    "https://accounts.google.com/o/saml2?idpid=C01abc234",
    "https://accounts.google.com/o/saml2/idp?idpid=C01abc234",
    `<?xml version="1.0" encoding="UTF-8" standalone="no"?>
<md:EntityDescriptor ${MD} entityID="https://accounts.google.com/o/saml2?idpid=C01abc234" validUntil="2031-11-20T10:00:00.000Z">
  <md:IDPSSODescriptor WantAuthnRequestsSigned="false" ${PROTOCOL}>
    <md:KeyDescriptor use="signing">
      <ds:KeyInfo xmlns:ds="http://www.w3.org/2000/09/xmldsig#">
        <ds:X509Data>
          <ds:X509Certificate>${bare(KEY.certificate)}</ds:X509Certificate>
        </ds:X509Data>
      </ds:KeyInfo>
    </md:KeyDescriptor>
    <md:NameIDFormat>urn:oasis:names:tc:SAML:1.1:nameid-format:emailAddress</md:NameIDFormat>
    <md:SingleSignOnService Binding="${REDIRECT}" Location="https://accounts.google.com/o/saml2/idp?idpid=C01abc234"/>
    <md:SingleSignOnService Binding="${POST}" Location="https://accounts.google.com/o/saml2/idp?idpid=C01abc234"/>
  </md:IDPSSODescriptor>
</md:EntityDescriptor>`,
  ],
  [
    "Shibboleth, with its comments and both keys",
    "https://idp.acme.test/idp/shibboleth",
    "https://idp.acme.test/idp/profile/SAML2/Redirect/SSO",
    `<!-- This is example metadata only. --><EntityDescriptor ${XMLNS} entityID="https://idp.acme.test/idp/shibboleth"><IDPSSODescriptor protocolSupportEnumeration="urn:oasis:names:tc:SAML:2.0:protocol urn:oasis:names:tc:SAML:1.1:protocol urn:mace:shibboleth:1.0"><!-- First signing certificate is BackChannel --><KeyDescriptor use="signing"><ds:KeyInfo><ds:X509Data><ds:X509Certificate>
${bare(KEY.certificate)}
</ds:X509Certificate></ds:X509Data></ds:KeyInfo></KeyDescriptor>${key(STRANGERS_KEY.certificate, ' use="encryption"')}<SingleSignOnService Binding="urn:mace:shibboleth:1.0:profiles:AuthnRequest" Location="https://idp.acme.test/idp/profile/Shibboleth/SSO"/><SingleSignOnService Binding="${REDIRECT}" Location="https://idp.acme.test/idp/profile/SAML2/Redirect/SSO"/></IDPSSODescriptor><!-- <AttributeAuthorityDescriptor> --></EntityDescriptor>`,
  ],
];

describe("[P29] metadata of identity providers", () => {
  it.each(REAL)("%s", (_, entityId, ssoUrl, xml) => {
    expect(read(xml)).toEqual({ ok: true, data: { entityId, ssoUrl, certificates: [KEY.certificate], warnings: [] } });
  });

  it("one among descriptions of service providers is found", () => {
    const service = `<EntityDescriptor entityID="https://sp.test"><SPSSODescriptor ${PROTOCOL}/></EntityDescriptor>`;
    expect(codeOf(`<EntitiesDescriptor ${XMLNS}>${service}${entity(key(KEY.certificate))}</EntitiesDescriptor>`)).toBe(
      "ok",
    );
  });

  it("[SA-12] two certificates are taken, the ones that last longest, each once; expired ones are named", () => {
    const old = newSamlKey({ until: new Date("2026-11-22") }).certificate;
    const older = newSamlKey({ until: new Date("2025-01-01") }).certificate;
    const taken = (keys: string) => {
      const result = read(entity(keys));
      return result.ok ? result.data : result.error.code;
    };
    expect(taken(key(KEY.certificate) + key(KEY.certificate, "") + key(NEXT_KEY.certificate))).toMatchObject({
      certificates: [KEY.certificate, NEXT_KEY.certificate],
      warnings: [],
    });
    expect(taken(key(older) + key(old) + key(KEY.certificate))).toMatchObject({
      certificates: [KEY.certificate, old],
      warnings: ["A certificate expired on 2026-11-22.", "Only the two certificates that last longest were taken."],
    });
    expect(taken(key(newSamlKey({ bits: 1024 }).certificate) + key(KEY.certificate))).toMatchObject({
      certificates: [KEY.certificate],
    });
  });

  it("what an admin ought to know comes with it", () => {
    const xml = entity(key(KEY.certificate))
      .replace("<IDPSSODescriptor", '<IDPSSODescriptor WantAuthnRequestsSigned="true"')
      .replace("entityID", 'validUntil="2026-11-23T11:59:59Z" entityID');
    const result = read(xml);
    expect(result.ok && result.data.warnings).toEqual([
      expect.stringContaining("asks for signed requests"),
      expect.stringContaining("older than it says"),
    ]);
  });

  const good = key(KEY.certificate);
  it.each([
    ["no XML", "not metadata", "saml_metadata_unreadable"],
    ["nothing", "", "saml_metadata_unreadable"],
    ["a web page", "<!doctype html><html><body>Sign in</body></html>", "saml_metadata_unreadable"],
    [
      "a document type",
      `<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>${entity(good)}`,
      "saml_metadata_unreadable",
    ],
    ["a document type in pieces of a comment", `<!<!-- -->DOCTYPE x>${entity(good)}`, "saml_metadata_unreadable"],
    ["a comment that does not end", `${entity(good)}<!-- `, "saml_metadata_unreadable"],
    [
      "more than 256 KB",
      entity(good).replace("><Single", `>${" ".repeat(256 * 1024)}<Single`),
      "saml_metadata_unreadable",
    ],
    [
      "our own metadata",
      entity(good).replaceAll("IDPSSO", "SPSSO"),
      "saml_metadata_incomplete: identity provider for SAML 2.0",
    ],
    [
      "SAML 1.1",
      entity(good).replaceAll("SAML:2.0:protocol", "SAML:1.1:protocol"),
      "saml_metadata_incomplete: identity provider for SAML 2.0",
    ],
    [
      "two identity providers",
      `<EntitiesDescriptor ${XMLNS}>${entity(good)}${entity(good, SSO, "https://two.test")}</EntitiesDescriptor>`,
      "saml_metadata_several",
    ],
    [
      "one with two roles",
      entity(good).replace(/<IDPSSO.*<\/IDPSSODescriptor>/, (one) => one + one),
      "saml_metadata_several",
    ],
    ["no entity ID", entity(good, SSO, ""), "saml_metadata_incomplete: entity ID"],
    ["an endless entity ID", entity(good, SSO, "x".repeat(1025)), "saml_metadata_incomplete: entity ID"],
    ["no certificate", entity(""), "saml_metadata_incomplete: signing certificate"],
    [
      "a certificate for encryption only",
      entity(key(KEY.certificate, ' use="encryption"')),
      "saml_metadata_incomplete: signing certificate",
    ],
    ["a weak certificate only", entity(key(newSamlKey({ bits: 1024 }).certificate)), "saml_certificate_weak"],
    ["an unreadable certificate only", entity(key("AAAA")), "saml_certificate_unreadable"],
    ["no address", entity(good, ""), "saml_metadata_incomplete: sign-on address over HTTP-Redirect and https"],
    [
      "an address for forms only",
      entity(good, SSO.replace("Redirect", "POST")),
      "saml_metadata_incomplete: sign-on address over HTTP-Redirect and https",
    ],
    [
      "an address without TLS",
      entity(good, SSO.replace("https:", "http:")),
      "saml_metadata_incomplete: sign-on address over HTTP-Redirect and https",
    ],
  ])("refused: %s", (_, xml, expected) => {
    expect(codeOf(xml)).toBe(expected);
  });

  it("an address people can't be sent to is passed over, and alone refused", () => {
    const missing = "saml_metadata_incomplete: sign-on address over HTTP-Redirect and https";
    const at = (address: string) => SSO.replace("https://idp.acme.test/sso", address);
    for (const address of [
      "javascript:alert(1)//https:",
      "//idp.acme.test",
      "http://localhost:4100/saml/sso",
      "https://ada:secret@idp.acme.test/sso",
      "https://169.254.169.254/",
      `https://idp.acme.test/${"x".repeat(2000)}`,
    ]) {
      expect([address, codeOf(entity(good, at(address)))]).toEqual([address, missing]);
      const result = read(entity(good, at(address) + SSO));
      expect(result.ok && result.data.ssoUrl).toBe("https://idp.acme.test/sso");
    }
  });
});
