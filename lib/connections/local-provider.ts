import "server-only";
import { eq } from "drizzle-orm";
import { db } from "@/db/client";
import { connectionDomains, enterpriseConnections, organisations, settings } from "@/db/schema";
import type { SamlConfig } from "@/db/schema/connections";
import { isProduction } from "@/lib/build";
import { encrypt } from "@/lib/security/encryption";
import { readSection } from "@/lib/settings/in-force";
import { storeSection, withChange } from "@/lib/settings/store";
import { secretOwner } from "./social";

/** What the identity provider of `npm run dev` says of itself; its address and keys are new with every start. */
export interface LocalProvider {
  openId: { issuer: string; clientId: string; clientSecret: string };
  saml: SamlConfig;
}

const KEY = "local";
const ORGANISATION = "Acme (development)";
export const LOCAL_DOMAIN = "acme.test";

/**
 * Lets people of a development database sign in through the local identity provider: everybody by OpenID Connect, those of
 * acme.test by SAML. What an admin has changed or removed since stays so.
 * @param isNew the database has just been filled. @throws in production: it lets anybody be anybody.
 */
export async function connectLocalProvider({ openId, saml }: LocalProvider, isNew: boolean, now = new Date()) {
  if (isProduction) throw new Error("The local identity provider is for development only.");
  const [row] = await db.select().from(settings).where(eq(settings.section, "social"));
  const social = readSection("social", row?.value).value;
  const known = social.connections[KEY];
  if (known || isNew) {
    const local = {
      enabled: true,
      use: "sign-in" as const,
      name: "Local identity provider (development)",
      trustsEmail: true,
      ...known,
      issuer: openId.issuer,
      clientId: openId.clientId,
      clientSecret: encrypt(openId.clientSecret, secretOwner(KEY)),
    };
    const connections = { ...social.connections, [KEY]: local };
    await storeSection(db, "social", withChange(row?.value, social, { connections }), { updatedAt: now });
  }
  const [domain] = await db.select().from(connectionDomains).where(eq(connectionDomains.domain, LOCAL_DOMAIN));
  if (domain) {
    await db.update(enterpriseConnections).set({ saml }).where(eq(enterpriseConnections.id, domain.connectionId));
  } else if (isNew) await createAcme(saml, now);
}

async function createAcme(saml: SamlConfig, now: Date): Promise<void> {
  const at = { createdAt: now };
  await db.transaction(async (tx) => {
    const [organisation] = await tx
      .insert(organisations)
      .values({ name: ORGANISATION, ...at })
      .returning();
    const [connection] = await tx
      .insert(enterpriseConnections)
      .values({
        organisationId: organisation?.id ?? "",
        protocol: "saml",
        active: true,
        saml,
        attributes: { email: "mail", firstName: "firstName", lastName: "lastName" },
        testedAt: now,
        updatedAt: now,
        ...at,
      })
      .returning();
    await tx.insert(connectionDomains).values({ domain: LOCAL_DOMAIN, connectionId: connection?.id ?? "" });
  });
}
