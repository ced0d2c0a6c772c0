import { X509Certificate } from "node:crypto";
import { describe, expect, it } from "vitest";
import { newSamlKey, type SamlKey } from "@/scripts/identity-provider/saml-key";
import { readIdentityProviderMetadata } from "./metadata";
import { CONNECTION, judged, made, NOW } from "./test-documents";

/* Metadata with more keys in it than the identity provider's own, up to a response signed by each of them. */

const ROOT = newSamlKey({ name: "Root", authority: true });
const MIDDLE = newSamlKey({ name: "Middle", authority: true, issuer: ROOT });
const LEAF = newSamlKey({ name: "Leaf", authority: false, issuer: MIDDLE, until: new Date("2030-01-01") });
const NEXT = newSamlKey({ name: "Next", authority: false, issuer: MIDDLE });
const STRANGER = newSamlKey({ name: "Stranger" });
const OWN_AUTHORITY = newSamlKey({ name: "Made by openssl", authority: true });
const EC_ROOT = newSamlKey({ name: "Elliptic root", kind: "ec", authority: true });
const UNDER_EC = newSamlKey({ name: "Under it", issuer: EC_ROOT });
const SHA1_ROOT = newSamlKey({ name: "Old root", hash: "sha1" });
const UNDER_SHA1 = newSamlKey({ name: "Under the old root", issuer: SHA1_ROOT });

/** Nine levels. */
const LONG = Array.from({ length: 9 }).reduce<SamlKey[]>(
  (above) => [
    newSamlKey({ kind: above.length < 8 ? "ec" : "rsa", name: `${above.length}`, issuer: above[0] }),
    ...above,
  ],
  [],
);

const bare = ({ certificate }: SamlKey) => certificate.replace(/-----[A-Z ]+-----|\s/g, "");
const certificateOf = (key: SamlKey) => `<ds:X509Certificate>${bare(key)}</ds:X509Certificate>`;
const data = (...keys: SamlKey[]) => `<ds:X509Data>${keys.map(certificateOf).join("")}</ds:X509Data>`;
const info = (...content: string[]) => `<ds:KeyInfo>${content.join("")}</ds:KeyInfo>`;
const descriptor = (content: string, use = ' use="signing"') => `<KeyDescriptor${use}>${content}</KeyDescriptor>`;
/** One that signs, with these certificates in one `X509Data`. */
const chain = (...keys: SamlKey[]) => descriptor(info(data(...keys)));

function keyValue({ certificate }: SamlKey): string {
  const { n = "", e = "" } = new X509Certificate(certificate).publicKey.export({ format: "jwk" });
  const number = (text: string) => Buffer.from(text, "base64url").toString("base64");
  return `<ds:KeyValue><ds:RSAKeyValue><ds:Modulus>${number(n)}</ds:Modulus><ds:Exponent>${number(e)}</ds:Exponent></ds:RSAKeyValue></ds:KeyValue>`;
}

const NAMESPACES =
  'xmlns="urn:oasis:names:tc:SAML:2.0:metadata" xmlns:ds="http://www.w3.org/2000/09/xmldsig#" xmlns:xenc="http://www.w3.org/2001/04/xmlenc#" xmlns:saml="urn:oasis:names:tc:SAML:2.0:assertion"';
const PROTOCOL = 'protocolSupportEnumeration="urn:oasis:names:tc:SAML:2.0:protocol"';
const SSO =
  '<SingleSignOnService Binding="urn:oasis:names:tc:SAML:2.0:bindings:HTTP-Redirect" Location="https://idp.acme.test/sso"/>';
const { entityId } = CONNECTION.identityProvider;

/** @param around what else the entity has, before and after its role. */
const metadata = (keys: string, [before, after] = ["", ""], inRole = "") =>
  `<EntityDescriptor ${NAMESPACES} entityID="${entityId}">${before}<IDPSSODescriptor ${PROTOCOL}>${inRole}${keys}${SSO}</IDPSSODescriptor>${after}</EntityDescriptor>`;

/** Reads metadata as an admin's, then has each key sign a response. @returns the names of the keys that sign people in. */
async function believed(xml: string, keys: SamlKey[]): Promise<string[] | string> {
  const read = readIdentityProviderMetadata(xml, NOW);
  if (!read.ok) return read.error.code;
  const connection = { ...CONNECTION, identityProvider: read.data };
  const names: string[] = [];
  for (const key of keys) {
    const { assertion, failed } = await judged(made({ key }), { connection });
    if (assertion) names.push(new X509Certificate(key.certificate).subject.replace("CN=", ""));
    else expect(failed).toEqual(["signature"]);
  }
  return names;
}
const CHAIN = [LEAF, MIDDLE, ROOT];

/** Every order of some things. */
const orders = <T>(things: T[]): T[][] =>
  things.length < 2
    ? [things]
    : things.flatMap((first, index) => orders(things.toSpliced(index, 1)).map((rest) => [first, ...rest]));

