import { and, eq } from "drizzle-orm";
import { beforeEach, describe, expect, it } from "vitest";
import { db } from "@/db/client";
import {
  accounts,
  auditEvents,
  connectionDomains,
  identifiers,
  memberships,
  organisations,
  passwords,
} from "@/db/schema";
import { createEnterprise, freshKey, switchEnterprise } from "@/lib/flows/test-connections";
import { createPerson, TestBrowser } from "@/lib/flows/test-visit";
import { giveWallet } from "@/lib/flows/test-wallets";
import { defaultSettings } from "@/lib/settings/schema";
import { newSamlKey } from "@/scripts/identity-provider/saml-key";
import { affectedPeople } from "./affected-people";
import { type EnterpriseConnection, enterpriseSecret, findEnterprise } from "./enterprise";
import type { Author } from "./enterprise-change";
import { addDomain, listDomains, removeDomain } from "./enterprise-domains";
import { activateConnection, deactivateConnection, deleteConnection } from "./enterprise-state";
import {
  changeSaml,
  createConnection,
  renameOrganisation,
  saveAttributes,
  saveOidc,
  saveOptions,
} from "./enterprise-write";
import { countPeopleOfDomains, listConnections, listMemberships, readMembers } from "./organisations";

let author: Author;
let domain: string;
beforeEach(async () => {
  const { client, now } = new TestBrowser().visit();
  author = { userId: (await createPerson()).userId, client, now };
  domain = `${freshKey()}.test`;
});

const OIDC = { issuer: "https://idp.test", clientId: "client", scopes: "openid email" };
const newConnection = (protocol: "saml" | "oidc" = "oidc", organisation = "Acme") =>
  createConnection({ organisation, protocol }, author);
const read = async (id: string): Promise<EnterpriseConnection> => {
  const found = await findEnterprise(id);
  if (!found) throw new Error("gone");
  return found;
};
const audited = (id: string) =>
  db
    .select({ type: auditEvents.type, data: auditEvents.data })
    .from(auditEvents)
    .where(eq(auditEvents.actorId, author.userId))
    .then((events) => events.filter(({ data }) => (data as { connection?: string })?.connection === id));
/** A person who has signed in through a connection. */
async function connected(id: string): Promise<string> {
  const { userId } = await createPerson();
  const at = { createdAt: author.now, lastUsedAt: author.now };
  await db.insert(accounts).values({ userId, type: "oidc", provider: id, providerAccountId: freshKey(), ...at });
  return userId;
}
/** Leaves them nothing but the connection. */
async function strip(userId: string) {
  await db.delete(passwords).where(eq(passwords.userId, userId));
  await db.delete(identifiers).where(eq(identifiers.userId, userId));
}

