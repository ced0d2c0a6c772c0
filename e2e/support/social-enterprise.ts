import { randomUUID } from "node:crypto";
import type { Sql } from "postgres";
import { OIDC_CLIENT } from "../../scripts/identity-provider/oidc";
import { seal } from "./seal";

/**
 * Writes an organisation with an active OpenID connection to the local provider, as an admin would have; it doesn't insist
 * on it. @param secret the server's AUTH_SECRET. @returns the connection's id.
 */
export async function createEnterprise(
  db: Sql,
  secret: string,
  { domain, issuer, name = "Acme" }: { domain: string; issuer: string; name?: string },
): Promise<string> {
  const id = randomUUID();
  const { clientId, clientSecret } = OIDC_CLIENT;
  const oidc = { issuer, clientId, scopes: "openid email profile" };
  const attributes = { email: "email", firstName: "given_name", lastName: "family_name" };
  await db.begin(async (tx) => {
    const [organisation] = await tx<[{ id: string }]>`
      INSERT INTO organisations (name, created_at) VALUES (${name}, now()) RETURNING id`;
    await tx`
      INSERT INTO enterprise_connections (id, organisation_id, protocol, active, enforced, oidc, client_secret, attributes,
        tested_at, created_at, updated_at)
      VALUES (${id}, ${organisation.id}, 'oidc', true, false, ${tx.json(oidc)},
        ${seal(secret, clientSecret, `enterprise:${id}`)}, ${tx.json(attributes)}, now(), now(), now())`;
    await tx`INSERT INTO connection_domains (domain, connection_id) VALUES (${domain}, ${id})`;
  });
  return id;
}
