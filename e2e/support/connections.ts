import { randomUUID } from "node:crypto";
import type { Sql } from "postgres";

interface NewConnection {
  id?: string;
  organisation?: string;
  protocol?: "saml" | "oidc";
  domain?: string;
  active?: boolean;
  /** Of an OpenID connection, sealed. */
  secret?: string;
}

/** Writes an organisation and its connection straight into the database. @returns the connection's id. */
export async function insertConnection(
  db: Sql,
  { id = randomUUID(), organisation = "Acme", protocol = "oidc", domain, active = false, secret }: NewConnection = {},
): Promise<string> {
  const oidc =
    protocol === "oidc" && secret ? { issuer: "https://idp.test", clientId: "client", scopes: "openid" } : null;
  await db.begin(async (tx) => {
    const [owner] = await tx<[{ id: string }]>`
      INSERT INTO organisations (name, created_at) VALUES (${organisation}, now()) RETURNING id`;
    await tx`
      INSERT INTO enterprise_connections
        (id, organisation_id, protocol, active, oidc, client_secret, attributes, created_at, updated_at)
      VALUES (${id}, ${owner.id}, ${protocol}, ${active}, ${oidc && tx.json(oidc)}, ${secret ?? null},
        ${tx.json({ email: "mail", firstName: "firstName", lastName: "lastName" })}, now(), now())`;
    if (domain) await tx`INSERT INTO connection_domains (domain, connection_id) VALUES (${domain}, ${id})`;
  });
  return id;
}