describe("[P29 P30] writing an enterprise connection", () => {
  it("begins inactive, with nothing configured, and is audited", async () => {
    const id = await newConnection("saml");
    expect(await read(id)).toMatchObject({
      active: false,
      saml: null,
      testedAt: null,
      organisation: "Acme",
      enforced: true,
    });
    expect(await audited(id)).toMatchObject([{ type: "enterprise.created" }]);
    expect((await listConnections()).find((one) => one.id === id)).toMatchObject({ domains: [], organisation: "Acme" });
  });

  it("keeps the client secret encrypted, out of the audit, and for the address it was given for", async () => {
    const id = await newConnection();
    expect(await saveOidc(id, { ...OIDC, clientSecret: "" }, author)).toMatchObject({
      error: { code: "client_secret_required", fields: { clientSecret: expect.any(String) } },
    });
    expect(await saveOidc(id, { ...OIDC, clientSecret: "hush hush" }, author)).toEqual({ ok: true, data: undefined });
    const saved = await read(id);
    expect(saved.clientSecret).not.toContain("hush");
    expect(enterpriseSecret(saved)).toBe("hush hush");
    expect((await saveOidc(id, { ...OIDC, clientId: "another", clientSecret: "" }, author)).ok).toBe(true);
    expect(enterpriseSecret(await read(id))).toBe("hush hush");
    for (const elsewhere of [
      { issuer: "https://evil.test" },
      { authorizationUrl: "https://idp.test/a", tokenUrl: "https://evil.test/t", jwksUrl: "https://idp.test/k" },
    ]) {
      expect(await saveOidc(id, { ...OIDC, ...elsewhere, clientSecret: "" }, author)).toMatchObject({
        error: { code: "client_secret_required" },
      });
    }
    expect((await read(id)).oidc).toMatchObject({ issuer: "https://idp.test", clientId: "another" });
    const events = JSON.stringify(await audited(id));
    expect(events).not.toContain("hush");
    expect(events).not.toContain(saved.clientSecret);
    expect(events).toContain('"replacesSecret":true');
  });

  it("speaks one protocol", async () => {
    const [saml, oidc] = [await newConnection("saml"), await newConnection("oidc")];
    expect(await saveOidc(saml, { ...OIDC, clientSecret: "s" }, author)).toMatchObject({
      error: { code: "enterprise_wrong_protocol" },
    });
    const config = { entityId: "https://idp.test", ssoUrl: "https://idp.test/sso", certificates: [] };
    expect(await changeSaml(oidc, () => ({ ok: true, data: config }), author)).toMatchObject({
      error: { code: "enterprise_wrong_protocol" },
    });
  });

  it("takes two certificates of two admins at once, one after the other", async () => {
    const id = await newConnection("saml");
    const add = () => {
      const { certificate } = newSamlKey();
      return changeSaml(
        id,
        (before) => ({
          ok: true,
          data: {
            entityId: "e",
            ssoUrl: "https://idp.test/sso",
            certificates: [...(before?.certificates ?? []), certificate],
          },
        }),
        author,
      );
    };
    await Promise.all([add(), add(), add()]);
    expect((await read(id)).saml?.certificates).toHaveLength(3);
    expect(JSON.stringify(await audited(id))).not.toContain("BEGIN CERTIFICATE");
  });

  it("no test holds for what was changed since; names and options leave it", async () => {
    const id = await newConnection();
    const tested = async () => {
      await db.execute(`UPDATE enterprise_connections SET tested_at = now() WHERE id = '${id}'`);
    };
    await tested();
    await saveOptions(id, { ...(await read(id)), enforced: false, idpInitiated: true }, author);
    await renameOrganisation(id, "Acme & Sons", author);
    await addDomain(id, domain, author);
    expect(await read(id)).toMatchObject({
      testedAt: expect.any(Date),
      enforced: false,
      // Of OpenID Connect there is no such thing.
      idpInitiated: false,
      organisation: "Acme & Sons",
    });
    await saveAttributes(id, { email: "mail", firstName: "a", lastName: "b" }, author);
    expect((await read(id)).testedAt).toBeNull();
    await tested();
    await saveOidc(id, { ...OIDC, clientSecret: "s" }, author);
    expect((await read(id)).testedAt).toBeNull();
  });

  it("refuses what is no connection", async () => {
    for (const id of ["00000000-0000-4000-8000-000000000000"]) {
      expect(await activateConnection(id, author)).toMatchObject({ error: { code: "not_found" } });
      expect(await addDomain(id, domain, author)).toMatchObject({ error: { code: "not_found" } });
    }
    expect(await db.select().from(connectionDomains).where(eq(connectionDomains.domain, domain))).toEqual([]);
  });
});