describe("[P29 SA-01] a chain in one KeyDescriptor", () => {
  it.each(orders(CHAIN).map((order) => [order.map((key) => CHAIN.indexOf(key)).join(), order] as const))(
    "in the order %s: the leaf's responses are taken, those of its authorities refused",
    async (_, order) => {
      expect(await believed(metadata(chain(...order)), CHAIN)).toEqual(["Leaf"]);
    },
  );

  it("that does not say what is an authority is told by who signed whom, in every order", async () => {
    const root = newSamlKey({ name: "Silent root" });
    const middle = newSamlKey({ name: "Silent middle", issuer: root });
    const leaf = newSamlKey({ name: "Silent leaf", issuer: middle });
    for (const order of orders([leaf, middle, root])) {
      expect(await believed(metadata(chain(...order)), order)).toEqual(["Silent leaf"]);
    }
  });

  it.each([
    ["in an X509Data each", descriptor(info(...CHAIN.map((key) => data(key)).reverse()))],
    ["without a use", descriptor(info(data(ROOT, LEAF, MIDDLE)), "")],
    ["with its root left out", chain(MIDDLE, LEAF)],
    ["with a gap", chain(ROOT, LEAF)],
    ["with the leaf given twice", chain(LEAF, ROOT, LEAF, MIDDLE)],
    ["with the leaf's key beside it", descriptor(info(keyValue(LEAF), data(ROOT, MIDDLE, LEAF)))],
    [
      "with its authorities again, to decrypt for",
      chain(ROOT, MIDDLE, LEAF) + descriptor(info(data(ROOT)), ' use="encryption"'),
    ],
    ["with an authority in a KeyDescriptor of its own", chain(MIDDLE) + chain(LEAF, MIDDLE)],
    ["with names beside it", descriptor(info("<ds:KeyName>Root</ds:KeyName>", data(ROOT, MIDDLE, LEAF)))],
  ])("%s", async (_, keys) => {
    expect(await believed(metadata(keys), CHAIN)).toEqual(["Leaf"]);
  });

  it.each([
    ["an elliptic curve", EC_ROOT, UNDER_EC, "Under it"],
    ["SHA-1", SHA1_ROOT, UNDER_SHA1, "Under the old root"],
  ])("an authority that could not sign responses itself (%s) is no reason to refuse", async (_, root, leaf, name) => {
    expect(await believed(metadata(chain(root, leaf)), [leaf])).toEqual([name]);
  });

  it("[SA-12] one key that was certified anew is one key: the certificate that lasts longest stands for it", () => {
    const renewed = newSamlKey({ name: "Leaf", authority: false, issuer: MIDDLE, of: LEAF });
    const read = readIdentityProviderMetadata(metadata(chain(renewed, LEAF, MIDDLE)), NOW);
    expect(read).toMatchObject({ ok: true, data: { certificates: [renewed.certificate], warnings: [] } });
  });

  it("says what was left out", () => {
    const read = readIdentityProviderMetadata(metadata(chain(LEAF) + chain(MIDDLE)), NOW);
    expect(read).toMatchObject({ data: { certificates: [LEAF.certificate], warnings: [expect.any(String)] } });
  });
});

describe("[P29 SA-12] keys that stay", () => {
  it.each([
    ["alone, as an authority of its own", chain(OWN_AUTHORITY), ["Made by openssl"]],
    ["alone, issued by somebody", chain(LEAF), ["Leaf"]],
    ["two in turn, of one authority", chain(LEAF, MIDDLE) + chain(ROOT, MIDDLE, NEXT), ["Leaf", "Next"]],
    ["two in turn that sign themselves", chain(STRANGER) + chain(OWN_AUTHORITY), ["Stranger", "Made by openssl"]],
    ["one whose use is spelled with space", descriptor(info(data(LEAF)), ' use=" signing "'), ["Leaf"]],
    ["one whose key is given twice", descriptor(info(keyValue(STRANGER), data(STRANGER))), ["Stranger"]],
  ])("%s", async (_, keys, expected) => {
    const all = [LEAF, NEXT, STRANGER, OWN_AUTHORITY, MIDDLE, ROOT];
    expect(await believed(metadata(keys), all)).toEqual(expected);
  });
});

