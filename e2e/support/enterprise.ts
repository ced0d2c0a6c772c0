import { randomBytes, randomUUID } from "node:crypto";
import type { JSONValue, Sql } from "postgres";
import type { IdentityProvider } from "../../scripts/identity-provider";
import { OIDC_CLIENT } from "../../scripts/identity-provider/oidc";
import { seal } from "./seal";

/** An organisation's connection, and the domain of its people. */
export interface Enterprise {
  id: string;
  organisation: string;
  domain: string;
}

/** What an admin can switch, by the names of the columns. Off: `idp_initiated` and `allow_subdomains`. */
export type Switches = Partial<
  Record<
    | "active"
    | "allow_subdomains"
    | "enforced"
    | "creates_people"
    | "refreshes_names"
    | "idp_initiated"
    | "asks_second_factor",
    boolean
  >
>;

interface Protocol {
  protocol: "saml" | "oidc";
  config: JSONValue;
  attributes: Record<"email" | "firstName" | "lastName", string>;
  clientSecret?: string;
}

/** Writes an active connection with an organisation and a domain of its own. */
async function create(db: Sql, id: string, given: Protocol, switches: Switches): Promise<Enterprise> {
  const name = randomBytes(4).toString("hex");
  const enterprise = { id, organisation: `Works of ${name}`, domain: `${name}.test` };
  await db.begin(async (tx) => {
    const [{ organisationId }] = await tx<[{ organisationId: string }]>`
      INSERT INTO organisations (name, created_at) VALUES (${enterprise.organisation}, now()) RETURNING id AS "organisationId"`;
    await tx`INSERT INTO enterprise_connections ${tx({
      id,
      organisation_id: organisationId,
      protocol: given.protocol,
      active: true,
      [given.protocol]: tx.json(given.config),
      attributes: tx.json(given.attributes),
      client_secret: given.clientSecret ?? null,
      created_at: new Date(),
      updated_at: new Date(),
      ...switches,
    })}`;
    await tx`INSERT INTO connection_domains (domain, connection_id) VALUES (${enterprise.domain}, ${id})`;
  });
  return enterprise;
}

/** Connects an organisation to the worker's SAML identity provider. @param certificates that it is known by; default its own. */
export function connectSaml(
  db: Sql,
  { saml: { entityId, ssoUrl, key } }: IdentityProvider,
  switches: Switches = {},
  certificates = [key.certificate],
): Promise<Enterprise> {
  const config = { entityId, ssoUrl, certificates };
  const attributes = { email: "mail", firstName: "firstName", lastName: "lastName" };
  return create(db, randomUUID(), { protocol: "saml", config, attributes }, switches);
}

/** Connects an organisation to the worker's OpenID provider. @param secret the server's AUTH_SECRET. */
export function connectOidc(
  db: Sql,
  secret: string,
  { origin }: IdentityProvider,
  switches: Switches = {},
): Promise<Enterprise> {
  const id = randomUUID();
  const config = { issuer: `${origin}/oidc`, clientId: OIDC_CLIENT.clientId, scopes: "openid email profile" };
  const attributes = { email: "email", firstName: "given_name", lastName: "family_name" };
  const clientSecret = seal(secret, OIDC_CLIENT.clientSecret, `enterprise:${id}`);
  return create(db, id, { protocol: "oidc", config, attributes, clientSecret }, switches);
}

export async function changeConnection(db: Sql, { id }: Enterprise, switches: Switches): Promise<void> {
  await db`UPDATE enterprise_connections SET ${db(switches)} WHERE id = ${id}`;
}