describe("[P29 SA-09] the domains of a connection", () => {
  it("belong to one connection, also when two want it at once", async () => {
    const ids = [await newConnection("oidc", "One"), await newConnection("oidc", "Two")];
    const results = await Promise.all(ids.map((id) => addDomain(id, domain.toUpperCase(), author)));
    expect(results.filter(({ ok }) => ok)).toHaveLength(1);
    expect(results.find(({ ok }) => !ok)).toMatchObject({
      error: { code: "domain_taken", details: { domain, organisation: expect.stringMatching(/One|Two/) } },
    });
    expect((await Promise.all(ids.map(listDomains))).flat()).toEqual([domain]);
    const failed = ids[results.findIndex(({ ok }) => !ok)] ?? "";
    expect((await audited(failed)).filter(({ type }) => type === "enterprise.changed")).toEqual([]);
  });

  it("are only its own to remove, and the last one stays while it is active, whoever removes at once", async () => {
    const id = await createEnterprise(domain);
    const stranger = await createEnterprise();
    expect(await removeDomain(stranger, domain, author)).toMatchObject({ error: { code: "not_found" } });
    await addDomain(id, `b${domain}`, author);
    const results = await Promise.all([removeDomain(id, domain, author), removeDomain(id, `b${domain}`, author)]);
    expect(results.filter(({ ok }) => ok)).toHaveLength(1);
    expect(results.find(({ ok }) => !ok)).toMatchObject({ error: { code: "domain_last" } });
    expect(await listDomains(id)).toHaveLength(1);
    await switchEnterprise(id, false);
    const [last = ""] = await listDomains(id);
    expect((await removeDomain(id, last, author)).ok).toBe(true);
  });

  it("[B04] say how many people have an address of them", async () => {
    const id = await createEnterprise(domain);
    const address = async (value: string, verifiedAt: Date | null) => {
      const { userId } = await createPerson();
      await db.insert(identifiers).values({ userId, kind: "email", value, verifiedAt, createdAt: author.now });
    };
    await address(`ada@${domain}`, author.now);
    await address(`unproved@${domain}`, null);
    await address(`ada@sub.${domain}`, author.now);
    await address(`ada@not${domain}`, author.now);
    expect(await countPeopleOfDomains(await read(id))).toBe(1);
    expect(await countPeopleOfDomains({ ...(await read(id)), allowSubdomains: true })).toBe(2);
  });
});

describe("[B08 P31] activating", () => {
  it("needs an identity provider, a domain and a test, in this order", async () => {
    const id = await newConnection();
    const refused = async (code: string) =>
      expect(await activateConnection(id, author)).toMatchObject({ error: { code } });
    await refused("enterprise_unconfigured");
    await saveOidc(id, { ...OIDC, clientSecret: "s" }, author);
    await refused("enterprise_without_domain");
    await addDomain(id, domain, author);
    await refused("enterprise_untested");
    expect((await read(id)).active).toBe(false);
    await db.execute(`UPDATE enterprise_connections SET tested_at = now() WHERE id = '${id}'`);
    expect((await activateConnection(id, author)).ok).toBe(true);
    expect((await read(id)).active).toBe(true);
    expect((await audited(id)).map(({ type }) => type)).toContain("enterprise.activated");
  });

  it("a change and an activation at once leave nothing active that was not tested", async () => {
    const id = await newConnection();
    await saveOidc(id, { ...OIDC, clientSecret: "s" }, author);
    await addDomain(id, domain, author);
    await db.execute(`UPDATE enterprise_connections SET tested_at = now() WHERE id = '${id}'`);
    const [changed, activated] = await Promise.all([
      saveOidc(id, { ...OIDC, clientId: "another", clientSecret: "" }, author),
      activateConnection(id, author),
    ]);
    expect(changed.ok).toBe(true);
    const after = await read(id);
    // Whichever came first: activated as tested and changed then, which the page warns of, or refused.
    expect(activated).toMatchObject(after.active ? { ok: true } : { error: { code: "enterprise_untested" } });
  });
});

