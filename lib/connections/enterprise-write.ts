import "server-only";
import { X509Certificate } from "node:crypto";
import { eq } from "drizzle-orm";
import { db } from "@/db/client";
import { enterpriseConnections, organisations } from "@/db/schema";
import type { AttributeMapping, OidcConfig, SamlConfig } from "@/db/schema/connections";
import { fail, failAt, ok, type Result } from "@/lib/errors";
import { audit } from "@/lib/security/audit";
import { encrypt } from "@/lib/security/encryption";
import { changesBetween } from "@/lib/settings/changes";
import { defaultAttributes } from "./attribute-names";
import { type EnterpriseConnection, enterpriseSecretOwner } from "./enterprise";
import { type Author, changeConnection } from "./enterprise-change";

export type Protocol = EnterpriseConnection["protocol"];
/** What an admin decides about a connection, whatever its protocol. */
export type ConnectionOptions = Pick<
  EnterpriseConnection,
  "allowSubdomains" | "enforced" | "createsPeople" | "refreshesNames" | "idpInitiated" | "asksSecondFactor"
>;

/** An organisation, and its connection, inactive and still without an identity provider. @returns the connection's id. */
export async function createConnection(
  { organisation, protocol }: { organisation: string; protocol: Protocol },
  { userId, client, now }: Author,
): Promise<string> {
  return db.transaction(async (tx) => {
    const [owner] = await tx
      .insert(organisations)
      .values({ name: organisation, createdAt: now })
      .returning({ id: organisations.id });
    if (!owner) throw new Error("the organisation was not written");
    const [connection] = await tx
      .insert(enterpriseConnections)
      .values({
        organisationId: owner.id,
        protocol,
        attributes: defaultAttributes(protocol),
        createdAt: now,
        updatedAt: now,
      })
      .returning({ id: enterpriseConnections.id });
    if (!connection) throw new Error("the connection was not written");
    const data = { connection: connection.id, organisation, protocol };
    await audit(tx, { type: "enterprise.created", actorId: userId, client, now, data });
    return connection.id;
  });
}

/** Gives the organisation of a connection another name. */
export const renameOrganisation = (id: string, name: string, author: Author): Promise<Result> =>
  changeConnection(id, author, "enterprise.changed", async (tx, { organisationId, organisation }) => {
    await tx.update(organisations).set({ name }).where(eq(organisations.id, organisationId));
    return ok({ data: { changes: changesBetween({ organisation }, { organisation: name }) } });
  });

/**
 * Writes down a SAML identity provider. Whatever changes of it, no test holds for it any more; an active connection goes
 * on, so that a certificate can follow another one without anybody being shut out.
 * @param plan from what is there to what is to be there.
 */
export const changeSaml = (
  id: string,
  plan: (before: SamlConfig | null) => Result<SamlConfig>,
  author: Author,
): Promise<Result> =>
  changeConnection(id, author, "enterprise.changed", async (_, before) => {
    if (before.protocol !== "saml") return fail("enterprise_wrong_protocol");
    const planned = plan(before.saml);
    if (!planned.ok) return planned;
    return ok({
      set: { saml: planned.data, testedAt: null },
      data: { changes: changesBetween(before.saml ? withoutKeys(before.saml) : {}, withoutKeys(planned.data)) },
    });
  });

/** Certificates by what people compare. */
const withoutKeys = ({ certificates, ...saml }: SamlConfig) => ({
  ...saml,
  certificates: certificates.map((pem) => new X509Certificate(pem).fingerprint256),
});

/**
 * Writes down an OpenID provider. @param clientSecret in clear; empty leaves the one there is.
 * @returns `client_secret_required` where there is none, or where the one there is would be sent to another address: an
 * admin may replace it, and must not be able to read it.
 */
export const saveOidc = (
  id: string,
  { clientSecret, ...oidc }: OidcConfig & { clientSecret: string },
  author: Author,
): Promise<Result> =>
  changeConnection(id, author, "enterprise.changed", async (_, before) => {
    if (before.protocol !== "oidc") return fail("enterprise_wrong_protocol");
    const isSentElsewhere = before.oidc?.issuer !== oidc.issuer || before.oidc?.tokenUrl !== oidc.tokenUrl;
    if (!clientSecret && (!before.clientSecret || isSentElsewhere)) {
      return failAt("clientSecret", "client_secret_required");
    }
    const secret = clientSecret ? { clientSecret: encrypt(clientSecret, enterpriseSecretOwner(id)) } : {};
    return ok({
      set: { oidc, ...secret, testedAt: null },
      data: { changes: changesBetween(before.oidc ?? {}, oidc), replacesSecret: clientSecret !== "" },
    });
  });

/** Under which names the provider tells about a person: a part of its configuration, so a test has to follow. */
export const saveAttributes = (id: string, attributes: AttributeMapping, author: Author): Promise<Result> =>
  changeConnection(id, author, "enterprise.changed", async (_, before) =>
    ok({
      set: { attributes, testedAt: null },
      data: { changes: changesBetween(before.attributes, attributes) },
    }),
  );

/** Saves what an admin decides; a response nobody asked for exists in SAML only. */
export const saveOptions = (id: string, options: ConnectionOptions, author: Author): Promise<Result> =>
  changeConnection(id, author, "enterprise.changed", async (_, before) => {
    const set = { ...options, idpInitiated: options.idpInitiated && before.protocol === "saml" };
    return ok({ set, data: { changes: changesBetween(pick(before, set), set) } });
  });

const pick = (row: ConnectionOptions, names: ConnectionOptions): object =>
  Object.fromEntries(Object.keys(names).map((name) => [name, row[name as keyof ConnectionOptions]]));
