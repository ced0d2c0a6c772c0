import { eq } from "drizzle-orm";
import { expect, it } from "vitest";
import { db } from "@/db/client";
import { settings } from "@/db/schema";
import { defaultSettings, sectionSchema } from "@/lib/settings/schema";
import { findEnterpriseFor } from "./enterprise";
import { connectLocalProvider, LOCAL_DOMAIN } from "./local-provider";
import { findSocial } from "./social";

const provider = (port: number) => ({
  openId: { issuer: `http://127.0.0.1:${port}/oidc`, clientId: "app", clientSecret: `secret of ${port}` },
  saml: {
    entityId: `http://127.0.0.1:${port}/saml`,
    ssoUrl: `http://127.0.0.1:${port}/sso`,
    certificates: [`${port}`],
  },
});

async function local() {
  const [row] = await db.select().from(settings).where(eq(settings.section, "social"));
  return findSocial({ ...defaultSettings, social: sectionSchema("social").parse(row?.value ?? {}) }, "local");
}

it("[B01] connects both journeys of a new database, follows a provider that moved, and leaves removed ones alone", async () => {
  await connectLocalProvider(provider(1), false);
  expect([await local(), await findEnterpriseFor(`ada@${LOCAL_DOMAIN}`)]).toEqual([undefined, null]);
  await connectLocalProvider(provider(2), true);
  await connectLocalProvider(provider(3), false);
  expect(await local()).toMatchObject({ issuer: "http://127.0.0.1:3/oidc", use: "sign-in", trustsEmail: true });
  expect((await local())?.clientSecret()).toBe("secret of 3");
  expect((await findEnterpriseFor(`ada@${LOCAL_DOMAIN}`))?.saml?.certificates).toEqual(["3"]);
});

it("[B01] connects them beside connections that can't be read, which stay as they are stored", async () => {
  const gone = { enabled: "maybe", issuer: 5 };
  const value = { connections: { gone } };
  await db.insert(settings).values({ section: "social", value, updatedAt: new Date() }).onConflictDoUpdate({
    target: settings.section,
    set: { value },
  });
  await connectLocalProvider(provider(4), true);
  const [row] = await db.select().from(settings).where(eq(settings.section, "social"));
  expect(row?.value).toMatchObject({ connections: { gone, local: { issuer: "http://127.0.0.1:4/oidc" } } });
});