describe("[OA-11 B04] deactivating and deleting", () => {
  it("count who has signed in through it, and who has no other way in", async () => {
    const id = await createEnterprise(domain);
    await connected(id);
    const [twice, stranded, elsewhere] = [await connected(id), await connected(id), await connected(id)];
    const at = { createdAt: author.now, lastUsedAt: author.now };
    await db
      .insert(accounts)
      .values({ userId: twice, type: "oidc", provider: id, providerAccountId: freshKey(), ...at });
    for (const userId of [stranded, elsewhere]) await strip(userId);
    const other = await createEnterprise();
    await db
      .insert(accounts)
      .values({ userId: elsewhere, type: "oidc", provider: other, providerAccountId: freshKey(), ...at });
    expect(await affectedPeople(id, defaultSettings)).toEqual({ connected: 4, withoutOtherWay: 1 });
    await switchEnterprise(other, false);
    expect(await affectedPeople(id, defaultSettings)).toEqual({ connected: 4, withoutOtherWay: 2 });
    await giveWallet(stranded);
    expect(await affectedPeople(id, defaultSettings)).toEqual({ connected: 4, withoutOtherWay: 2 });
    const withWallets = { ...defaultSettings, wallet: { ...defaultSettings.wallet, metamask: true } };
    expect(await affectedPeople(id, withWallets)).toEqual({ connected: 4, withoutOtherWay: 1 });
    expect(await affectedPeople(await createEnterprise(), defaultSettings)).toEqual({
      connected: 0,
      withoutOtherWay: 0,
    });
  });

  it("deactivating keeps links and members", async () => {
    const id = await createEnterprise(domain);
    const userId = await connected(id);
    const { organisationId } = await read(id);
    await db.insert(memberships).values({ organisationId, userId, createdAt: author.now });
    expect((await deactivateConnection(id, defaultSettings, author)).ok).toBe(true);
    expect((await read(id)).active).toBe(false);
    expect(await db.select().from(accounts).where(eq(accounts.provider, id))).toHaveLength(1);
    expect(await listMemberships(userId)).toMatchObject([{ name: "Acme" }]);
    expect(await readMembers(organisationId)).toMatchObject({ total: 1, newest: [{ id: userId }] });
  });

  it("deleting takes links, domains and the organisation, and leaves people and other connections' links", async () => {
    const [id, other] = [await createEnterprise(domain), await createEnterprise()];
    const userId = await connected(id);
    const otherId = await connected(other);
    const { organisationId } = await read(id);
    await db.insert(memberships).values({ organisationId, userId, createdAt: author.now });
    expect(await deleteConnection(id, "acme", defaultSettings, author)).toMatchObject({
      error: { code: "confirmation_differs", fields: { name: "Type Acme to confirm." } },
    });
    expect((await deleteConnection(id, "Acme", defaultSettings, author)).ok).toBe(true);
    expect(await findEnterprise(id)).toBeNull();
    expect(await listDomains(id)).toEqual([]);
    expect(await db.select().from(accounts).where(eq(accounts.userId, userId))).toEqual([]);
    expect(await db.select().from(organisations).where(eq(organisations.id, organisationId))).toEqual([]);
    expect(await listMemberships(userId)).toEqual([]);
    expect(await db.select().from(identifiers).where(eq(identifiers.userId, userId))).toHaveLength(1);
    const left = and(eq(accounts.userId, otherId), eq(accounts.provider, other));
    expect(await db.select().from(accounts).where(left)).toHaveLength(1);
    expect(await audited(id)).toMatchObject([{ type: "enterprise.deleted", data: { links: 1, organisation: "Acme" } }]);
    expect(await deleteConnection(id, "Acme", defaultSettings, author)).toMatchObject({ error: { code: "not_found" } });
  });

  it("is refused to the admin whose only way in it is", async () => {
    const id = await createEnterprise(domain);
    const userId = await connected(id);
    await strip(userId);
    const own = { ...author, userId };
    expect(await deactivateConnection(id, defaultSettings, own)).toMatchObject({
      error: { code: "settings_lock_out" },
    });
    expect(await deleteConnection(id, "Acme", defaultSettings, own)).toMatchObject({
      error: { code: "settings_lock_out" },
    });
    expect((await read(id)).active).toBe(true);
    expect(await db.select().from(accounts).where(eq(accounts.provider, id))).toHaveLength(1);
    expect((await deactivateConnection(id, defaultSettings, author)).ok).toBe(true);
  });
});
