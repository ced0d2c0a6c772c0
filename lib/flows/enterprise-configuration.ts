import "server-only";
import type { SamlConfig } from "@/db/schema/connections";
import type { Author } from "@/lib/connections/enterprise-change";
import { changeSaml, saveOidc } from "@/lib/connections/enterprise-write";
import { fail, failAt, ok, type Result, wordsFor } from "@/lib/errors";
import { discover } from "@/lib/security/discovery";
import { guardedFetch, OutboundError } from "@/lib/security/outbound";
import { readCertificate } from "@/lib/strategies/saml/certificate";
import { withoutAuthorities } from "@/lib/strategies/saml/end-entity";
import { readIdentityProviderMetadata } from "@/lib/strategies/saml/metadata";
import { outboundWords } from "./outbound-words";

const CERTIFICATES = 2;

/**
 * Fetches metadata because an admin asked for it just now, and at no other time (SA-12), and saves what it says.
 * @returns warnings: sentences for the admin. What is wrong is said beside the field `metadataUrl`.
 */
export async function configureByUrl(id: string, metadataUrl: string, author: Author): Promise<Result<string[]>> {
  const read = await fetchMetadata(metadataUrl);
  return read.ok ? configureByMetadata(id, { metadata: read.data, metadataUrl }, author) : read;
}

async function fetchMetadata(url: string): Promise<Result<string>> {
  try {
    const response = await guardedFetch(url, { headers: { accept: "application/samlmetadata+xml, application/xml" } });
    if (response.status === 200) return ok(await response.text());
    return failAt("metadataUrl", "provider_answered_badly", { why: outboundWords("bad-status") });
  } catch (error) {
    if (!(error instanceof OutboundError)) throw error;
    return failAt("metadataUrl", "provider_answered_badly", { why: outboundWords(error.code) });
  }
}

/** Saves what metadata says, fetched or given by hand; its certificates take the place of those there were. */
export async function configureByMetadata(
  id: string,
  { metadata, metadataUrl }: { metadata: string; metadataUrl?: string },
  author: Author,
): Promise<Result<string[]>> {
  const read = readIdentityProviderMetadata(metadata, author.now);
  if (!read.ok) {
    const { code, details } = read.error;
    return fail(code, { details, fields: { [metadataUrl ? "metadataUrl" : "metadata"]: wordsFor(read.error) } });
  }
  const { entityId, ssoUrl, certificates, warnings } = read.data;
  const saved = await changeSaml(id, () => ok({ entityId, ssoUrl, certificates, metadataUrl }), author);
  return saved.ok ? ok(warnings) : saved;
}

/** Saves what an admin has copied field by field. @param certificate empty leaves those there are; else one more. */
export async function configureByFields(
  id: string,
  { entityId, ssoUrl, certificate }: { entityId: string; ssoUrl: string; certificate: string },
  author: Author,
): Promise<Result> {
  const read = certificate ? readCertificate(certificate) : null;
  if (read && !read.ok) return failAt("certificate", read.error.code);
  const pem = read?.data.pem;
  return changeSaml(id, (before) => withCertificate({ ...before, entityId, ssoUrl }, before, pem), author);
}

function withCertificate(
  fields: Pick<SamlConfig, "entityId" | "ssoUrl" | "metadataUrl">,
  before: SamlConfig | null,
  pem: string | undefined,
): Result<SamlConfig> {
  const there = before?.certificates ?? [];
  if (!pem && there.length === 0) return failAt("certificate", "saml_certificate_unreadable");
  if (pem && there.includes(pem)) return failAt("certificate", "certificate_known");
  if (pem && there.length >= CERTIFICATES) return failAt("certificate", "certificate_limit");
  const certificates = pem ? [...there, pem] : there;
  if (pem && withoutAuthorities(certificates).length < certificates.length) {
    return failAt("certificate", "certificate_authority");
  }
  return ok({ ...fields, certificates });
}

/** Takes one of two certificates away. @param fingerprint its SHA-256. @returns `not_found`; `certificate_last`. */
export const removeCertificate = (id: string, fingerprint: string, author: Author): Promise<Result> =>
  changeSaml(
    id,
    (before) => {
      const left = before?.certificates.filter((pem) => fingerprintOf(pem) !== fingerprint) ?? [];
      if (!before || left.length === before.certificates.length) return fail("not_found");
      return left.length > 0 ? ok({ ...before, certificates: left }) : fail("certificate_last");
    },
    author,
  );

const fingerprintOf = (pem: string): string | null => {
  const read = readCertificate(pem);
  return read.ok ? read.data.fingerprint : null;
};

/** Saves an OpenID provider. One that is to be found by discovery is looked up first: what is wrong is said at once. */
export async function configureOidc(
  id: string,
  config: Parameters<typeof saveOidc>[1],
  author: Author,
): Promise<Result> {
  const known = config.tokenUrl ? null : await discover(config.issuer, author.now);
  if (known && !known.ok) {
    return failAt("issuer", "provider_answered_badly", { why: outboundWords(String(known.error.details?.reason)) });
  }
  return saveOidc(id, config, author);
}