describe("[P29 SA-01] what can't be told is refused", () => {
  const unclear = "saml_metadata_key_unclear";
  it.each([
    ["two that have nothing to do with each other", chain(LEAF, STRANGER), unclear],
    ["two that sign themselves", chain(OWN_AUTHORITY, ROOT), unclear],
    ["two of one authority", chain(LEAF, NEXT, MIDDLE), unclear],
    ["the same, beside a good one", chain(LEAF, NEXT, MIDDLE) + chain(STRANGER), unclear],
    ["a chain and the key of its authority", descriptor(info(keyValue(ROOT), data(LEAF, ROOT, MIDDLE))), unclear],
    ["a certificate and another key", descriptor(info(keyValue(STRANGER), data(LEAF))), unclear],
    ["two keys beside a certificate", descriptor(info(keyValue(LEAF), keyValue(STRANGER), data(LEAF))), unclear],
    [
      "a key of another kind beside a chain",
      descriptor(info("<ds:KeyValue><ds:DSAKeyValue/></ds:KeyValue>", data(LEAF, MIDDLE))),
      unclear,
    ],
    ["a chain longer than any", chain(...LONG), unclear],
    ["more keys than anybody has", Array.from({ length: 9 }, () => chain(newSamlKey({ of: LEAF }))).join(""), unclear],
    [
      "an unreadable one in a chain",
      descriptor(info(data(LEAF), "<ds:X509Data><ds:X509Certificate>AAAA</ds:X509Certificate></ds:X509Data>")),
      "saml_certificate_unreadable",
    ],
    [
      "two in one element",
      descriptor(
        info(
          `<ds:X509Data><ds:X509Certificate>${Buffer.concat([ROOT, LEAF].map((key) => new X509Certificate(key.certificate).raw)).toString("base64")}</ds:X509Certificate></ds:X509Data>`,
        ),
      ),
      "saml_certificate_unreadable",
    ],
    ["a key without a certificate", descriptor(info(keyValue(LEAF))), "saml_metadata_incomplete"],
  ])("%s", async (_, keys, code) => {
    expect(await believed(metadata(keys), CHAIN)).toBe(code);
  });

  it("unless the key itself is given, and one of them has it", async () => {
    const keys = descriptor(info(data(STRANGER, LEAF), keyValue(STRANGER)));
    expect(await believed(metadata(keys), [...CHAIN, STRANGER])).toEqual(["Stranger"]);
  });
});

describe("[P29 SA-01] keys of others in the metadata sign nobody in", () => {
  const signature = `<ds:Signature><ds:SignedInfo/><ds:SignatureValue/>${info(data(STRANGER))}<ds:Object>${chain(STRANGER)}</ds:Object></ds:Signature>`;
  const role = (name: string) => `<${name} ${PROTOCOL}>${chain(STRANGER)}</${name}>`;
  it.each([
    ["its own signature", metadata(chain(LEAF), [signature, ""], signature)],
    ...["SPSSODescriptor", "AttributeAuthorityDescriptor", "AuthnAuthorityDescriptor", "PDPDescriptor"].map(
      (name) => [name, metadata(chain(LEAF), [role(name), role(name)])] as const,
    ),
    [
      "an affiliation",
      metadata(chain(LEAF), ["", `<AffiliationDescriptor>${chain(STRANGER)}</AffiliationDescriptor>`]),
    ],
    [
      "another entity",
      `<EntitiesDescriptor ${NAMESPACES}>${metadata(chain(LEAF))}<EntityDescriptor entityID="https://sp.test">${role("SPSSODescriptor")}</EntityDescriptor></EntitiesDescriptor>`,
    ],
    [
      "extensions",
      metadata(
        chain(LEAF),
        [`<Extensions>${metadata(chain(STRANGER))}</Extensions>`, ""],
        `<Extensions>${chain(STRANGER)}</Extensions>`,
      ),
    ],
    ["a key for encryption", metadata(chain(LEAF) + descriptor(info(data(STRANGER)), ' use="encryption"'))],
    ["a key of no known use", metadata(chain(LEAF) + descriptor(info(data(STRANGER)), ' use="Encryption"'))],
    [
      "the key of an encrypted key",
      metadata(descriptor(info(data(LEAF), `<xenc:EncryptedKey>${info(data(STRANGER))}</xenc:EncryptedKey>`))),
    ],
    [
      "an object in the key's description",
      metadata(descriptor(info(data(LEAF), `<ds:Object>${data(STRANGER)}</ds:Object>`))),
    ],
    [
      "certificates in another namespace",
      metadata(descriptor(info(data(LEAF), data(STRANGER).replaceAll("ds:", "saml:")))),
    ],
    ["certificates outside of their place", metadata(descriptor(info(data(LEAF), certificateOf(STRANGER))))],
  ] as [string, string][])("%s", async (_, xml) => {
    expect(await believed(xml, [LEAF, STRANGER])).toEqual(["Leaf"]);
  });

  it("an identity provider that is described in an extension or a signature only is none", async () => {
    const inside = metadata(chain(STRANGER));
    expect(await believed(`<Extensions ${NAMESPACES}>${inside}</Extensions>`, [])).toBe("saml_metadata_incomplete");
    for (const place of [
      `<Extensions>${inside}</Extensions>`,
      `<ds:Signature><ds:Object>${inside}</ds:Object></ds:Signature>`,
    ]) {
      const xml = `<EntityDescriptor ${NAMESPACES} entityID="${entityId}">${place}</EntityDescriptor>`;
      expect(await believed(xml, [STRANGER])).toBe("saml_metadata_incomplete");
    }
  });
});

it("[P29 SA-01] a connection that was saved with an authority's certificate beside the leaf's believes the leaf only", async () => {
  const certificates = [ROOT, LEAF, MIDDLE].map(({ certificate }) => certificate);
  const connection = { ...CONNECTION, identityProvider: { ...CONNECTION.identityProvider, certificates } };
  for (const [key, expected] of [
    [LEAF, []],
    [MIDDLE, ["signature"]],
    [ROOT, ["signature"]],
  ] as const) {
    expect((await judged(made({ key }), { connection })).failed).toEqual(expected);
  }
});
